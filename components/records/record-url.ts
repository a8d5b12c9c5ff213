'use client'
import { useMemo } from 'react'
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { RECORD_STAGES } from '../../rules/record'
import type { Inputs, Outputs } from '../data/trpc'

/** This folder is the records: tickets and leads that mail made, what people do with them, and everything that happened to each. */
export type RecordRow = Outputs['record']['list']['rows'][number]
export type RecordDetail = Outputs['record']['get']
export type RecordType = RecordRow['type']
export type Stage = RecordRow['stage']
export type RecordQuestion = NonNullable<Exclude<Inputs['record']['list'], void | undefined>['filter']>

const TYPES = ['ticket', 'lead'] as const

export interface RecordFilter {
  readonly type: RecordType | null
  readonly stage: readonly Stage[]
  /** A member's id. */
  readonly who: string | null
  readonly q: string
}

/** The filter of the address. It goes along to a record and back. */
export function useRecordUrl() {
  const [filter, set] = useQueryStates(
    { type: parseAsStringLiteral(TYPES), stage: parseAsArrayOf(parseAsStringLiteral(RECORD_STAGES)).withDefault([]), who: parseAsString, q: parseAsString.withDefault('') },
    { history: 'push' },
  )
  const question = useMemo(() => questionOf(filter), [filter])
  return {
    filter,
    question,
    change: ({ stage, ...change }: Partial<RecordFilter>, how: 'push' | 'replace' = 'push') => void set({ ...change, ...(stage === undefined ? {} : { stage: [...stage] }) }, { history: how }),
    clear: () => void set({ stage: null, who: null, q: null }),
    isFiltered: filter.stage.length > 0 || filter.who !== null || filter.q !== '',
  }
}

export function questionOf({ type, stage, who, q }: RecordFilter): RecordQuestion {
  return { type, stages: [...stage], assigneeId: who !== null && UUID.test(who) ? who : null, q }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An address with a filter: `path` is the list or a record of it. */
export function recordsAddress({ type, stage, who, q }: Partial<RecordFilter>, path = '/records'): string {
  const query = new URLSearchParams()
  if (type) query.set('type', type)
  if (stage && stage.length > 0) query.set('stage', stage.join(','))
  if (who) query.set('who', who)
  if (q) query.set('q', q)
  return query.size === 0 ? path : `${path}?${query.toString()}`
}
