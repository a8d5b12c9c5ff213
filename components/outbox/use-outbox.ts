'use client'
import { useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import type { OutgoingQuestion } from './outbox-url'

/** The mails of a filter, page by page. */
export function useOutbox(question: OutgoingQuestion) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(trpc.outbox.list.infiniteQueryOptions({ filter: question }, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }))
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data])
  return { query, rows }
}

/** Counts, failures by cause, and how each server fares. */
export function useOutboxSummary() {
  const trpc = useTRPC()
  return useQuery(trpc.outbox.summary.queryOptions())
}
