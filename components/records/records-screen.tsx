'use client'
import { useCallback, useState } from 'react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { QueryError } from '../data/query-error'
import { Main, SectionToggle, useMedia } from '../shell/panes'
import { Checkbox } from '../ui/checkbox'
import { QuickSearch } from '../ui/quick-search'
import { Select } from '../ui/select'
import { SkeletonRows } from '../ui/skeleton'
import { Spacer, Toolbar } from '../ui/toolbar'
import { VirtualList } from '../ui/virtual-list'
import { COLUMNS, RecordCard, RecordRow } from './record-row'
import { recordsAddress, useRecordUrl, type RecordRow as Item } from './record-url'
import { RecordsEmpty } from './records-empty'
import { RecordsSection } from './records-section'
import { SelectionBar } from './selection-bar'
import { useMembers, useRecords } from './use-records'

const ANYONE = 'anyone'

/** Tickets and leads that mail made, last changed first. */
export function RecordsScreen() {
  const t = useTranslations('records')
  const router = useRouter()
  const wide = useMedia('(min-width: 1024px)')
  const { filter, question, change, clear, isFiltered } = useRecordUrl()
  const { query, rows } = useRecords(question)
  const members = useMembers()
  const [focused, setFocused] = useState<string | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const chosen = rows.filter(({ id }) => selected.has(id))
  const toggle = (id: string) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [fetchNextPage, hasNextPage, isFetchingNextPage])
  return (
    <>
      <RecordsSection filter={filter} inList />
      <Main label={t('title')}>
        {chosen.length > 0 ? (
          <SelectionBar records={chosen} onDone={() => setSelected(new Set())} />
        ) : (
          <Toolbar>
            <SectionToggle />
            <h1 className="sr-only">{filter.type === null ? t('title') : t(`types.${filter.type}`)}</h1>
            <QuickSearch label={t('search')} value={filter.q} onChange={(q) => change({ q }, 'replace')} />
            <Spacer />
            <Select
              aria-label={t('assignedTo')}
              look="flat"
              value={filter.who ?? ANYONE}
              onChange={(who) => change({ who: who === ANYONE ? null : who })}
              options={[{ value: ANYONE, label: t('anyone') }, ...members.map(({ userId, name }) => ({ value: userId, label: name }))]}
              className="max-w-44 max-sm:hidden"
            />
          </Toolbar>
        )}
        {query.isError && rows.length === 0 ? (
          <QueryError what={t('title')} error={query.error} onRetry={() => void query.refetch()} />
        ) : query.isPending ? (
          <SkeletonRows rows={10} rowClassName="h-[46px] max-lg:h-[79px]" />
        ) : rows.length === 0 ? (
          <RecordsEmpty filter={filter} isFiltered={isFiltered} onClear={clear} />
        ) : (
          <>
            {wide && <Head checked={chosen.length === 0 ? false : chosen.length === rows.length ? true : 'indeterminate'} onChange={(all) => setSelected(new Set(all ? rows.map(({ id }) => id) : []))} />}
            <VirtualList<Item>
              key={wide ? 'table' : 'cards'}
              label={t('title')}
              items={rows}
              itemId={({ id }) => id}
              rowHeight={wide ? 46 : 79}
              focusedId={focused}
              onFocusChange={setFocused}
              onOpen={(id) => router.push(recordsAddress(filter, `/records/${id}`))}
              selectedIds={selected}
              onSelectedChange={setSelected}
              onNearEnd={more}
              renderRow={(item, row) => (wide ? <RecordRow item={item} row={row} onToggle={() => toggle(item.id)} /> : <RecordCard item={item} row={row} />)}
            />
          </>
        )}
      </Main>
    </>
  )
}

function Head({ checked, onChange }: { checked: boolean | 'indeterminate'; onChange: (all: boolean) => void }) {
  const t = useTranslations('records')
  return (
    <div data-chrome className={`${COLUMNS} h-7 shrink-0 border-b border-line bg-surface text-11 font-medium text-ink-3`}>
      <Checkbox bare label={t('bulk.all')} checked={checked} onChange={() => onChange(checked !== true)} />
      <span>{t('columns.number')}</span>
      <span>{t('columns.title')}</span>
      <span>{t('columns.stage')}</span>
      <span>{t('columns.assignee')}</span>
      <span>{t('columns.madeBy')}</span>
      <span className="text-end">{t('columns.changed')}</span>
    </div>
  )
}
