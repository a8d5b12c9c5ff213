'use client'
import { FlaskConical } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { useEditor } from './editor-context'
import { TrialSteps } from './trial-steps'
import { useLight } from './use-canvas-look'

/** What the loaded test came to at this step. */
export function LastResult({ id }: { id: string }) {
  const t = useTranslations('editor')
  const { trial, openDock } = useEditor()
  const light = useLight()
  const run = trial.rehearsal?.run ?? null
  if (run === null || trial.plan === null) return <EmptyState icon={FlaskConical} title={t('noResult')} text={t('noResultText')} action={<Button onClick={() => openDock('test')}>{t('test')}</Button>} />
  if (!(light?.reached.has(id) ?? false)) return <EmptyState icon={FlaskConical} title={t('stepNotReached')} text={t('stepNotReachedText')} />
  return (
    <>
      <p className="mb-2 text-12 text-ink-3">{t('checkedAgainst', { who: trial.facts?.from?.name || trial.facts?.from?.address || t('noSender') })}</p>
      <TrialSteps run={run} plan={trial.plan} only={id} />
    </>
  )
}
