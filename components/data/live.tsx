'use client'
import { useEffect } from 'react'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { joinLiveChannel, liveState, type Change, type LiveState } from './live-channel'
import { useStore } from './store'
import { useTRPCClient, type Outputs } from './trpc'

/** Screens that show more than the noun that changed. A kind not named here refetches the queries of its own noun (`outgoing server` → `outgoingServer`). */
const ALSO: { readonly [kind: string]: readonly (keyof Outputs)[] } = {
  message: ['mailbox', 'record'],
  execution: ['workspace', 'message', 'rule', 'record'],
  outgoing: ['outbox', 'workspace', 'message', 'record', 'execution'],
  record: ['message'],
  rule: ['message', 'execution'],
  account: ['workspace', 'mailbox'],
  mailbox: ['message', 'workspace'],
  tag: ['message'],
  'follow up': ['record'],
}

/** Changes that come together are answered together. */
const GATHER_MILLISECONDS = 200
const POLL_MILLISECONDS = 30_000

/** Keeps what is shown true. Mounted once, in the shell. */
export function Live() {
  const queryClient = useQueryClient()
  const client = useTRPCClient()
  const state = useStore(liveState)

  useEffect(() => {
    const gathered = gatherer(queryClient)
    const leave = joinLiveChannel(
      (heard, stands) => {
        const subscription = client.live.changes.subscribe(
          {},
          {
            onStarted: () => stands('live'),
            onData: ({ data }) => heard(data),
            onError: () => stands('polling'),
            onConnectionStateChange: ({ state: connection, error }) => stands(connection === 'pending' ? 'live' : error === null ? 'connecting' : 'polling'),
          },
        )
        return () => subscription.unsubscribe()
      },
      (change) => gathered.add(change),
    )
    return () => {
      leave()
      gathered.stop()
    }
  }, [client, queryClient])

  useEffect(() => {
    if (state !== 'polling') return
    const timer = setInterval(() => void queryClient.invalidateQueries(), POLL_MILLISECONDS)
    return () => clearInterval(timer)
  }, [state, queryClient])
  return null
}

export function useLiveState(): LiveState {
  return useStore(liveState, 'connecting')
}

/** The first part of query keys that a change makes stale; null: all of them. */
export function nounsOf({ kind }: Change): readonly string[] | null {
  if (kind === 'everything') return null
  const own = kind.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase())
  return [own, ...(ALSO[kind] ?? [])]
}

function gatherer(queryClient: QueryClient) {
  let nouns: Set<string> | 'all' = new Set()
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const stale = nouns
    nouns = new Set()
    if (stale === 'all') void queryClient.invalidateQueries()
    else for (const noun of stale) void queryClient.invalidateQueries({ queryKey: [[noun]] })
  }
  return {
    add(change: Change) {
      const more = nounsOf(change)
      if (more === null) nouns = 'all'
      else if (nouns !== 'all') for (const noun of more) nouns.add(noun)
      timer ??= setTimeout(flush, GATHER_MILLISECONDS)
    },
    stop: () => clearTimeout(timer),
  }
}
