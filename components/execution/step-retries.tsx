'use client'
import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { EmptyState } from '../ui/empty-state'
import { Heading } from './heading'
import type { RunStep } from './run-steps'
import { TriesTable } from './tries-table'
import type { StepWords } from './use-step-words'

/** Every attempt of every step that asked somebody outside. */
export function StepRetries({ steps, words }: { steps: readonly RunStep[]; words: StepWords }) {
  const t = useTranslations('executions')
  const tried = steps.filter(({ tries }) => tries.length > 0)
  if (tried.length === 0) return <EmptyState icon={RotateCw} title={t('retries.none')} text={t('retries.noneText')} />
  return (
    <div className="flex flex-col gap-5 p-4">
      {tried.map((step) => (
        <div key={step.id}>
          <Heading title={words.title(step)} note={t('retries.count', { count: step.tries.length })} />
          <TriesTable tries={step.tries} />
        </div>
      ))}
    </div>
  )
}
