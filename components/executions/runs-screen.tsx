'use client'
import { useEffect, useMemo, useState } from 'react'
import { useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useStore } from '../data/store'
import { isOver } from '../execution/run-life'
import { RerunSheet } from '../execution/rerun-sheet'
import { mailAddress, runAddress } from '../execution/addresses'
import { useCommand } from '../keyboard/use-command'
import { Main } from '../shell/panes'
import { FilterBar } from './filter-chips'
import { Histogram } from './histogram'
import { nextFailing, runOrder } from './run-order'
import { isBad } from './run-row'
import { RunsBody } from './runs-body'
import { RunsSection } from './runs-section'
import { RunsToolbar } from './runs-toolbar'
import { SelectionBar } from './selection-bar'
import { useRunFilter } from './use-run-filter'
import { useFacets, useHistogram, useRuns } from './use-runs'

/** All runs: what happened to which mail, and what needs a look. */
export function RunsScreen() {
  const t = useTranslations('executions')
  const router = useRouter()
  const search = useSearchParams().toString()
  const state = useRunFilter()
  const { filter, change } = state
  const runs = useRuns(state)
  const facets = useFacets(state).data
  const bars = useHistogram(state).data ?? []
  const opened = useStore(runOrder).openedId
  const [focusedId, setFocusedId] = useState(opened)
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set())
  const [rerunId, setRerunId] = useState<string | null>(null)
  const { rows } = runs
  const selected = useMemo(() => rows.filter(({ id }) => selectedIds.has(id)), [rows, selectedIds])
  const focused = rows.find(({ id }) => id === focusedId)

  const order = useMemo(() => ({ ids: rows.map(({ id }) => id), failing: new Set(rows.filter(isBad).map(({ id }) => id)) }), [rows])
  useEffect(() => runOrder.update((old) => ({ ...old, ...order, search })), [order, search])
  const open = (id: string) => {
    runOrder.update((old) => ({ ...old, openedId: id }))
    router.push(runAddress(id))
  }
  useCommand('runs.nextFailure', () => {
    const next = nextFailing(order, focusedId)
    return next === null ? false : setFocusedId(next)
  })
  const mail = focused === undefined ? null : mailAddress(focused)
  useCommand('runs.openMail', () => (mail === null ? false : router.push(mail)))
  useCommand('runs.rerun', () => (focused === undefined || !isOver(focused.state) ? false : setRerunId(focused.id)))

  return (
    <>
      <RunsSection facets={facets} filter={filter} change={change} />
      <Main label={t('title')}>
        {selected.length > 0 ? <SelectionBar runs={selected} onDone={() => setSelectedIds(new Set())} /> : <RunsToolbar filter={filter} change={change} />}
        <FilterBar state={state} facets={facets} />
        <Histogram state={state} bars={bars} total={facets?.total} />
        <RunsBody state={state} runs={runs} facets={facets} list={{ focusedId, onFocusChange: setFocusedId, onOpen: open, selectedIds, onSelectedChange: setSelectedIds }} />
      </Main>
      {rerunId !== null && <RerunSheet id={rerunId} onClose={() => setRerunId(null)} />}
    </>
  )
}
