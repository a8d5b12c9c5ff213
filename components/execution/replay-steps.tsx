'use client'
import { useTranslations } from 'next-intl'
import { explainStep } from '../../rules/explain'
import { nodeType } from '../../rules/nodes/index'
import { ownPortName, portsOf } from '../../rules/ports'
import { portColumn } from '../../rules/plan/ledger'
import { toText } from '../../rules/sentence'
import { ValueCompare } from '../explanation/value-compare'
import { useRuleLanguage } from '../sentence/rule-language'
import { RoleTile } from '../state/role-tile'
import { stepIcon } from '../state/step-icons'
import { Segmented } from '../ui/segmented'
import { MarkTag } from './replay-mark'
import type { Replay } from './replay'
import { namesOf, stepsOf, type Run } from './run-steps'
import { useStepWords } from './use-step-words'

/** Never a port: ports are one word. */
const STILL = 'still waiting'

type ComparedStep = Replay['steps'][number]

export interface ReplayStepsProps {
  run: Run
  replay: Replay
  /** The way out of each wait that the run never came to. */
  outcomes: Readonly<Record<string, string>>
  onOutcome: (step: string, port: string | null) => void
}

/** Each step with what happened on one side and what would on the other. */
export function ReplaySteps({ run, replay, outcomes, onOutcome }: ReplayStepsProps) {
  const t = useTranslations('replay')
  if (replay.steps.length === 0) return null
  return (
    <section aria-label={t('compared')}>
      <div aria-hidden className="grid grid-cols-2 gap-x-4 px-3 pb-1 text-12 text-ink-3 max-sm:hidden">
        <span>{t('thenHead', { number: replay.ran.number })}</span>
        <span>{replay.tried.number === null ? t('wouldHeadDraft') : t('wouldHead', { number: replay.tried.number })}</span>
      </div>
      <ol className="divide-y divide-line rounded-node border border-line">
        {replay.steps.map((step) => (
          <StepRow key={step.id} run={run} replay={replay} step={step} outcome={outcomes[step.id] ?? null} onOutcome={(port) => onOutcome(step.id, port)} />
        ))}
      </ol>
    </section>
  )
}

function StepRow({ run, replay, step, outcome, onOutcome }: { run: Run; replay: Replay; step: ComparedStep; outcome: string | null; onOutcome: (port: string | null) => void }) {
  const t = useTranslations('replay')
  const language = useRuleLanguage()
  const then = useThen(run, step)
  const would = useWould(run, replay, step)
  const node = replay.tried.plan?.nodes[step.id] ?? run.plan?.nodes[step.id]
  const type = nodeType(node?.type ?? '')
  const title = node === undefined ? step.id : node.name || (type === null ? node.type : language.say(`node.${type.type}.label`, {}))
  const names = namesOf({ ...run, refs: replay.refs })
  const isWaiting = step.would?.wait !== undefined && (step.would.state === 'waiting' || outcome !== null)
  const isTrigger = type?.role === 'trigger'
  return (
    <li className="px-3 py-2.5">
      <div className="flex items-center gap-2">
        {type !== null && <RoleTile role={type.role} icon={stepIcon(type.type)} size="s" />}
        <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
        {step.differs.length > 0 && <span className="text-12 text-ink-3 max-sm:hidden">{step.differs.map((what) => t(`differs.${what}`)).join(', ')}</span>}
        <MarkTag mark={step.mark} />
      </div>
      {!isTrigger && step.mark === 'same' && <p className="mt-1 text-12 text-ink-3 [overflow-wrap:anywhere]">{then}</p>}
      {!isTrigger && step.mark !== 'same' && (
        <dl className="mt-1.5 grid grid-cols-2 gap-x-4 gap-y-1 text-12 max-sm:grid-cols-1">
          <Side head={t('then')} text={then ?? t('notThere')} isThere={then !== null} />
          <Side head={t('would')} text={would ?? t('notThere')} isThere={would !== null} />
        </dl>
      )}
      {step.mark !== 'same' && step.would?.because !== undefined && step.would.because.length > 0 && <ValueCompare rows={step.would.because} names={names} className="mt-2" />}
      {isWaiting && node !== undefined && type !== null && (
        <div className="mt-2 flex flex-wrap items-center gap-2 text-12 text-ink-2">
          {t('waitOutcome')}
          <Segmented
            size="s"
            label={t('waitOutcome')}
            value={outcome ?? STILL}
            onChange={(port) => onOutcome(port === STILL ? null : port)}
            options={[{ value: STILL, label: t('stillWaiting') }, ...portsOf(type, node.config).filter((port) => port !== 'error').map((port) => ({ value: port, label: ownPortName(type, node.config, port) ?? language.say(`node.${type.type}.port.${port}`, {}) }))]}
          />
        </div>
      )}
    </li>
  )
}

function Side({ head, text, isThere }: { head: string; text: string; isThere: boolean }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-3 sm:sr-only">{head}</dt>
      <dd className={isThere ? 'text-ink [overflow-wrap:anywhere]' : 'text-ink-3'}>{text}</dd>
    </div>
  )
}

/** What came of the step, as the run's own page says it. */
function useThen(run: Run, step: ComparedStep): string | null {
  const words = useStepWords(run)
  if (step.then === null) return null
  const { reached, ahead, notTaken } = stepsOf(run)
  const met = [...reached, ...ahead, ...notTaken].find(({ id }) => id === step.id)
  return met === undefined ? null : words.result(met)
}

/** What would come of it: its effects as “would”, else the way it would take. */
function useWould(run: Run, { tried, refs }: Replay, step: ComparedStep): string | null {
  const t = useTranslations('replay')
  const language = useRuleLanguage()
  const { would } = step
  if (would === null || tried.plan === null) return null
  const names = namesOf({ ...run, refs })
  const effects = (would.would ?? []).map(({ prediction }) => t(prediction.would === 'no change' ? 'wouldNothing' : 'wouldDo', { what: toText(prediction.describe, language, names) }))
  if (effects.length > 0) return effects.join(' ')
  const port = would.port === undefined ? null : portColumn({ port: would.port, ...(would.ports === undefined ? {} : { ports: would.ports }) })
  const told = explainStep(tried.plan, step.id, { state: would.state, port, reason: would.reason ?? null, detail: would.detail ?? null })
  return capital(toText(told.result, language, names), language.locale)
}

function capital(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}
