import { sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { enqueue } from './enqueue-dispatch'

/** Which executions: one, those of a rule, or all of the workspace (the kill switch). */
export interface CancelScope {
  readonly workspaceId: string
  readonly executionId?: string
  readonly ruleId?: string
}

/**
 * Asks executions to stop (semantics 24) and returns the ids of those that were not over: steps not started are cancelled, a call in flight is awaited, waits close,
 * mails that have not begun to leave are withdrawn. It is carried out by each execution's own workflow, a moment later.
 */
export async function requestCancel(tx: Tx, { workspaceId, executionId, ruleId }: CancelScope): Promise<readonly string[]> {
  const only = executionId !== undefined ? sql`and id = ${executionId}::uuid` : ruleId !== undefined ? sql`and rule_id = ${ruleId}::uuid` : sql``
  const rows = await tx.execute(sql`
    update execution set cancel_requested_at = coalesce(cancel_requested_at, now())
    where id in (select id from execution where workspace_id = ${workspaceId} and ended_at is null ${only} order by event_id, position for no key update) returning id`)
  const ids = rows.map(({ id }) => String(id))
  await enqueue(tx, ids.map((subjectId) => ({ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId })))
  if (ids.length > 0) await notifyChanged(tx, workspaceId, 'execution', ids)
  return ids
}
