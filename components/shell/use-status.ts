'use client'
import { useQuery } from '@tanstack/react-query'
import { useTRPC, type Outputs } from '../data/trpc'

export type Status = Outputs['workspace']['status']
export type EngineState = 'running' | 'starting' | 'offline'

/** Engine, queue and accounts for status bar and rail; asked again when a change says so, and every half minute because ages go on. */
export function useStatus() {
  const trpc = useTRPC()
  return useQuery(trpc.workspace.status.queryOptions(undefined, { refetchInterval: 30_000 }))
}

/** `starting` until the engine has answered for the first time. */
export function engineState({ engine }: Status): EngineState {
  if (engine.answering) return 'running'
  return engine.seenAt === null ? 'starting' : 'offline'
}

/** Accounts that wait for a person. */
export function accountsInNeed({ accounts }: Status): Status['accounts'] {
  return accounts.filter(({ state }) => state === 'failing' || state === 'signed out')
}

/** Executions and mails on their way. */
export function queueDepth({ executionsOpen, mailsOpen, dispatchesWaiting }: Status): number {
  const moving = (counts: Readonly<Record<string, number>>, states: readonly string[]) => states.reduce((sum, state) => sum + (counts[state] ?? 0), 0)
  return Math.max(dispatchesWaiting, moving(executionsOpen, ['queued', 'running', 'retrying'])) + moving(mailsOpen, ['queued', 'sending', 'deferred'])
}
