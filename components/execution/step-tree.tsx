'use client'
import { useMemo } from 'react'
import { useTranslations } from 'next-intl'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { StateIcon } from '../state/state-chip'
import { stepIcon } from '../state/step-icons'
import { Icon } from '../ui/icon'
import { Pane, Scroll } from '../ui/pane'
import { brief } from './brief'
import { span, type Run, type RunStep, type RunSteps } from './run-steps'
import { StepLine } from './step-line'
import { timeScale } from './time-scale'
import type { StepWords } from './use-step-words'

export interface StepTreeProps {
  run: Run
  steps: RunSteps
  words: StepWords
  selectedId: string | null
  onSelect: (id: string) => void
  className?: string
}

/** Every step in the order things happened, with its tries and how long it took; then what may come, and the ways not taken. */
export function StepTree({ run, steps, words, selectedId, onSelect, className }: StepTreeProps) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const now = useNow()
  const { reached, ahead, notTaken } = steps
  const end = run.endedAt ?? now
  const place = useMemo(() => timeScale(times(reached, end)), [reached, end])
  const line = (step: RunStep) => ({ title: words.title(step), selected: step.id === selectedId, onSelect: () => onSelect(step.id) })
  return (
    <Pane aria-label={t('steps.label')} className={className}>
      <div data-chrome className="flex h-(--subbar) shrink-0 items-center gap-2 border-b border-line px-4 max-sm:h-11">
        <h3 className="font-strong">{t('steps.label')}</h3>
        <span className="text-12 text-ink-3">{t('steps.reached', { reached: reached.length, all: reached.length + ahead.length + notTaken.length })}</span>
      </div>
      <Scroll className="print:overflow-visible">
        <ol aria-label={t('steps.label')} className="py-2">
          {reached.map((step) => (
            <li key={step.id}>
              <StepLine
                {...line(step)}
                mark={step.role === 'trigger' ? <Icon of={stepIcon(step.type)} className="text-ink-2" /> : <StateIcon state={step.state} size={16} />}
                bar={step.ledger === null ? null : { ...place(step.ledger.startedAt.getTime(), (step.ledger.endedAt ?? end).getTime()), look: lookOf(step) }}
                took={tookOf(step, now, formats.duration, t('steps.atOnce'))}
              />
              {step.tries.length > 1 && (
                <ol aria-label={t('steps.triesOf', { step: words.title(step) })}>
                  {step.tries.map((attempt, index) => (
                    <li key={attempt.at.getTime()}>
                      <StepLine
                        small
                        title={t('steps.try', { number: index + 1 })}
                        selected={false}
                        onSelect={() => onSelect(step.id)}
                        mark={<StateIcon state={attempt.result === 'retry' ? 'failed' : attempt.result} />}
                        bar={{ ...place(attempt.at.getTime(), attempt.at.getTime() + (attempt.milliseconds ?? 0)), look: attempt.result === 'done' ? 'good' : attempt.result === 'running' ? 'running' : 'bad' }}
                        took={attempt.milliseconds === null ? '' : formats.duration(brief(attempt.milliseconds))}
                      />
                    </li>
                  ))}
                </ol>
              )}
            </li>
          ))}
          {ahead.map((step) => (
            <li key={step.id}>
              <StepLine {...line(step)} quiet mark={<StateIcon state="pending" size={16} />} bar={null} took="" />
            </li>
          ))}
        </ol>
        {notTaken.length > 0 && (
          <>
            <div className="flex items-baseline gap-2 border-t border-line px-4 pt-3 pb-1">
              <h3 className="font-strong">{t('steps.notTaken')}</h3>
              <span className="text-12 text-ink-3">{t('steps.count', { count: notTaken.length })}</span>
            </div>
            <ul className="pb-4">
              {notTaken.map((step) => (
                <li key={step.id}>
                  <StepLine
                    {...line(step)}
                    title={step.port === null || step.fork === null ? words.title(step) : t('steps.branch', { port: words.port(step.fork, step.port), step: words.title(step) })}
                    quiet
                    mark={<StateIcon state="skipped" size={16} />}
                  />
                </li>
              ))}
            </ul>
          </>
        )}
      </Scroll>
    </Pane>
  )
}

function times(steps: readonly RunStep[], end: Date): readonly number[] {
  return steps.flatMap(({ ledger, tries }) => [
    ...(ledger === null ? [] : [ledger.startedAt.getTime(), (ledger.endedAt ?? end).getTime()]),
    ...tries.flatMap(({ at, milliseconds }) => [at.getTime(), at.getTime() + (milliseconds ?? 0)]),
  ])
}

function lookOf({ state, ledger, tries }: RunStep) {
  if (ledger !== null && ledger.wait !== null) return 'waiting'
  if (state === 'failed' || state === 'uncertain') return 'bad'
  if (state === 'running' || state === 'waiting') return 'running'
  return tries.length > 1 || state === 'retrying' ? 'retried' : state === 'done' ? 'good' : 'plain'
}

/** Steps settled in one transaction share its time: they took none of their own. */
function tookOf({ ledger, state }: RunStep, now: Date, duration: (span: number) => string, atOnce: string): string {
  if (ledger === null) return ''
  const took = span(ledger, now)
  return took === 0 ? (state === 'done' ? atOnce : '') : duration(brief(took))
}
