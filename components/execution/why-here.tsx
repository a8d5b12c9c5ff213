'use client'
import { CornerDownRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { ValueCompare } from '../explanation/value-compare'
import { Icon } from '../ui/icon'
import { Heading } from './heading'
import { decisionAgainst, decisionsBefore, namesOf, type Run, type RunStep, type Step } from './run-steps'
import type { StepWords } from './use-step-words'

/**
 * The decisions on the way to a step: the nearest with every value it compared, the earlier ones as lines that lead to theirs. For a step the mail did not get
 * to: the decision that sent it elsewhere.
 */
export function WhyHere({ run, step, arrived, words, onSelect }: { run: Run; step: RunStep; arrived: boolean; words: StepWords; onSelect: (id: string) => void }) {
  const t = useTranslations('executions')
  const against = arrived ? null : decisionAgainst(run, step.id)
  const [nearest, ...earlier] = arrived ? decisionsBefore(run, step.id) : against === null ? [] : [against]
  if (step.role === 'trigger' || (nearest === undefined && (!arrived || step.ledger?.compared))) return null
  const head = t(arrived ? 'why.head' : 'why.notHead')
  if (nearest === undefined) {
    return (
      <section aria-label={head}>
        <Heading title={head} />
        <p className="text-ink-3">{t('why.always')}</p>
      </section>
    )
  }
  const title = (id: string) => words.title({ id, name: run.plan?.nodes[id]?.name ?? '', type: run.plan?.nodes[id]?.type ?? '' })
  const took = ({ stepId, port }: Step) => t('why.took', { step: title(stepId), port: words.port(stepId, port ?? '') })
  return (
    <section aria-label={head}>
      <Heading title={head} note={took(nearest)} />
      <ValueCompare rows={nearest.compared ?? []} names={namesOf(run)} storedAt={nearest.startedAt} />
      {earlier.length > 0 && (
        <ul className="mt-2 flex flex-col">
          {earlier.map((decision) => (
            <li key={decision.stepId}>
              <button type="button" onClick={() => onSelect(decision.stepId)} className="flex min-h-6 items-center gap-1.5 text-12 text-ink-2 hover:text-ink">
                <Icon of={CornerDownRight} size={14} className="text-ink-3" />
                {took(decision)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
