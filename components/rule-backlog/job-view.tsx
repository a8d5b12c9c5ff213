'use client'
import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, CircleStop, FileClock, Pause, Play } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC, type Outputs } from '../data/trpc'
import { useFailed } from '../data/use-failed'
import { useFormats } from '../language/language-provider'
import { Time } from '../language/time'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import { Checkbox } from '../ui/checkbox'
import { ConfirmDialog } from '../ui/dialog'
import { IconButton } from '../ui/icon-button'
import { Notice } from '../ui/notice'
import { SkeletonRows } from '../ui/skeleton'
import { Tag } from '../ui/tag'
import { JobItems } from './job-items'

type Job = Outputs['rule']['backlog']['get']

const LOOK_MILLISECONDS = 1_500

/** One job: how far it has come, what can be done about it, and what became of each mail. */
export function JobView({ id, onBack }: { id: string; onBack: (() => void) | null }) {
  const t = useTranslations('backlog')
  const trpc = useTRPC()
  const job = useQuery({ ...trpc.rule.backlog.get.queryOptions({ id }), staleTime: 0, refetchInterval: ({ state }) => (state.data?.state === 'running' ? LOOK_MILLISECONDS : false) })
  if (job.isPending) return <SkeletonRows rows={5} rowClassName="h-10" />
  if (job.isError) return <QueryError what={t('jobs')} error={job.error} onRetry={() => void job.refetch()} />
  return (
    <section aria-label={t('job')} className="flex flex-col gap-3">
      <Head job={job.data} onBack={onBack} />
      <Progress job={job.data} />
      <Standing job={job.data} />
      <JobItems job={job.data} />
    </section>
  )
}

function Head({ job, onBack }: { job: Job; onBack: (() => void) | null }) {
  const t = useTranslations('backlog')
  const { scopes, mayRunRules } = useMe()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const failed = useFailed()
  const [aborting, setAborting] = useState(false)
  const [cancelRunning, setCancelRunning] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: [['rule', 'backlog']] })
  const change = (what: string) => ({ onSuccess: refresh, onError: (error: unknown) => failed(what, error), onSettled: () => setAborting(false) })
  const pause = useMutation(trpc.rule.backlog.pause.mutationOptions(change(t('pause'))))
  const resume = useMutation(trpc.rule.backlog.resume.mutationOptions(change(t('resume'))))
  const abort = useMutation(trpc.rule.backlog.abort.mutationOptions(change(t('abort'))))
  const isOpen = job.state === 'running' || job.state === 'paused'
  return (
    <div className="flex flex-wrap items-center gap-2">
      {onBack !== null && <IconButton icon={ArrowLeft} label={t('back')} onClick={onBack} className="-ms-1.5" />}
      <span className="min-w-52 flex-1">
        <span className="flex flex-wrap items-center gap-2 font-medium">
          {t(`state.${job.state}`)}
          {job.mode === 'dry run' && <Tag tone="dryRun">{t('dryRun')}</Tag>}
          <Tag tone="fact">{t('version', { number: job.version })}</Tag>
        </span>
        <span className="block truncate text-12 text-ink-3">
          {t('by', { who: job.person?.name ?? t('somebody') })} · <Time at={job.createdAt} />
        </span>
      </span>
      {isOpen && scopes.includes('write') && (
        <span className="flex gap-2">
          {job.state === 'running' && <Button icon={Pause} busy={pause.isPending} onClick={() => pause.mutate({ id: job.id })}>{t('pause')}</Button>}
          {job.state === 'paused' && mayRunRules && <Button icon={Play} look="primary" busy={resume.isPending} onClick={() => resume.mutate({ id: job.id })}>{t('resume')}</Button>}
          <Button icon={CircleStop} onClick={() => setAborting(true)}>{t('abort')}</Button>
        </span>
      )}
      <ConfirmDialog
        open={aborting}
        onOpenChange={setAborting}
        title={t('abortTitle', { left: job.pending })}
        description={<Checkbox className="mt-1" label={t('cancelRunning')} help={t('cancelRunningHelp')} checked={cancelRunning} onChange={setCancelRunning} />}
        consequences={[{ icon: CircleStop, text: t('abortMeans', { left: job.pending }) }, { icon: FileClock, text: t('abortKeeps') }]}
        confirmLabel={t('abort')}
        busy={abort.isPending}
        onConfirm={() => abort.mutate({ id: job.id, cancelRunning })}
      />
    </div>
  )
}

function Progress({ job }: { job: Job }) {
  const t = useTranslations('backlog')
  const formats = useFormats()
  const looked = job.total - job.pending
  const parts = [['executed', job.started], ['notMatched', job.notMatched], ['passedOver', job.passedOver + job.gone], ['failed', job.failed + (job.executions.failed ?? 0) + (job.executions.uncertain ?? 0)], ['left', job.pending]] as const
  return (
    <div>
      <div role="progressbar" aria-label={t('progress')} aria-valuemin={0} aria-valuemax={job.total} aria-valuenow={looked} className="h-2 overflow-hidden rounded-full bg-muted-soft">
        <div className="h-full rounded-full bg-accent" style={{ width: `${job.total === 0 ? 100 : (looked / job.total) * 100}%` }} />
      </div>
      <p className="mt-1 text-12 text-ink-2">{t('lookedAt', { looked: formats.number(looked), total: formats.number(job.total) })}</p>
      <dl className="mt-2 grid grid-cols-5 gap-2 max-sm:grid-cols-2">
        {parts.map(([part, count]) => (
          <div key={part} className="flex flex-col-reverse rounded-node border border-line px-2.5 py-1.5">
            <dt className="truncate text-12 text-ink-3">{t(`part.${part}`)}</dt>
            <dd className={count > 0 && part === 'failed' ? 'font-strong text-danger-ink tabular-nums' : 'font-strong tabular-nums'}>{formats.number(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

const HELD = { budget: 'budget', 'rule paused': 'rulePaused', 'automation off': 'automationOff' } as const

/** Why it stands still, where it does. */
function Standing({ job }: { job: Job }) {
  const t = useTranslations('backlog')
  if (job.heldBecause !== null) return <Notice icon={Pause} tone="warning">{t(`held.${HELD[job.heldBecause]}`)}</Notice>
  if (job.pausedBecause === 'halted') return <Notice icon={Pause} tone="warning">{t('held.halted')}</Notice>
  if (job.pausedBecause === 'rule deleted') return <Notice icon={CircleStop}>{t('held.ruleDeleted')}</Notice>
  return null
}
