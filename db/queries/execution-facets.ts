import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { executionCondition, type ExecutionFilter } from './execution-filter'
import { ExecutionStateName } from './execution-state'
import { Instant } from './keyset'

const Counted = z.object({ key: z.string(), label: z.string(), count: z.number() })

/** How many executions each choice of a filter would show, all other choices standing. */
export interface ExecutionFacets {
  readonly total: number
  readonly states: readonly { readonly state: z.infer<typeof ExecutionStateName>; readonly count: number }[]
  readonly rules: readonly z.infer<typeof Counted>[]
  readonly accounts: readonly z.infer<typeof Counted>[]
  readonly triggers: readonly z.infer<typeof Counted>[]
  readonly modes: readonly z.infer<typeof Counted>[]
  readonly errors: readonly z.infer<typeof Counted>[]
}

const Bar = z.object({ at: Instant, state: ExecutionStateName, count: z.number() })

export interface HistogramBucket {
  readonly at: Date
  readonly counts: Partial<Record<z.infer<typeof ExecutionStateName>, number>>
}

/** Counts every choice of every filter, each with the other filters standing. */
export async function executionFacets(tx: Tx, workspaceId: string, filter: ExecutionFilter): Promise<ExecutionFacets> {
  const states = await counted(tx, workspaceId, filter, 'states', sql`e.state`, sql`e.state`)
  const rules = await counted(tx, workspaceId, filter, 'ruleIds', sql`e.rule_id::text`, sql`r.name`)
  const accounts = await counted(tx, workspaceId, filter, 'accountIds', sql`e.account_id::text`, sql`a.name`)
  const triggers = await counted(tx, workspaceId, filter, 'triggers', sql`e.trigger`, sql`e.trigger`)
  const modes = await counted(tx, workspaceId, filter, 'mode', sql`e.mode`, sql`e.mode`)
  const errors = z.array(Counted).parse(
    await tx.execute(sql`
      select s.error ->> 'code' as key, max(s.error ->> 'message') as label, count(distinct e.id)::int as count
      from execution e left join message m on m.id = e.message_id join execution_step s on s.execution_id = e.id and s.error is not null
      where ${executionCondition(workspaceId, filter, ['errorCodes'])} and e.state in ('failed', 'uncertain', 'retrying') group by 1 order by 3 desc limit 20`),
  )
  const chosen = filter.states.length === 0 ? states : states.filter((row) => filter.states.some((state) => state === row.key))
  return {
    total: chosen.reduce((sum, row) => sum + row.count, 0),
    states: states.map((row) => ({ state: ExecutionStateName.parse(row.key), count: row.count })),
    rules,
    accounts,
    triggers,
    modes,
    errors,
  }
}

/** Executions per bucket of time, oldest first; empty buckets are left out. The time of the filter is left open so that a brush can move over the whole. */
export async function executionHistogram(tx: Tx, workspaceId: string, filter: ExecutionFilter, range: { readonly from: Date; readonly until: Date; readonly bucketSeconds: number }): Promise<readonly HistogramBucket[]> {
  const bars = z.array(Bar).parse(
    await tx.execute(sql`
      select date_bin(make_interval(secs => ${range.bucketSeconds}), e.created_at, ${range.from.toISOString()}::timestamptz) as at, e.state, count(*)::int as count
      from execution e left join message m on m.id = e.message_id
      where ${executionCondition(workspaceId, { ...filter, from: range.from, until: range.until })} group by 1, 2 order by 1`),
  )
  const buckets = new Map<number, HistogramBucket>()
  for (const { at, state, count } of bars) {
    const bucket = buckets.get(at.getTime()) ?? { at, counts: {} }
    buckets.set(at.getTime(), { at, counts: { ...bucket.counts, [state]: count } })
  }
  return [...buckets.values()]
}

async function counted(tx: Tx, workspaceId: string, filter: ExecutionFilter, open: keyof ExecutionFilter, key: SQL, label: SQL): Promise<z.infer<typeof Counted>[]> {
  const rows = await tx.execute(sql`
    select ${key} as key, max(${label}) as label, count(*)::int as count
    from execution e left join message m on m.id = e.message_id join rule r on r.id = e.rule_id join account a on a.id = e.account_id
    where ${executionCondition(workspaceId, filter, [open])} group by 1 order by 3 desc, 1 limit 50`)
  return z.array(Counted).parse(rows)
}
