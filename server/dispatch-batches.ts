import { sql } from 'drizzle-orm'
import type { Client } from '@temporalio/client'
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import type { Database } from '../db/client'
import { newId } from '../db/schema/columns'
import type { PlanSkeleton } from '../rules/plan/plan'

/** A dispatch row that starts an execution, as far as batches look at it. `batchId`: null: none yet; its own execution's id: it has left its batch and goes alone. */
export interface Start {
  readonly id: string
  readonly workspaceId: string
  readonly kind: 'start' | 'recheck'
  readonly workflow: string
  readonly subjectId: string
  readonly planId: string | null
  readonly isOver: boolean
  readonly batchId: string | null
  readonly isAboutRecord: boolean
  /** Until when the row is claimed. */
  readonly claim: string
}

export interface PlannedBatch<T> {
  readonly batchId: string
  readonly workspaceId: string
  readonly orders: readonly T[]
}

/** Fewer than this many instant executions that wait at once start each on its own: nobody waits for company. */
const BACKLOG = 50
const BATCH = 100
/** A batch whose rows are still there after this is started again; while it runs that does nothing. */
const BATCH_SECONDS = 30

/**
 * Sorts claimed rows into batches and the rest. Rows that belong to a batch already come together under its id; of the others, instant plans (nothing outward, no mail,
 * no wait) are put together where there is a backlog of them.
 */
export function batchesIn<T extends Start>(orders: readonly T[], plans: ReadonlyMap<string, PlanSkeleton>): { readonly batches: readonly PlannedBatch<T>[]; readonly rest: readonly T[] } {
  const starts = orders.filter(({ workflow, kind, isOver }) => workflow === 'executeRule' && kind === 'start' && !isOver)
  const old = grouped(starts.filter(({ batchId, subjectId }) => batchId !== null && batchId !== subjectId), ({ batchId }) => batchId ?? '')
  const fresh = starts.filter(({ batchId, planId, isAboutRecord }) => batchId === null && !isAboutRecord && isInstant(plans.get(planId ?? '')))
  const batches = [...old].map(([batchId, of]): PlannedBatch<T> => ({ batchId, workspaceId: of[0]?.workspaceId ?? '', orders: of }))
  if (fresh.length >= BACKLOG) {
    for (const [workspaceId, of] of grouped(fresh, (order) => order.workspaceId)) {
      for (let at = 0; at + 1 < of.length; at += BATCH) batches.push({ batchId: newId(), workspaceId, orders: of.slice(at, at + BATCH) })
    }
  }
  const taken = new Set(batches.flatMap((batch) => batch.orders))
  return { batches, rest: orders.filter((order) => !taken.has(order)) }
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** True for a plan that ends without waiting for anybody. */
function isInstant(plan: PlanSkeleton | undefined): boolean {
  return plan !== undefined && plan.steps.length > 0 && plan.steps.every(({ work }) => work === 'trigger' || work === 'decide' || work === 'database')
}

/**
 * Writes the batch's id to its rows, commits, and starts it. The rows stay until their executions end: each is taken away with the end of its own. Returns the error
 * of a start that the engine did not take, else null; one that runs already is taken.
 */
export async function startBatch(database: Database, client: Client, taskQueue: string, patienceMs: number, { batchId, workspaceId, orders }: PlannedBatch<Start>): Promise<unknown> {
  const rows = orders.map(({ id, claim: until }) => ({ id, until }))
  const kept = await database.system.execute(sql`
    update dispatch d set batch_id = ${batchId}::uuid, not_before = clock_timestamp() + make_interval(secs => ${BATCH_SECONDS})
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, until timestamptz) where d.id = r.id and d.not_before = r.until returning d.subject_id as id`)
  if (kept.length === 0) return null
  try {
    const input = { workspaceId, executionIds: kept.map(({ id }) => String(id)) }
    await client.withDeadline(Date.now() + patienceMs, () => client.workflow.start('executeBatch', { taskQueue, workflowId: `batch:${batchId}`, args: [input], workflowIdReusePolicy: 'ALLOW_DUPLICATE', requestEagerStart: true }))
    return null
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null
    await database.system.execute(sql`update dispatch set not_before = now() + make_interval(secs => least(15, 0.25 * 2 ^ least(attempts, 10))) where batch_id = ${batchId}::uuid`)
    return error
  }
}
