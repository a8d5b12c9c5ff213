'use client'
import Link from 'next/link'
import { Activity, FilterX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { Button } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { SkeletonRows } from '../ui/skeleton'
import { FilterChips } from './filter-chips'
import { countFilters } from './run-filter'
import { RunList, type RunListProps } from './run-list'
import type { FilterState } from './use-run-filter'
import type { Facets, useRuns } from './use-runs'

export interface RunsBodyProps {
  state: FilterState
  runs: ReturnType<typeof useRuns>
  facets: Facets | undefined
  list: Pick<RunListProps, 'focusedId' | 'onFocusChange' | 'onOpen' | 'selectedIds' | 'onSelectedChange'>
}

/** The list, or why there is none: loading, failed, nothing yet, nothing here. */
export function RunsBody({ state, runs: { query, rows }, facets, list }: RunsBodyProps) {
  const t = useTranslations('executions')
  if (query.isError && rows.length === 0) return <QueryError what={t('title')} error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <SkeletonRows rows={12} rowClassName="h-[47px] max-lg:h-[79px]" />
  if (rows.length === 0) return <NoRuns state={state} facets={facets} />
  const foot = query.isFetchNextPageError ? (
    <QueryError what={t('olderRuns')} error={query.error} onRetry={() => void query.fetchNextPage()} className="border-t border-line" />
  ) : query.isFetchingNextPage ? (
    <p role="status" className="border-t border-line px-4 py-2 text-12 text-ink-3">
      {t('loadingOlder')}
    </p>
  ) : null
  return (
    <RunList
      rows={rows}
      viewKey={query.isPlaceholderData ? 'loading' : JSON.stringify(state.question)}
      total={facets?.total ?? rows.length}
      onNearEnd={() => {
        if (query.hasNextPage && !query.isFetchingNextPage && !query.isError) void query.fetchNextPage()
      }}
      foot={foot}
      {...list}
    />
  )
}

function NoRuns({ state, facets }: Pick<RunsBodyProps, 'state' | 'facets'>) {
  const { filter, change, clear } = state
  const t = useTranslations('executions')
  const anyTime = () => change({ range: 'all', from: null, until: null })
  if (countFilters(filter) > 0) {
    return (
      <EmptyState
        icon={FilterX}
        title={t('empty.filtered')}
        text={t('empty.filteredText', { range: t(`range.${filter.range}`) })}
        filters={<FilterChips state={state} facets={facets} />}
        action={<Button onClick={clear}>{t('empty.clear')}</Button>}
        second={filter.range === 'all' ? null : <Button look="link" onClick={anyTime}>{t('empty.anyTime')}</Button>}
      />
    )
  }
  if (filter.range !== 'all') return <EmptyState icon={FilterX} title={t('empty.quiet', { range: t(`range.${filter.range}`) })} action={<Button onClick={anyTime}>{t('empty.anyTime')}</Button>} />
  return (
    <EmptyState
      icon={Activity}
      title={t('empty.first')}
      text={t('empty.firstText')}
      action={
        <Button asChild look="primary">
          <Link href="/rules">{t('empty.toRules')}</Link>
        </Button>
      }
    />
  )
}
