'use client'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC, type Outputs } from '../data/trpc'
import { Time } from '../language/time'
import { useMe } from '../shell/me'
import { Button } from '../ui/button'
import { Sheet } from '../ui/sheet'
import { SkeletonRows } from '../ui/skeleton'
import type { AppliedRule } from './applied-rule'
import { ChooseMail } from './choose-mail'
import { JobView } from './job-view'

type Job = Outputs['rule']['backlog']['list'][number]

/**
 * This folder is a rule applied to mail that is there already: what is chosen, what would go out, how far it has come, and what became of each mail. Everything it shows
 * is the server's; nothing is decided here.
 */
export function BacklogSheet({ rule, jobId = null, onClose }: { rule: AppliedRule | null; /** The work to show first; else what is open, or a new one. */ jobId?: string | null; onClose: () => void }) {
  const t = useTranslations('backlog')
  return (
    <Sheet open={rule !== null} onOpenChange={onClose} title={t('title', { rule: rule?.name ?? '' })} className="w-[600px]">
      {rule !== null && <Inside key={rule.id} rule={rule} first={jobId} />}
    </Sheet>
  )
}

function Inside({ rule, first }: { rule: AppliedRule; first: string | null }) {
  const t = useTranslations('backlog')
  const trpc = useTRPC()
  const { mayRunRules, scopes } = useMe()
  const jobs = useQuery({ ...trpc.rule.backlog.list.queryOptions({ ruleId: rule.id }), staleTime: 0 })
  const [shown, setShown] = useState<string | 'new' | null>(first)
  if (jobs.isPending) return <SkeletonRows rows={6} rowClassName="h-12 px-4" />
  if (jobs.isError) return <QueryError what={t('jobs')} error={jobs.error} onRetry={() => void jobs.refetch()} />
  const open = jobs.data.find(({ state }) => state === 'running' || state === 'paused')
  const at = shown ?? open?.id ?? 'new'
  const canStart = mayRunRules && scopes.includes('write') && open === undefined
  return (
    <div className="flex flex-col gap-5 p-4">
      {at !== 'new' ? (
        <JobView key={at} id={at} onBack={canStart || at !== open?.id ? () => setShown(open?.id ?? 'new') : null} />
      ) : canStart ? (
        <ChooseMail rule={rule} onStarted={(id) => void jobs.refetch().then(() => setShown(id))} />
      ) : (
        <p className="text-ink-2">{t('mayNot')}</p>
      )}
      <Earlier jobs={jobs.data.filter(({ id }) => id !== at)} onOpen={setShown} />
    </div>
  )
}

function Earlier({ jobs, onOpen }: { jobs: readonly Job[]; onOpen: (id: string) => void }) {
  const t = useTranslations('backlog')
  if (jobs.length === 0) return null
  return (
    <section aria-label={t('earlier')}>
      <h3 className="mb-1.5 text-12 font-medium text-ink-3">{t('earlier')}</h3>
      <ul className="divide-y divide-line rounded-node border border-line">
        {jobs.map((job) => (
          <li key={job.id} className="flex items-center gap-3 px-3 py-2">
            <History aria-hidden className="size-4 shrink-0 text-ink-3" />
            <span className="min-w-0 flex-1">
              <span className="block truncate">{t(`summary.${job.mode === 'live' ? 'live' : 'dryRun'}`, { total: job.total, started: job.started })}</span>
              <span className="block truncate text-12 text-ink-3">
                <Time at={job.createdAt} /> · {t('version', { number: job.version })} · {t(`state.${job.state}`)}
              </span>
            </span>
            <Button size="s" onClick={() => onOpen(job.id)}>
              {t('open')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
