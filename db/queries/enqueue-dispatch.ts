import { sql } from 'drizzle-orm'
import type { System, Tx } from '../client'
import { send } from '../send'
import { newId } from '../schema/columns'

/**
 * A workflow to start, or to wake so that it reads its rows again. `raiseEvent` and `keepSchedule` are no workflows: the dispatcher does them itself.
 * `subjectId`: the execution, outgoing message, account, event or rule.
 */
export interface DispatchOrder {
  readonly workspaceId: string
  readonly workflow: 'executeRule' | 'sendMessage' | 'syncAccount' | 'raiseEvent' | 'keepSchedule'
  readonly kind: 'start' | 'recheck'
  readonly subjectId: string
}

const NOUN = { executeRule: 'execution', sendMessage: 'outgoing', syncAccount: 'account', raiseEvent: 'event', keepSchedule: 'schedule' } as const

/** The one workflow id a subject ever has. */
export function workflowIdOf(workflow: DispatchOrder['workflow'], subjectId: string): string {
  return `${NOUN[workflow]}:${subjectId}`
}

/**
 * Writes dispatch rows in the caller's transaction; the dispatcher delivers them after the commit. One row per workflow id and kind: an order that meets
 * one under delivery makes it due again, because what it announces may be newer than what is being delivered.
 */
export async function enqueue(tx: Tx | System, orders: readonly DispatchOrder[]): Promise<void> {
  if (orders.length === 0) return
  const byId = new Map(orders.map((order) => [`${order.kind} ${order.subjectId}`, order]))
  const rows = [...byId.values()]
    .map((order) => ({ id: newId(), ...order, workflow_id: workflowIdOf(order.workflow, order.subjectId) }))
    .sort((left, right) => (left.workflow_id < right.workflow_id ? -1 : 1))
  await send(tx, sql`
    insert into dispatch (id, workspace_id, workflow_id, kind, workflow, subject_id)
    select r.id, r."workspaceId", r.workflow_id, r.kind, r.workflow, r."subjectId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "workspaceId" uuid, workflow_id text, kind text, workflow text, "subjectId" uuid)
    on conflict (workflow_id, kind) do update set not_before = clock_timestamp(), attempts = 0`)
}
