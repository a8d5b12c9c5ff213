'use client'
import { useCallback, useMemo } from 'react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'
import type { Scope } from './scope'

const PAGE = 50

/** The threads of a scope and search, page by page along the keyset. */
export function useMessages(scope: Scope, q: string) {
  const trpc = useTRPC()
  const query = useInfiniteQuery(
    trpc.message.list.infiniteQueryOptions({ scope, q, limit: PAGE }, { getNextPageParam: (page) => page.nextCursor, placeholderData: (old, before) => (sameScope(before?.queryKey, scope) ? keepPreviousData(old) : undefined) }),
  )
  const { fetchNextPage, hasNextPage, isFetchingNextPage, data } = query
  const rows = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data])
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  return { query, rows, search: data?.pages[0]?.search ?? null, outgoing: data?.pages[0]?.outgoing ?? [], more, hasMore: hasNextPage }
}

/** While a search is typed the old answer stays; another folder starts empty. */
function sameScope(key: readonly unknown[] | undefined, scope: Scope): boolean {
  const asked = key?.[1]
  return typeof asked === 'object' && asked !== null && JSON.stringify('input' in asked ? asked.input : null).includes(JSON.stringify(scope))
}
