'use client'
import { CornerDownRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ValueCompare } from '../explanation/value-compare'
import { Icon } from '../ui/icon'
import { Heading } from './heading'
import { decisionsBefore, type Run, type RunStep } from './run-steps'
import type { StepWords } from './use-step-words'

/** The decisions on the way to a step: the nearest with every value it compared, the earlier ones as lines that lead to theirs. */
export function WhyHere({ run, step, words, onSelect }: { run: Run; step: RunStep; words: StepWords; onSelect: (id: string) => void }) {
  const t = useTranslations('executions')
  const [nearest, ...earlier] = decisionsBefore(run, step.id)
  if (step.role === 'trigger') return null
  if (nearest === undefined) {
    if (step.ledger?.compared || step.ledger === null) return null
    return (
      <section aria-label={t('why.head')}>
        <Heading title={t('why.head')} />
        <p className="text-ink-3">{t('why.always')}</p>
      </section>
    )
  }
  const title = (id: string) => words.title({ id, name: run.plan?.nodes[id]?.name ?? '', type: run.plan?.nodes[id]?.type ?? '' })
  return (
    <section aria-label={t('why.head')}>
      <Heading title={t('why.head')} note={t('why.took', { step: title(nearest.stepId), port: words.port(nearest.stepId, nearest.port ?? '') })} />
      <ValueCompare rows={nearest.compared ?? []} storedAt={nearest.startedAt} />
      {earlier.length > 0 && (
        <ul className="mt-2 flex flex-col">
          {earlier.map((decision) => (
            <li key={decision.stepId}>
              <button type="button" onClick={() => onSelect(decision.stepId)} className="flex min-h-6 items-center gap-1.5 text-12 text-ink-2 hover:text-ink">
                <Icon of={CornerDownRight} size={14} className="text-ink-3" />
                {t('why.took', { step: title(decision.stepId), port: words.port(decision.stepId, decision.port ?? '') })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
