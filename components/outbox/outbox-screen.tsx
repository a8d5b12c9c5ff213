'use client'
import { useCallback, useState } from 'react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { useCommand } from '../keyboard/use-command'
import { Main, SectionToggle } from '../shell/panes'
import { QuickSearch } from '../ui/quick-search'
import { SkeletonRows } from '../ui/skeleton'
import { Toolbar } from '../ui/toolbar'
import { OutboxEmpty } from './outbox-empty'
import { FailureGroups } from './failure-groups'
import { FilterChips } from './filter-chips'
import { OutboxList } from './outbox-list'
import { OutboxSection } from './outbox-section'
import { outboxAddress, useOutboxUrl } from './outbox-url'
import { SelectionBar } from './selection-bar'
import { ServerStrip } from './server-strip'
import { useOutbox, useOutboxSummary } from './use-outbox'

/** All mail that leaves: what is under way, what failed and why, what left. */
export function OutboxScreen() {
  const t = useTranslations('outbox')
  const router = useRouter()
  const { filter, question, change, clear, isFiltered } = useOutboxUrl()
  const { query, rows } = useOutbox(question)
  const summary = useOutboxSummary().data
  const [focused, setFocused] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows.filter(({ id }) => selected.has(id))
  const open = (id: string) => router.push(outboxAddress(filter, `/outbox/${id}`))
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  useCommand('outbox.nextFailure', () => {
    const from = rows.findIndex(({ id }) => id === focused)
    const next = [...rows.slice(from + 1), ...rows.slice(0, from + 1)].find(({ state }) => state === 'failed' || state === 'uncertain')
    if (next === undefined) return false
    setFocused(next.id)
  })
  return (
    <>
      <OutboxSection filter={filter} inList />
      <Main label={t('title')}>
        {chosen.length > 0 ? (
          <SelectionBar mails={chosen} onDone={() => setSelected(new Set())} />
        ) : (
          <Toolbar>
            <SectionToggle />
            <h1 className="sr-only">{t('title')}</h1>
            <QuickSearch label={t('search')} value={filter.q} onChange={(q) => change({ q }, 'replace')} />
          </Toolbar>
        )}
        {summary !== undefined && <ServerStrip servers={summary.servers} />}
        {summary !== undefined && !isFiltered && <FailureGroups groups={summary.failures} />}
        <FilterChips filter={filter} onChange={change} onClear={clear} />
        {query.isError && rows.length === 0 ? (
          <QueryError what={t('title')} error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows rows={10} rowClassName="h-[46px] max-lg:h-[79px]" />
        ) : rows.length === 0 ? (
          <OutboxEmpty filter={filter} isFiltered={isFiltered} onClear={clear} />
        ) : (
          <OutboxList rows={rows} focusedId={focused} onFocusChange={setFocused} onOpen={open} selectedIds={selected} onSelectedChange={setSelected} onNearEnd={more} {...(hasNextPage ? {} : { total: rows.length })} />
        )}
      </Main>
    </>
  )
}
