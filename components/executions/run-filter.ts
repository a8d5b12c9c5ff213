import { parseAsArrayOf, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from 'nuqs'
import type { ExecutionState } from '../../rules/plan/plan'
import type { Inputs } from '../data/trpc'
import { RANGES, type TimeFrame } from './time-frame'

/**
 * This folder is the list of runs: which are shown is the address, nothing else, so that any view can be pasted to a colleague. A new way to filter is a parameter
 * here, its part in `questionOf`, and a group in runs-section.tsx.
 */
export const RUN_STATES = ['running', 'waiting', 'retrying', 'queued', 'done', 'done with skips', 'skipped', 'failed', 'uncertain', 'cancelled'] as const satisfies readonly ExecutionState[]
export const MODES = ['live', 'dry run'] as const

const words = () => parseAsArrayOf(parseAsString).withDefault([])

export const RUN_PARAMETERS = {
  state: parseAsArrayOf(parseAsStringLiteral(RUN_STATES)).withDefault([]),
  rule: words(),
  account: words(),
  trigger: words(),
  error: words(),
  mode: parseAsStringLiteral(MODES),
  message: parseAsString,
  range: parseAsStringLiteral(RANGES).withDefault('3d'),
  from: parseAsIsoDateTime,
  until: parseAsIsoDateTime,
  q: parseAsString.withDefault(''),
}

export interface RunFilter {
  readonly state: readonly (typeof RUN_STATES)[number][]
  readonly rule: readonly string[]
  readonly account: readonly string[]
  readonly trigger: readonly string[]
  readonly error: readonly string[]
  readonly mode: (typeof MODES)[number] | null
  readonly message: string | null
  readonly range: (typeof RANGES)[number]
  readonly from: Date | null
  readonly until: Date | null
  readonly q: string
}

export const NO_FILTER = { state: null, rule: null, account: null, trigger: null, error: null, mode: null, message: null, from: null, until: null, q: null } as const

export type RunQuestion = NonNullable<Inputs['execution']['histogram']['filter']>

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The filter as the API takes it. A brushed stretch of time narrows the range; what is no id in an old or mistyped address is left out. */
export function questionOf(filter: RunFilter, frame: TimeFrame): RunQuestion {
  return {
    states: [...filter.state],
    ruleIds: filter.rule.filter((id) => UUID.test(id)),
    accountIds: filter.account.filter((id) => UUID.test(id)),
    triggers: [...filter.trigger],
    errorCodes: [...filter.error],
    mode: filter.mode,
    messageId: filter.message !== null && UUID.test(filter.message) ? filter.message : null,
    from: filter.from ?? (filter.range === 'all' ? null : frame.from),
    until: filter.until,
    q: filter.q.trim().slice(0, 200),
  }
}

/** How many filters beside the range hide runs. */
export function countFilters({ state, rule, account, trigger, error, mode, message, from, until, q }: RunFilter): number {
  return state.length + rule.length + account.length + trigger.length + error.length + [mode, message, from ?? until, q === '' ? null : q].filter((part) => part !== null).length
}

