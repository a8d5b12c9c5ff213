'use client'
import { useTranslations } from 'next-intl'
import type { Plan } from '../../rules/rule-plan'
import type { DryRun, DryStep } from '../../rules/dry-run'
import { explainStep } from '../../rules/explain'
import type { GraphNode } from '../../rules/graph'
import { portColumn } from '../../rules/plan/ledger'
import { toText } from '../../rules/sentence'
import { ValueCompare } from '../explanation/value-compare'
import { nodeOf, portsOf } from '../rule-document/document'
import { useRuleLanguage } from '../sentence/rule-language'
import { RoleTile } from '../state/role-tile'
import { stepIcon } from '../state/step-icons'
import { roleOf } from '../rule-document/document'
import { Segmented } from '../ui/segmented'
import { cn } from '../ui/class-names'
import { useEditor, useGraph, useSelected } from './editor-context'
import { useStepWords } from './use-step-words'

/** Each step the mail reached: what it compared, what it would do, and for a wait what would come after it. */
export function TrialSteps({ run, plan, only }: { run: DryRun; plan: Plan; only?: string }) {
  const t = useTranslations('editor')
  const steps = run.steps.filter(({ id, state, reason }) => (only === undefined || id === only) && state !== 'pending' && reason !== 'not on the path taken')
  const passed = run.steps.length - steps.length
  return (
    <>
      <ol>
        {steps.map((step) => (
          <TrialStep key={step.id} step={step} plan={plan} isOnly={only !== undefined} />
        ))}
      </ol>
      {only === undefined && passed > 0 && <p className="px-4 py-2 text-12 text-ink-3">{t('notReached', { count: passed })}</p>}
    </>
  )
}

function TrialStep({ step, plan, isOnly }: { step: DryStep; plan: Plan; isOnly: boolean }) {
  const { names, rule, show, trial } = useEditor()
  const language = useRuleLanguage()
  const words = useStepWords(names, rule.account.name)
  const drawn = useGraph()
  const node = nodeOf(trial.version === null ? drawn : (trial.rehearsal?.graph ?? drawn), step.id)
  const selected = useSelected().at(-1) === step.id && !isOnly
  if (node === null) return null
  const told = explainStep(plan, step.id, { state: step.state, port: step.port === undefined ? null : portColumn({ port: step.port, ports: step.ports }), reason: step.reason ?? null, detail: step.detail ?? null, because: step.because ?? null })
  const t = useTranslations('editor')
  const would = (step.would ?? []).map(({ prediction }) => t(prediction.would === 'no change' ? 'wouldNothing' : 'would', { what: toText(prediction.describe, language, names) }))
  return (
    <li className={cn('border-b border-line', selected && 'bg-selected shadow-[inset_3px_0_0_var(--accent)]')}>
      {!isOnly && (
        <button type="button" onClick={() => show(step.id)} className="ring-inside flex min-h-9 w-full items-center gap-2.5 px-4 py-1.5 text-start hover:bg-hover">
          <RoleTile role={roleOf(node) ?? 'action'} icon={stepIcon(node.type)} size="s" />
          <span className="w-2/5 shrink-0 truncate font-medium">{words.title(node)}</span>
          <Result would={would} result={toText(told.result, language, names)} />
        </button>
      )}
      {isOnly && would.length + told.because.length === 0 && <p className="pb-2 text-ink-2">{toText(told.result, language, names)}</p>}
      {isOnly && would.length > 0 && <Result would={would} result="" />}
      {step.wait !== undefined && <WaitChoice node={node} ports={portsOf(node)} />}
      {told.because.length > 0 && <ValueCompare rows={told.because} names={names} className={isOnly ? '' : 'mx-4 mb-2.5'} />}
    </li>
  )
}

function Result({ would, result }: { would: readonly string[]; result: string }) {
  return <span className="min-w-0 flex-1 text-ink-2">{would.length === 0 ? result : would.join(' ')}</span>
}

/** Never a port: ports are one word. */
const STILL = 'still waiting'

/** A test ends at its first wait unless one says how the wait would end. */
function WaitChoice({ node, ports }: { node: GraphNode; ports: readonly string[] }) {
  const t = useTranslations('editor')
  const { trial, names, rule } = useEditor()
  const words = useStepWords(names, rule.account.name)
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-2 text-12 text-ink-2">
      {t('waitOutcome')}
      <Segmented
        size="s"
        label={t('waitOutcome')}
        value={trial.outcomes[node.id] ?? STILL}
        onChange={(port) => trial.setOutcome(node.id, port === STILL ? null : port)}
        options={[{ value: STILL, label: t('stillWaiting') }, ...ports.filter((port) => port !== 'error').map((port) => ({ value: port, label: words.port(node, port) }))]}
      />
    </div>
  )
}
