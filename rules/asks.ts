import type { Plan } from './compile'
import { FIELDS } from './fields'
import type { Moment } from './moment'
import { loadNode } from './plan-node'

/** What the conditions of a plan need to know beside the mail: what has to be looked up before it can be asked. */
export interface Asks {
  /** Whether the sender is known. */
  readonly contact: boolean
  readonly record: boolean
  readonly calendars: boolean
  /** Refs of word lists. */
  readonly lists: readonly string[]
}

export const ASKS_NOTHING: Asks = { contact: false, record: false, calendars: false, lists: [] }

/** @throws PlanError when this version cannot run the plan. */
export function asksOf(plan: Plan): Asks {
  const loaded = plan.skeleton.steps.map(({ id }) => loadNode(plan, id)).filter(({ type }) => type.role === 'condition')
  const fields = loaded.flatMap(({ config }) => fieldsIn(config))
  const references = loaded.flatMap(({ type, config }) => type.references?.(config) ?? [])
  return {
    contact: fields.includes('contactKnown'),
    record: fields.some((field) => Object.hasOwn(FIELDS, field) && RECORD_FIELDS.has(field)),
    calendars: references.some(({ kind }) => kind === 'calendar'),
    lists: [...new Set(references.flatMap(({ kind, id }) => (kind === 'list' ? [id] : [])))],
  }
}

/** Everything any of them needs. */
export function allAsks(asks: readonly Asks[]): Asks {
  return {
    contact: asks.some(({ contact }) => contact),
    record: asks.some(({ record }) => record),
    calendars: asks.some(({ calendars }) => calendars),
    lists: [...new Set(asks.flatMap(({ lists }) => lists))],
  }
}

/** Whether the moment alone, without lists and calendars, is enough. */
export function asksForMore({ calendars, lists }: Pick<Asks, 'calendars' | 'lists'>): boolean {
  return calendars || lists.length > 0
}

/** The bare moment: a clock and a zone. */
export function bareMoment(now: Date, timeZone: string, values: Moment['values'] = {}): Moment {
  return { now: now.toISOString(), timeZone, values, calendars: {} }
}

const RECORD_FIELDS: ReadonlySet<string> = new Set(Object.entries(FIELDS).flatMap(([id, { group }]) => (group === 'record' ? [id] : [])))

/** The field of every test anywhere in a config. */
function fieldsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'kind' in value && value.kind === 'test' && 'field' in value && typeof value.field === 'string' ? [value.field] : []
  return [...own, ...Object.values(value).flatMap(fieldsIn)]
}
