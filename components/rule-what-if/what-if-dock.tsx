'use client'
import { History, Square } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useFormats } from '../language/language-provider'
import { useEditor } from '../rule-editor/editor-context'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { Scroll } from '../ui/pane'
import { Select } from '../ui/select'
import { SkeletonRows } from '../ui/skeleton'
import { PERIODS, type Period, type WhatIfStatus } from './use-what-if'
import { WhatIfCounts } from './what-if-counts'
import { WhatIfDays } from './what-if-days'
import { WhatIfMails } from './what-if-mails'

/** What the draft would have done with mail that is there already: how much, where, whose, and what changes against the live version. Nothing is sent or changed. */
export function WhatIfDock() {
  const { whatIf } = useEditor()
  const { status } = whatIf
  return (
    <div className="flex min-h-0 flex-1 max-md:flex-col max-md:overflow-y-auto">
      <div className="flex w-(--palette) shrink-0 flex-col gap-2 overflow-y-auto border-line px-4 py-3 md:border-e max-md:w-full max-md:overflow-visible max-md:border-b">
        <Question />
        {status !== null && <Headline status={status} />}
      </div>
      <div className="flex min-h-0 min-w-0 flex-1 flex-col max-md:flex-none">
        <Answer />
      </div>
    </div>
  )
}

const ALL_FOLDERS = 'all'

function Question() {
  const t = useTranslations('whatIf')
  const { whatIf, rule, problems } = useEditor()
  const blocked = problems.some(({ severity }) => severity === 'blocker')
  return (
    <>
      <Select<Period>
        aria-label={t('period')}
        value={whatIf.period}
        onChange={whatIf.setPeriod}
        options={PERIODS.map((value) => ({ value, label: value === 'all' ? t('allTime') : t('days', { count: Number(value) }) }))}
        className="w-full"
      />
      <Select
        aria-label={t('folder')}
        value={whatIf.mailboxId ?? ALL_FOLDERS}
        onChange={(id) => whatIf.setMailbox(id === ALL_FOLDERS ? null : id)}
        options={[{ value: ALL_FOLDERS, label: t('allMail') }, ...rule.references.mailboxes.filter(({ accountId }) => accountId === rule.account.id).map(({ id, name }) => ({ value: id, label: name }))]}
        className="w-full"
      />
      {whatIf.isRunning ? (
        <Button icon={Square} onClick={whatIf.cancel}>
          {t('cancel')}
        </Button>
      ) : (
        <Button look="primary" icon={History} onClick={whatIf.start} disabled={blocked}>
          {whatIf.status === null ? t('start') : t('again')}
        </Button>
      )}
      {whatIf.isStale && !whatIf.isRunning && <p className="text-12 text-warning-ink">{t('stale')}</p>}
    </>
  )
}

function Headline({ status }: { status: WhatIfStatus }) {
  const t = useTranslations('whatIf')
  const formats = useFormats()
  const { counts, total, state } = status
  const { looked, matched, runs, outsideDates, difference, waits, fails } = counts
  const share = looked === 0 ? 0 : matched / looked
  return (
    <div aria-live="polite" className="flex flex-col gap-1.5">
      {state === 'running' && <progress aria-label={t('progress')} max={total ?? undefined} value={total === null ? undefined : looked} className="h-1 w-full appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent" />}
      <p className="text-14 font-strong text-balance">{t('matched', { matched: formats.number(matched), looked: formats.number(looked), share: formats.percent(share), running: state === 'running' ? 'yes' : 'no' })}</p>
      <p className="text-12 text-ink-3">
        {state === 'running'
          ? total !== null && t('lookedOf', { looked: formats.number(looked), total: formats.number(total) })
          : t(`ended.${state}`, { time: formats.duration(status.milliseconds), looked: formats.number(looked), total: formats.number(total ?? looked) })}
      </p>
      {difference !== null && state !== 'failed' && (
        <p className="text-12 text-ink-2">
          {difference.gained + difference.lost + difference.changed === 0 ? t('noDifference', { version: String(status.comparedWith ?? '') }) : t('difference', { version: String(status.comparedWith ?? ''), gained: formats.number(difference.gained), lost: formats.number(difference.lost), changed: formats.number(difference.changed) })}
        </p>
      )}
      {runs < matched && <p className="text-12 text-ink-2">{t('runs', { runs: formats.number(runs) })}</p>}
      {waits > 0 && <p className="text-12 text-ink-2">{t('waits', { count: waits })}</p>}
      {fails > 0 && <p className="text-12 text-warning-ink">{t('fails', { count: fails })}</p>}
      {outsideDates > 0 && <p className="text-12 text-ink-2">{t('outsideDates', { count: outsideDates })}</p>}
    </div>
  )
}

function Answer() {
  const t = useTranslations('whatIf')
  const { whatIf, problems, openDock } = useEditor()
  const { status, error } = whatIf
  const blockers = problems.filter(({ severity }) => severity === 'blocker').length
  if (error !== null && error !== undefined) return <QueryError what={t('thisWhatIf')} error={error} onRetry={whatIf.start} />
  if (status === null) {
    if (whatIf.isRunning) return <SkeletonRows rows={5} rowClassName="h-9" lines={1} />
    if (blockers > 0) return <EmptyState icon={History} title={t('blocked', { count: blockers })} text={t('blockedText')} action={<Button onClick={() => openDock('problems')}>{t('showProblems')}</Button>} className="py-4" />
    return <EmptyState icon={History} title={t('empty')} text={t('emptyText')} className="py-4" />
  }
  if (status.state === 'failed') return <EmptyState icon={History} title={t('failed')} text={t('failedText')} className="py-4" />
  if (status.state === 'done' && status.total === 0) return <EmptyState icon={History} title={t('noMail')} text={t('noMailText')} className="py-4" />
  return (
    <Scroll tabIndex={0} aria-busy={whatIf.isRunning} className="max-md:flex-none max-md:overflow-visible">
      <WhatIfDays status={status} />
      <WhatIfCounts status={status} />
      <WhatIfMails status={status} />
      <p className="px-4 py-2 text-12 text-ink-3">{t('howTimeIsRead')}</p>
    </Scroll>
  )
}
