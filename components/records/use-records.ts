'use client'
import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import type { RecordQuestion } from './record-url'

/** The records of a filter, page by page. */
export function useRecords(question: RecordQuestion) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(trpc.record.list.infiniteQueryOptions({ filter: question }, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  return { query, rows }
}

/** How many there are per type and stage, whatever is filtered. */
export function useRecordCounts() {
  const trpc = useTRPC()
  return useQuery(trpc.record.list.queryOptions({ limit: 1 })).data?.counts
}

/** Who records can be given to. */
export function useMembers() {
  const trpc = useTRPC()
  return useQuery(trpc.workspace.get.queryOptions()).data?.members ?? NOBODY
}

const NOBODY: readonly { userId: string; name: string }[] = []
