'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, CircleStop, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useTRPC } from '../data/trpc'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { ChoiceCards } from '../ui/choice-cards'
import { Dialog } from '../ui/dialog'
import { Notice } from '../ui/notice'

export interface Resumption {
  readonly catchUp: boolean
  /** What becomes of what is held; null: nothing is. */
  readonly held: 'go on' | 'discard' | null
}

/** Before a paused rule acts again: the mail it may catch up with, and what waits for a word because it had used up its hour. */
export function ResumeDialog({ rule, onClose, onConfirm }: { rule: { readonly id: string; readonly name: string } | null; onClose: () => void; onConfirm: (resumption: Resumption) => void }) {
  const t = useTranslations('rules')
  const trpc = useTRPC()
  const standing = useQuery({ ...trpc.rule.pauseStanding.queryOptions({ id: rule?.id ?? '' }), enabled: rule !== null, staleTime: 0 }).data
  const [catchUp, setCatchUp] = useState(true)
  const [held, setHeld] = useState<'go on' | 'discard'>('go on')
  const missed = standing?.missed ?? 0
  const waiting = standing?.held ?? 0
  return (
    <Dialog
      open={rule !== null}
      onOpenChange={onClose}
      title={t('resumeTitle', { name: rule?.name ?? '' })}
      description={t(standing?.pausedBecause === 'budget' ? 'resumeAfterBudget' : 'resumeLead')}
      footer={
        <>
          <Button size="l" onClick={onClose}>{t('stayPaused')}</Button>
          <Button size="l" look="primary" busy={standing === undefined} onClick={() => onConfirm({ catchUp: catchUp && missed > 0, held: waiting > 0 ? held : null })}>
            {t('resumeNow')}
          </Button>
        </>
      }
    >
      <div className="mt-3 flex flex-col gap-4">
        {waiting > 0 && <p className="-mb-2 font-medium">{t('heldLead', { count: waiting })}</p>}
        {waiting > 0 && (
          <ChoiceCards<'go on' | 'discard'>
            label={t('heldLead', { count: waiting })}
            value={held}
            onChange={setHeld}
            choices={[
              { value: 'go on', icon: Play, title: t('heldGoOn', { count: waiting }), text: t('heldGoOnText') },
              { value: 'discard', icon: CircleStop, title: t('heldDiscard', { count: waiting }), text: t('heldDiscardText') },
            ]}
          />
        )}
        {missed > 0 && <Checkbox label={t('catchUp', { count: missed })} help={t('catchUpHelp')} checked={catchUp} onChange={setCatchUp} />}
        {missed === 0 && waiting === 0 && standing !== undefined && <Notice icon={CircleCheck}>{t('nothingMissed')}</Notice>}
      </div>
    </Dialog>
  )
}
