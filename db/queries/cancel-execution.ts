import { sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { enqueue } from './enqueue-dispatch'
import { cancelOutgoing } from './outgoing-change'

/** Which executions: one, those of a rule, an account or a job over older mail, those of a rule that are held, or all of the workspace (the kill switch). */
export interface CancelScope {
  readonly workspaceId: string
  readonly executionId?: string
  readonly ruleId?: string
  readonly accountId?: string
  readonly backlogJobId?: string
  readonly heldOnly?: true
}

/**
 * Asks executions to stop (semantics 24) and returns the ids of those that were not over: steps not started are cancelled, a call in flight is awaited, waits close,
 * mails that have not begun to leave are withdrawn. It is carried out by each execution's own workflow a moment later, or without it while the engine is away.
 */
export async function requestCancel(tx: Tx, { workspaceId, executionId, ruleId, accountId, backlogJobId, heldOnly }: CancelScope): Promise<readonly string[]> {
  const only = sql.join([
    executionId === undefined ? sql`` : sql`and id = ${executionId}::uuid`,
    ruleId === undefined ? sql`` : sql`and rule_id = ${ruleId}::uuid`,
    accountId === undefined ? sql`` : sql`and account_id = ${accountId}::uuid`,
    backlogJobId === undefined ? sql`` : sql`and id in (select execution_id from backlog_item where job_id = ${backlogJobId}::uuid and state = 'started')`,
    heldOnly === undefined ? sql`` : sql`and held_at is not null and approved_at is null`,
  ], sql` `)
  const rows = await tx.execute(sql`
    update execution set cancel_requested_at = coalesce(cancel_requested_at, now())
    where id in (select id from execution where workspace_id = ${workspaceId} and ended_at is null ${only} order by event_id, position for no key update) returning id`)
  const ids = rows.map(({ id }) => String(id))
  await enqueue(tx, ids.map((subjectId) => ({ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId })))
  if (ids.length > 0) await notifyChanged(tx, workspaceId, 'execution', ids)
  return ids
}

/**
 * Withdraws, at once, the mails of these executions that no server was asked to take yet: whoever halts and lets go again a moment later must not find that one slipped
 * out in between. The executions settle their steps when they are told.
 */
export async function withdrawMails(tx: Tx, workspaceId: string, executionIds: readonly string[]): Promise<void> {
  if (executionIds.length === 0) return
  const open = await tx.execute(sql`
    select id from outgoing_message where workspace_id = ${workspaceId} and execution_id in (select jsonb_array_elements_text(${JSON.stringify(executionIds)}::jsonb)::uuid)
      and state in ('draft', 'scheduled', 'queued', 'deferred', 'sending') order by id`)
  for (const { id } of open) await cancelOutgoing(tx, workspaceId, String(id), null)
}
