import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { send } from '../../db/send'

export interface Merge {
  readonly from: string
  readonly into: string
}

/**
 * Moves everything that belongs to a thread to an older one, because a mail showed them to be one. Both are locked by the caller. An open record whose type
 * the older thread has open already stays where it was: one thread has one open record of a type, and a person decides what to do with the other.
 */
export async function mergeThreads(tx: Tx, workspaceId: string, merges: readonly Merge[]): Promise<void> {
  if (merges.length === 0) return
  const pairs = sql`jsonb_to_recordset(${JSON.stringify(merges)}::jsonb) as r("from" uuid, "into" uuid)`
  await send(tx, sql`update message m set thread_id = r."into" from ${pairs} where m.thread_id = r."from" and m.workspace_id = ${workspaceId}`)
  await send(tx, sql`update thread_reference t set thread_id = r."into" from ${pairs} where t.thread_id = r."from" and t.workspace_id = ${workspaceId}`)
  await send(tx, sql`update wait w set thread_id = r."into" from ${pairs} where w.thread_id = r."from" and w.workspace_id = ${workspaceId}`)
  await send(tx, sql`update execution e set thread_id = r."into" from ${pairs} where e.thread_id = r."from" and e.workspace_id = ${workspaceId}`)
  await send(tx, sql`update outgoing_message o set thread_id = r."into" from ${pairs} where o.thread_id = r."from" and o.workspace_id = ${workspaceId}`)
  await send(tx, sql`
    update record d set thread_id = r."into" from ${pairs} where d.thread_id = r."from" and d.workspace_id = ${workspaceId}
    and (d.closed_at is not null or not exists (select 1 from record o where o.thread_id = r."into" and o.type = d.type and o.closed_at is null))`)
  await send(tx, sql`update record_link l set thread_id = r."into" from ${pairs} where l.thread_id = r."from" and l.workspace_id = ${workspaceId} and not exists (select 1 from record_link o where o.record_id = l.record_id and o.thread_id = r."into")`)
  await send(tx, sql`
    update thread t set message_count = t.message_count + f.messages, last_message_at = greatest(t.last_message_at, f.last),
      last_inbound_at = greatest(t.last_inbound_at, f.inbound), last_outbound_at = greatest(t.last_outbound_at, f.outbound)
    from (select r."into", sum(o.message_count)::int as messages, max(o.last_message_at) as last, max(o.last_inbound_at) as inbound, max(o.last_outbound_at) as outbound
      from thread o join ${pairs} on o.id = r."from" group by 1) f
    where t.id = f."into" and t.workspace_id = ${workspaceId}`)
  await send(tx, sql`update thread t set merged_into = r."into", message_count = 0 from ${pairs} where t.id = r."from" and t.workspace_id = ${workspaceId}`)
}
