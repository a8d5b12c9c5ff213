'use client'
import { useState } from 'react'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { RuleGraph } from '../../rules/graph'
import { answerOf } from '../data/failure'
import { useTRPC, type Outputs } from '../data/trpc'

export type WhatIfStatus = Outputs['rule']['whatIf']['status']

/** How far back, in days, or everything a folder holds. */
export const PERIODS = ['7', '30', '90', 'all'] as const
export type Period = (typeof PERIODS)[number]

/** The draft asked about mail that is there already. Nothing is written or sent. */
export interface WhatIf {
  readonly period: Period
  readonly setPeriod: (period: Period) => void
  /** Null: all mail that came in. */
  readonly mailboxId: string | null
  readonly setMailbox: (id: string | null) => void
  readonly start: () => void
  readonly cancel: () => void
  /** Null before the first question, and when its answer is no longer kept. */
  readonly status: WhatIfStatus | null
  readonly isRunning: boolean
  /** The draft, or what was chosen, is not what was asked about any more. */
  readonly isStale: boolean
  readonly error: unknown
}

const POLL_MILLISECONDS = 300
const DAY = 86_400_000

export function useWhatIf({ ruleId, graph }: { ruleId: string; graph: RuleGraph }): WhatIf {
  const trpc = useTRPC()
  const [period, setPeriod] = useState<Period>('30')
  const [mailboxId, setMailbox] = useState<string | null>(null)
  const [asked, setAsked] = useState<{ readonly id: string; readonly question: string } | null>(null)
  const question = JSON.stringify([period, mailboxId, meaningOf(graph)])
  const starting = useMutation(trpc.rule.whatIf.start.mutationOptions())
  const cancelling = useMutation(trpc.rule.whatIf.cancel.mutationOptions())
  const polled = useQuery(
    trpc.rule.whatIf.status.queryOptions(
      { id: asked?.id ?? '' },
      { enabled: asked !== null, staleTime: 0, placeholderData: keepPreviousData, refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? POLL_MILLISECONDS : false) },
    ),
  )
  const status = asked === null ? null : (polled.data ?? null)
  // Half an hour after its end, or when Postroom was started again, an answer is gone: then one simply asks again.
  const isGone = answerOf(polled.error).code === 'not found'
  return {
    period,
    setPeriod,
    mailboxId,
    setMailbox,
    start: () => {
      const since = period === 'all' ? null : new Date(Date.now() - Number(period) * DAY)
      starting.mutate({ ruleId, graph, since, mailboxId }, { onSuccess: ({ id }) => setAsked({ id, question }) })
    },
    cancel: () => asked !== null && cancelling.mutate({ id: asked.id }, { onSettled: () => void polled.refetch() }),
    status: isGone ? null : status,
    isRunning: starting.isPending || (asked !== null && !polled.isError && (status === null || status.state === 'running' || status.id !== asked.id)),
    isStale: asked !== null && asked.question !== question,
    error: starting.error ?? (isGone ? null : polled.error),
  }
}

/** The drawing without where things stand. */
function meaningOf({ nodes, edges, ...settings }: RuleGraph): unknown {
  return [settings, nodes.map(({ position: _, ...node }) => node), edges.map(({ from, port, to }) => [from, port, to])]
}
