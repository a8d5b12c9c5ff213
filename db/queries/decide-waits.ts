import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../client'
import { send } from '../send'
import { enqueue } from './enqueue-dispatch'

/**
 * Ends waits by what happened to a record or came to a hook, and wakes their executions. Each compares with what is stored, from the wait's anchor on, so that
 * calling it once too often changes nothing. The row decides: a wait that is over stays as it is.
 */

/** Call it in the transaction that changes the records, after the timeline tells of it and while their rows are locked. */
export async function recordsChanged(tx: Tx, workspaceId: string, recordIds: readonly string[]): Promise<void> {
  if (recordIds.length === 0) return
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(recordIds)}::jsonb)::uuid)`
  const concerned = sql`(w.record_id in ${ids} or w.record_id is null and w.thread_id in (select thread_id from record where id in ${ids}))`
  await decide(tx, workspaceId, sql`w.listens_to = 'record changed' and ${concerned} and ${recordHasChanged}`)
}

/** Call it in the transaction that stores the delivery, after taking `lockHook`. */
export async function hookReceived(tx: Tx, workspaceId: string, hookId: string): Promise<void> {
  await decide(tx, workspaceId, sql`w.listens_to = 'hook' and w.hook_id = ${hookId}::uuid and ${hookHasBeenCalled}`)
}

/** Keeps waits from being opened for this hook until the transaction ends: a delivery and a wait that is being opened must see each other. */
export async function lockHook(tx: Tx, workspaceId: string, hookId: string): Promise<void> {
  await send(tx, sql`select 1 from hook where workspace_id = ${workspaceId} and id = ${hookId}::uuid for no key update`)
}

/** For a wait `w`: since its anchor somebody other than its own execution changed what it looks at, to what it looks for. */
export const recordHasChanged: SQL = sql`exists (
  select 1 from timeline_entry t join record r on r.id = t.record_id
  where (r.id = w.record_id or w.record_id is null and r.thread_id = w.thread_id) and t.workspace_id = w.workspace_id
    and t.at > w.anchor_at and t.execution_id is distinct from w.execution_id
    and case w.terms ->> 'field' when 'stage' then t.kind = 'stage' when 'assignee' then t.kind = 'assigned' else t.kind = 'field' and t.data ->> 'field' = w.terms ->> 'field' end
    and (w.terms ->> 'to' = '' or lower(t.data ->> 'to') = lower(w.terms ->> 'to')))`

/** For a wait `w`: since its anchor its hook was called with what it looks for. */
export const hookHasBeenCalled: SQL = sql`exists (
  select 1 from hook_delivery d where d.hook_id = w.hook_id and d.workspace_id = w.workspace_id and d.received_at > w.anchor_at
    and (w.terms ->> 'field' = '' or d.payload #>> string_to_array(w.terms ->> 'field', '.') = w.terms ->> 'value'))`

/** A wait whose time was over before is ended by its time, however late somebody comes to look (semantics 16). */
async function decide(tx: Tx, workspaceId: string, which: SQL): Promise<void> {
  const won = await send(tx, sql`
    update wait w set port = case when w.due_at <= clock_timestamp() then w.elapsed_port else w.event_port end, decided_at = clock_timestamp() where w.workspace_id = ${workspaceId} and w.port is null and ${which} returning w.execution_id as execution`)
  await enqueue(tx, won.map(({ execution }) => ({ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: String(execution) })))
}
