'use client'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../data/trpc'

/** The open thread. */
export function useThread(id: string | null) {
  const trpc = useTRPC()
  const query = useQuery(trpc.message.thread.queryOptions(id === null ? skipToken : { threadId: id }))
  return { id, data: query.data, isPending: id !== null && query.isPending, error: query.data === undefined ? query.error : null, retry: () => void query.refetch() }
}
