import type { Plan } from './rule-plan'
import { testsOf, treesIn } from './condition-tree'
import { fieldOf } from './fields'
import type { Moment } from './moment'
import { loadNode } from './plan-node'

/** What the conditions of a plan need to know beside the mail: what has to be looked up before it can be asked. */
export interface Asks {
  /** Whether the sender is known. */
  readonly contact: boolean
  readonly record: boolean
  /** What the mail is tagged with: they see what steps before them did to that. */
  readonly tags: boolean
  readonly calendars: boolean
  /** Refs of word lists. */
  readonly lists: readonly string[]
}

export const ASKS_NOTHING: Asks = { contact: false, record: false, tags: false, calendars: false, lists: [] }

/** @throws PlanError when this version cannot run the plan. */
export function asksOf(plan: Plan): Asks {
  const loaded = plan.skeleton.steps.map(({ id }) => loadNode(plan, id)).filter(({ type }) => type.role === 'condition')
  const fields = loaded.flatMap(({ config }) => treesIn(config).flatMap((tree) => testsOf(tree).map(({ test }) => test.field)))
  const references = loaded.flatMap(({ type, config }) => type.references?.(config) ?? [])
  return {
    contact: fields.includes('contactKnown'),
    record: fields.some((field) => fieldOf(field).group === 'record'),
    tags: fields.includes('tag'),
    calendars: references.some(({ kind }) => kind === 'calendar'),
    lists: [...new Set(references.flatMap(({ kind, id }) => (kind === 'list' ? [id] : [])))],
  }
}

/** Everything any of them needs. */
export function allAsks(asks: readonly Asks[]): Asks {
  return {
    contact: asks.some(({ contact }) => contact),
    record: asks.some(({ record }) => record),
    tags: asks.some(({ tags }) => tags),
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
