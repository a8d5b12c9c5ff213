'use client'
import { useState, type ReactNode } from 'react'
import Link from 'next/link'
import { RotateCw, Zap } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { explainStep } from '../../rules/explain'
import { toText } from '../../rules/sentence'
import type { Outputs } from '../data/trpc'
import { recordAddress, outgoingAddress, runAddress } from '../execution/addresses'
import { RerunSheet } from '../execution/rerun-sheet'
import { isOver } from '../execution/run-life'
import { useItemWords, useOutcomeWords, type OutcomeItem } from '../explanation/outcome-words'
import { Time } from '../language/time'
import { useFormats } from '../language/language-provider'
import { useRuleLanguage } from '../sentence/rule-language'
import { useNames } from '../sentence/use-names'
import { StateChip } from '../state/state-chip'
import { STATES } from '../state/states'
import { Button } from '../ui/button'
import { cn } from '../ui/class-names'
import { Icon } from '../ui/icon'
import { Tag } from '../ui/tag'
import { ComparedLines } from './compared-line'

type Run = Outputs['message']['automation']['executions'][number]
type Step = Run['steps'][number]

/** One run of a rule on the mail: its steps in the order they happened, each with the values it saw. */
export function ExecutionBlock({ run }: { run: Run }) {
  const t = useTranslations('inbox')
  const words = useOutcomeWords()
  const formats = useFormats()
  const [rerunning, setRerunning] = useState(false)
  const wait = run.steps.find(({ state }) => state === 'waiting')?.wait
  const shown = run.steps.filter(({ state, reason }) => state !== 'pending' && reason !== 'not on the path taken')
  return (
    <section aria-label={run.ruleName} className="border-b border-line px-4 py-3">
      <div className="flex items-center gap-2">
        <h3 className="min-w-0 truncate font-strong">
          <Link href={`/rules/${run.ruleId}`} className="hover:underline">
            {run.ruleName}
          </Link>
        </h3>
        <span className="shrink-0 text-12 text-ink-3">{t('version', { number: run.version })}</span>
        {run.mode === 'dry run' && <Tag tone="dryRun">{t('dryRun')}</Tag>}
        {run.isHeld && <Tag tone="warning">{t('held')}</Tag>}
        <span className="flex-1" />
        <StateChip state={run.state} until={run.state === 'waiting' ? (wait?.dueAt ?? null) : null} pill />
      </div>
      <p className="mt-1 text-12 text-ink-2">
        {words(run)}
        {run.durationMilliseconds !== null && run.durationMilliseconds > 0 && run.endedAt !== null && <span className="text-ink-3">{` · ${formats.duration(run.durationMilliseconds)}`}</span>}
      </p>
      {run.isHeld && (
        <p className="mt-1 text-12 text-warning-ink">
          {t('heldWhy')}{' '}
          <Link href={`/rules/${run.ruleId}`} className="font-medium underline underline-offset-2">
            {t('heldDecide')}
          </Link>
        </p>
      )}
      <ol className="mt-2 flex flex-col gap-1.5 text-12">
        {shown.map((step, index) => (
          <StepRow key={step.stepId} run={run} step={step} timed={index === 0 || formats.clock(step.startedAt, 'seconds') !== formats.clock(shown[index - 1]?.startedAt ?? step.startedAt, 'seconds')} />
        ))}
      </ol>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="s" asChild>
          <Link href={runAddress(run.id)}>{t('openRun')}</Link>
        </Button>
        {isOver(run.state) && (
          <Button size="s" icon={RotateCw} onClick={() => setRerunning(true)}>
            {t('rerun')}
          </Button>
        )}
      </div>
      {rerunning && <RerunSheet id={run.id} onClose={() => setRerunning(false)} />}
    </section>
  )
}

/** `timed`: at another second than the step before. */
function StepRow({ run, step, timed }: { run: Run; step: Step; timed: boolean }) {
  const language = useRuleLanguage()
  const names = useNames()
  const say = useItemWords()
  const isTrigger = run.plan?.skeleton.steps.some(({ id, work }) => id === step.stepId && work === 'trigger') ?? false
  const story = run.plan === null ? null : explainStep(run.plan, step.stepId, step)
  const items = run.outcome.filter((item) => item.step === step.stepId && item.kind !== 'branch')
  const look = STATES[step.state]
  const purpose = capital(story === null ? step.stepId : story.name || toText(story.purpose, language, names), language.locale)
  const result = isTrigger ? null : items.length > 0 ? items.map((item) => <ItemWords key={`${item.kind} ${say(item)}`} item={item} text={capital(say(item), language.locale)} />) : toText(story?.result ?? [], language, names)
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)_auto] gap-x-2">
      <span className={cn('pt-px', isTrigger ? 'text-ink-2' : look.ink)}>
        <Icon of={isTrigger ? Zap : look.icon} size={14} className={look.word === 'running' ? 'animate-spin' : ''} />
      </span>
      <div className="min-w-0">
        <Words purpose={purpose} result={result} isDone={items.length > 0} />
        {step.compared !== null && step.compared.length > 0 && (
          <div className="mt-1">
            <ComparedLines rows={step.compared} />
          </div>
        )}
        {step.error && items.length === 0 && <p className="text-danger-ink">{step.error.message}</p>}
      </div>
      {timed && <Time at={step.startedAt} as="seconds" className="text-11 leading-4 text-ink-3" />}
    </li>
  )
}

/** What it did says more than what it was for. */
function Words({ purpose, result, isDone }: { purpose: string; result: ReactNode; isDone: boolean }) {
  if (isDone) return <p className="text-ink">{result}</p>
  return (
    <p className="text-ink [overflow-wrap:anywhere]">
      {purpose}
      {result !== null && result !== '' && <span className="text-ink-3"> · {result}</span>}
    </p>
  )
}

/** What was done, with the way to what it made. */
function ItemWords({ item, text }: { item: OutcomeItem; text: string }) {
  const ref = item.kind === 'effect' ? item.ref : null
  const href = ref?.kind === 'record' ? recordAddress(ref.id) : ref?.kind === 'outgoing' ? outgoingAddress(ref.id) : null
  if (href === null) return <span className="block">{text}</span>
  return (
    <Link href={href} className="block font-medium text-accent-ink hover:underline">
      {text}
    </Link>
  )
}

function capital(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}
