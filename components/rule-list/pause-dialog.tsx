'use client'
import { useState } from 'react'
import { FastForward, SkipForward } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { ChoiceCards } from '../ui/choice-cards'
import { Dialog } from '../ui/dialog'

export type PauseMode = 'skip' | 'catch up'

/** Before a rule is paused: what becomes of the mail that arrives meanwhile. */
export function PauseDialog({ rule, onClose, onConfirm }: { rule: { readonly id: string; readonly name: string } | null; onClose: () => void; onConfirm: (mode: PauseMode) => void }) {
  const t = useTranslations('rules')
  const [mode, setMode] = useState<PauseMode>('skip')
  return (
    <Dialog
      open={rule !== null}
      onOpenChange={onClose}
      title={t('pauseTitle', { name: rule?.name ?? '' })}
      description={t('pauseLead')}
      footer={
        <>
          <Button size="l" onClick={onClose}>{t('keepRunning')}</Button>
          <Button size="l" look="primary" onClick={() => onConfirm(mode)}>
            {t('pauseNow')}
          </Button>
        </>
      }
    >
      <div className="mt-3">
        <ChoiceCards<PauseMode>
          label={t('pauseLead')}
          value={mode}
          onChange={setMode}
          choices={[
            { value: 'skip', icon: SkipForward, title: t('pauseSkip'), text: t('pauseSkipText') },
            { value: 'catch up', icon: FastForward, title: t('pauseCatchUp'), text: t('pauseCatchUpText') },
          ]}
        />
      </div>
    </Dialog>
  )
}
