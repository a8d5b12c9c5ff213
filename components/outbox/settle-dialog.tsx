'use client'
import { useState } from 'react'
import { CircleCheck, CircleX, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ChoiceCards } from '../ui/choice-cards'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import type { OutgoingDetail } from './outbox-url'
import { useRecipients } from './outbox-row'

export interface SettleDialogProps {
  mail: OutgoingDetail
  open: boolean
  onOpenChange: (open: boolean) => void
  onArrived: () => void
  onLost: () => void
  onAgain: () => void
}

/** The line broke after the mail was handed over, so only a person can find out. Says what each answer does, and what it risks. */
export function SettleDialog({ mail, open, onOpenChange, onArrived, onLost, onAgain }: SettleDialogProps) {
  const t = useTranslations('outbox')
  const ui = useTranslations('ui')
  const recipients = useRecipients()(mail.to)
  const [verdict, setVerdict] = useState<'arrived' | 'lost' | 'again'>('arrived')
  const confirm = () => {
    onOpenChange(false)
    return { arrived: onArrived, lost: onLost, again: onAgain }[verdict]()
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('settle.title', { recipients })}
      description={t('settle.lead')}
      footer={
        <>
          <Button size="l" onClick={() => onOpenChange(false)}>
            {ui('cancel')}
          </Button>
          <Button size="l" look="primary" onClick={confirm}>
            {t(`settle.go.${verdict}`)}
          </Button>
        </>
      }
    >
      <div className="mt-3">
        <ChoiceCards
          label={t('settle.question')}
          value={verdict}
          onChange={setVerdict}
          choices={[
            { value: 'arrived', icon: CircleCheck, title: t('settle.arrived'), text: t('settle.arrivedText') },
            { value: 'lost', icon: CircleX, title: t('settle.lost'), text: t('settle.lostText') },
            { value: 'again', icon: RotateCw, title: t('settle.again'), text: t('settle.againText') },
          ]}
        />
      </div>
    </Dialog>
  )
}
