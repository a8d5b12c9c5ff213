'use client'
import { useTranslations } from 'next-intl'
import { brief } from '../execution/brief'
import { useOutcomeWords } from '../explanation/outcome-words'
import { nameOf } from '../inbox/people'
import { useFormats } from '../language/language-provider'
import { useNow } from '../language/now'
import { Time } from '../language/time'
import { ModeTag } from '../state/mode-tag'
import { StateChip } from '../state/state-chip'
import { cn } from '../ui/class-names'
import { Checkbox } from '../ui/checkbox'
import type { RowState } from '../ui/virtual-list'
import type { RunRow as Run } from './use-runs'
import { useTriggerName } from './use-trigger-name'

/** The columns of the list; its head uses the same. */
export const COLUMNS = 'grid grid-cols-[16px_84px_128px_minmax(0,1fr)_minmax(120px,176px)_64px] items-center gap-x-4 px-4'

export interface RunRowProps {
  run: Run
  row: RowState
  onToggle: () => void
}

/** One run in columns: when, state, who and what over what it came to, the rule over account and trigger, how long. */
export function RunRow({ run, row, onToggle }: RunRowProps) {
  const t = useTranslations('executions')
  const formats = useFormats()
  const triggerName = useTriggerName()
  const words = useOutcomeWords()
  const outcome = words(run)
  return (
    <div className={cn(COLUMNS, 'h-full border-b border-line hover:bg-hover', row.selected && 'bg-selected hover:bg-selected', row.focused && 'bg-selected shadow-[inset_3px_0_0_var(--accent)] hover:bg-selected')}>
      <span className="contents" onClick={(event) => event.stopPropagation()}>
        <Checkbox bare label={t('selectRun', { who: run.messageId === null ? triggerName(run.trigger) : run.fromName || run.fromAddress, subject: run.subject })} checked={row.selected} onChange={onToggle} />
      </span>
      <Started at={run.createdAt} />
      <span className="flex min-w-0 flex-col items-start gap-0.5">
        <StateChip state={run.state} />
        {run.mode === 'dry run' && <ModeTag mode="dry run" />}
      </span>
      <span className="min-w-0">
        <span className="block truncate" title={run.subject}>
          <About run={run} />
        </span>
        <span className={cn('block truncate text-12', outcomeInk(run))} title={outcome}>
          {outcome}
        </span>
      </span>
      <span className="min-w-0 text-12">
        <span className="block truncate text-13 text-ink-2" title={run.ruleName}>
          {run.ruleName} <span className="text-ink-3">{t('version', { number: run.version })}</span>
        </span>
        <span className="block truncate text-ink-3" title={run.accountAddress}>
          {t(run.rerunOf === null ? 'accountAndTrigger' : 'accountAndRerun', { account: run.accountName, trigger: triggerName(run.trigger) })}
        </span>
      </span>
      <span className="text-end whitespace-nowrap text-ink-3" title={run.durationMilliseconds === null ? undefined : formats.duration(run.durationMilliseconds)}>
        {run.durationMilliseconds === null ? '' : run.durationMilliseconds === 0 ? t('steps.atOnce') : formats.duration(brief(run.durationMilliseconds))}
      </span>
    </div>
  )
}

/** The same parts below one another, where there is no room for columns. */
export function RunCard({ run, row }: Omit<RunRowProps, 'onToggle'>) {
  const words = useOutcomeWords()
  return (
    <div className={cn('flex h-full flex-col justify-center gap-0.5 border-b border-line px-4', row.selected && 'bg-selected', row.focused && 'bg-selected shadow-[inset_3px_0_0_var(--accent)]')}>
      <span className="flex items-center gap-2">
        <StateChip state={run.state} />
        {run.mode === 'dry run' && <ModeTag mode="dry run" />}
        <span className="min-w-0 flex-1 truncate text-end text-12 text-ink-3 max-sm:hidden">{run.ruleName}</span>
        <span className="ms-auto text-12 text-ink-3">
          <Started at={run.createdAt} inline />
        </span>
      </span>
      <span className="truncate text-14">
        <About run={run} />
      </span>
      <span className={cn('truncate text-12', outcomeInk(run))}>{words(run)}</span>
    </div>
  )
}

/** The mail it is about, else what set it off. */
function About({ run }: { run: Run }) {
  const t = useTranslations('executions')
  const triggerName = useTriggerName()
  if (run.messageId === null) return <span className="font-medium">{triggerName(run.trigger)}</span>
  return (
    <>
      <span className="font-medium">{nameOf({ name: run.fromName, address: run.fromAddress })}</span> <span className="text-ink-2">{run.subject || t('noSubject')}</span>
    </>
  )
}

function outcomeInk({ state }: Run): string {
  if (state === 'failed') return 'text-danger-ink'
  return state === 'uncertain' ? 'text-warning-ink' : 'text-ink-3'
}

/** What needs a look. */
export function isBad({ state }: Pick<Run, 'state'>): boolean {
  return state === 'failed' || state === 'uncertain'
}

/** To the second today; else the day over the minute. */
function Started({ at, inline = false }: { at: Date; inline?: boolean }) {
  const formats = useFormats()
  const now = useNow()
  if (formats.day(at, now) === 'today') return <Time at={at} as="seconds" className="whitespace-nowrap text-ink-2" />
  if (inline) {
    return (
      <span className="flex gap-1.5">
        <Time at={at} /> <Time at={at} as="clock" />
      </span>
    )
  }
  return (
    <span className="flex flex-col text-12 whitespace-nowrap">
      <Time at={at} className="text-13 text-ink-2" />
      <Time at={at} as="clock" className="text-ink-3" />
    </span>
  )
}
