'use client'
import { useMemo } from 'react'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import type { Inputs, Outputs } from '../data/trpc'

/** This folder is the outbox: every mail that leaves or left, the truth about its state, and what a person can still do about it. */
export type OutgoingRow = Outputs['outbox']['list']['rows'][number]
export type OutgoingDetail = Outputs['outbox']['get']
export type OutgoingState = OutgoingRow['state']
export type OutgoingStanding = OutgoingRow['standing']
export type OutgoingQuestion = NonNullable<Exclude<Inputs['outbox']['list'], void | undefined>['filter']>

export const TABS = ['scheduled', 'queued', 'deferred', 'failed', 'uncertain', 'accepted', 'returned', 'cancelled'] as const
export type Tab = (typeof TABS)[number]

/** Mail being sent stands with the queued: it is there for a second. */
export function statesOf(tab: Tab): readonly OutgoingStanding[] {
  return tab === 'queued' ? ['queued', 'sending'] : [tab]
}

export interface OutboxFilter {
  readonly state: Tab | null
  readonly by: 'rules' | 'people' | null
  readonly error: string | null
  readonly q: string
}

/** The filter of the address. It goes along to a mail and back, so that the way back leads to the same list. */
export function useOutboxUrl() {
  const [filter, set] = useQueryStates(
    { state: parseAsStringLiteral(TABS), by: parseAsStringLiteral(['rules', 'people'] as const), error: parseAsString, q: parseAsString.withDefault('') },
    { history: 'push' },
  )
  const question = useMemo(() => questionOf(filter), [filter])
  return {
    filter,
    question,
    change: (change: Partial<OutboxFilter>, how: 'push' | 'replace' = 'push') => void set(change, { history: how }),
    clear: () => void set({ state: null, by: null, error: null, q: null }),
    isFiltered: filter.by !== null || filter.error !== null || filter.q !== '' || filter.state !== null,
  }
}

export function questionOf({ state, by, error, q }: OutboxFilter): OutgoingQuestion {
  return { states: state === null ? [] : [...statesOf(state)], writtenBy: by, errorCode: error, q }
}

/** An address with a filter: `path` is the list or a mail of it. */
export function outboxAddress(filter: Partial<OutboxFilter>, path = '/outbox'): string {
  const query = new URLSearchParams(Object.entries(filter).flatMap(([key, value]) => (value === null || value === '' || value === undefined ? [] : [[key, value]])))
  return query.size === 0 ? path : `${path}?${query.toString()}`
}
