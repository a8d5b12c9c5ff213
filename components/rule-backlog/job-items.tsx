'use client'
import { useState } from 'react'
import Link from 'next/link'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useTRPC, type Outputs } from '../data/trpc'
import { Time } from '../language/time'
import { StateChip } from '../state/state-chip'
import { Button } from '../ui/button'
import { Select } from '../ui/select'
import { SkeletonRows } from '../ui/skeleton'

type Job = Outputs['rule']['backlog']['get']
type Item = Outputs['rule']['backlog']['items']['rows'][number]

const SHOWN = { all: 'all', executed: 'executed', 'not matched': 'notMatched', 'passed over': 'passedOver', failed: 'failed', left: 'left' } as const
type Shown = keyof typeof SHOWN
const CHOICES: readonly Shown[] = ['all', 'executed', 'not matched', 'passed over', 'failed', 'left']

/** What became of each mail, oldest first, with the execution it set off. */
export function JobItems({ job }: { job: Job }) {
  const t = useTranslations('backlog')
  const trpc = useTRPC()
  const [shown, setShown] = useState<Shown>('all')
  const items = useInfiniteQuery(trpc.rule.backlog.items.infiniteQueryOptions({ id: job.id, shown, limit: 50 }, { getNextPageParam: ({ next }) => next, initialCursor: 0, staleTime: 0, refetchInterval: job.state === 'running' ? 3_000 : false }))
  const rows = items.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <section aria-label={t('result')}>
      <div className="mb-1.5 flex items-center justify-between gap-2">
        <h3 className="text-12 font-medium text-ink-3">{t('result')}</h3>
        <Select<Shown> aria-label={t('show')} look="flat" value={shown} onChange={setShown} options={CHOICES.map((value) => ({ value, label: t(`part.${SHOWN[value]}`) }))} />
      </div>
      {items.isPending && <SkeletonRows rows={5} rowClassName="h-12" />}
      {items.isError && <QueryError what={t('result')} error={items.error} onRetry={() => void items.refetch()} />}
      {items.isSuccess && rows.length === 0 && <p className="rounded-node border border-line px-3 py-4 text-center text-ink-3">{t('noneOfThese')}</p>}
      {rows.length > 0 && (
        <ul className="divide-y divide-line rounded-node border border-line">
          {rows.map((item) => (
            <Row key={item.place} item={item} />
          ))}
        </ul>
      )}
      {items.hasNextPage && (
        <Button look="quiet" className="mt-2 w-full" busy={items.isFetchingNextPage} onClick={() => void items.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </section>
  )
}

function Row({ item }: { item: Item }) {
  const t = useTranslations('backlog')
  const { message, execution } = item
  return (
    <li className="flex items-center gap-3 px-3 py-1.5">
      <span className="min-w-0 flex-1">
        <span className="block truncate">{message === null ? t('gone') : message.subject || t('noSubject')}</span>
        {message !== null && (
          <span className="block truncate text-12 text-ink-3">
            {message.fromName || message.fromAddress} · <Time at={message.receivedAt} />
          </span>
        )}
      </span>
      <span className="flex shrink-0 flex-col items-end text-12">
        {item.state === 'started' && execution !== null ? (
          <Link href={`/executions/${execution.id}`} className="hover:underline">
            <StateChip state={execution.state} />
          </Link>
        ) : (
          <span className="text-ink-2">{wordOf()}</span>
        )}
        {item.state !== 'started' && execution !== null && (
          <Link href={`/executions/${execution.id}`} className="text-accent-ink hover:underline">
            {t('seeWinner')}
          </Link>
        )}
      </span>
    </li>
  )

  function wordOf(): string {
    if (item.state === 'pending') return t('part.left')
    if (item.state === 'gone') return t('wasDeleted')
    if (item.state === 'started') return t('part.executed')
    if (item.state === 'failed') return t('unreadable')
    const reason = REASONS[item.reason ?? '']
    return reason === undefined ? t('part.passedOver') : t(`reason.${reason}`)
  }
}

const REASONS: Readonly<Record<string, 'condition' | 'scopeUsed' | 'window' | 'loopGuard' | 'automationOff' | 'limit'>> = {
  condition: 'condition', 'scope used': 'scopeUsed', window: 'window', 'loop guard': 'loopGuard', 'automation off': 'automationOff', limit: 'limit',
}
