import { sql } from 'drizzle-orm'
import { ZodError } from 'zod'
import type { Tx } from '../db/client'
import { readPlan, type Plan } from '../rules/rule-plan'
import { asksOf, ASKS_NOTHING, type Asks } from '../rules/asks'
import { prepare, type Match } from '../rules/match'
import type { Moment } from '../rules/moment'
import { PlanError } from '../rules/plan-node'
import type { TriggerEvent } from '../rules/node-type'
import type { PlanSkeleton } from '../rules/plan/plan'

export interface PreparedPlan {
  readonly plan: Plan
  /** Trigger and leading conditions as one function, made at the first call. @throws PlanError when this version cannot run the plan. */
  match(event: TriggerEvent, moment?: Moment): Match
  /** What its conditions need to have looked up; nothing for a plan that cannot be run. */
  asks(): Asks
}

/** The plans of this process, read once: a plan row never changes. */
export interface Plans {
  /** The plans with these ids. One query for those not seen before, none otherwise. One that this version cannot read is left out: its rule does nothing. */
  get(tx: Tx, planIds: readonly string[]): Promise<ReadonlyMap<string, PreparedPlan>>
}

const KEPT = 2_000

/** An empty cache; one for each process. It keeps the 2,000 plans read last. */
export function planCache(): Plans {
  const kept = new Map<string, PreparedPlan>()
  return {
    async get(tx, planIds) {
      const missing = [...new Set(planIds)].filter((id) => !kept.has(id))
      if (missing.length > 0) {
        const rows = await tx.execute(sql`select id, body from plan where id in (select jsonb_array_elements_text(${JSON.stringify(missing)}::jsonb)::uuid)`)
        for (const row of rows) {
          const plan = readable(row.body)
          if (plan !== null) kept.set(String(row.id), prepared(plan))
        }
      }
      const found = new Map(planIds.flatMap((id) => {
        const plan = kept.get(id)
        return plan === undefined ? [] : [[id, plan] as const]
      }))
      // Oldest first in a map's order; what is in use is read again at the cost of one query.
      for (const id of kept.keys()) {
        if (kept.size <= KEPT) break
        kept.delete(id)
      }
      return found
    },
  }
}

/** The part of a stored plan that a workflow carries; null when this version cannot read it. */
export function skeletonOf(body: unknown): PlanSkeleton | null {
  return readable(body)?.skeleton ?? null
}

function readable(body: unknown): Plan | null {
  try {
    return readPlan(body)
  } catch (error) {
    if (error instanceof ZodError) return null
    throw error
  }
}

function readAsks(plan: Plan): Asks {
  try {
    return asksOf(plan)
  } catch (error) {
    if (error instanceof PlanError) return ASKS_NOTHING
    throw error
  }
}

function prepared(plan: Plan): PreparedPlan {
  let matcher: ((event: TriggerEvent, moment?: Moment) => Match) | null = null
  let asks: Asks | null = null
  return {
    plan,
    match(event, moment) {
      matcher ??= prepare(plan)
      return matcher(event, moment)
    },
    asks() {
      asks ??= readAsks(plan)
      return asks
    },
  }
}
