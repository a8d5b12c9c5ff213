'use client'
import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTRPC, type Outputs } from '../data/trpc'
import type { FilterState } from './use-run-filter'

export type RunRow = Outputs['execution']['list']['rows'][number]
export type Facets = Outputs['execution']['facets']

/** The runs of the filter, page by page. */
export function useRuns({ question }: FilterState) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(trpc.execution.list.infiniteQueryOptions({ filter: question }, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  return { query, rows }
}

/** What each choice beside the list would show. */
export function useFacets({ question }: FilterState) {
  const trpc = useTRPC()
  return useQuery(trpc.execution.facets.queryOptions({ filter: question }, { placeholderData: keepPreviousData }))
}

/** The bars above the list: all of the range, whatever part of it is brushed. */
export function useHistogram({ question, frame: { from, until, bucketSeconds } }: FilterState) {
  const trpc = useTRPC()
  return useQuery(trpc.execution.histogram.queryOptions({ filter: { ...question, from: null, until: null }, from, until, bucketSeconds }, { placeholderData: keepPreviousData }))
}
