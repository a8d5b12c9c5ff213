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
  // What acted once in one of them acted once in all (semantics 13).
  await send(tx, sql`
    insert into reservation (workspace_id, id, rule_id, node_id, scope_key, execution_id)
    select v.workspace_id, gen_random_uuid(), v.rule_id, v.node_id, 't:' || used."into", v.execution_id
    from (select distinct r."from", r."into", e.rule_id as rule, node.id as node from execution e join ${pairs} on e.thread_id = r."from"
      cross join lateral (select '' as id union select s.step_id from execution_step s where s.execution_id = e.id) node where e.workspace_id = ${workspaceId}) used
    join reservation v on v.workspace_id = ${workspaceId} and v.rule_id = used.rule and v.node_id = used.node and v.scope_key = 't:' || used."from"
    on conflict do nothing`)
  await send(tx, sql`update execution e set thread_id = r."into" from ${pairs} where e.thread_id = r."from" and e.workspace_id = ${workspaceId}`)
  await send(tx, sql`update outgoing_message o set thread_id = r."into" from ${pairs} where o.thread_id = r."from" and o.workspace_id = ${workspaceId}`)
  // Of several threads that become one, each may bring a record of the same type, or the same link.
  await send(tx, sql`
    update record d set thread_id = m."into" from (
      select d.id, r."into", d.closed_at is not null or row_number() over (partition by r."into", d.type, d.closed_at is not null order by d.created_at, d.id) = 1
        and not exists (select 1 from record o where o.thread_id = r."into" and o.type = d.type and o.closed_at is null) as moves
      from record d join ${pairs} on d.thread_id = r."from" where d.workspace_id = ${workspaceId}) m
    where d.id = m.id and m.moves`)
  await send(tx, sql`
    update record_link l set thread_id = m."into" from (
      select l.id, r."into", row_number() over (partition by r."into", l.record_id order by l.id) = 1 and not exists (select 1 from record_link o where o.record_id = l.record_id and o.thread_id = r."into") as moves
      from record_link l join ${pairs} on l.thread_id = r."from" where l.workspace_id = ${workspaceId}) m
    where l.id = m.id and m.moves`)
  await send(tx, sql`
    update thread t set message_count = t.message_count + f.messages, last_message_at = greatest(t.last_message_at, f.last),
      last_inbound_at = greatest(t.last_inbound_at, f.inbound), last_outbound_at = greatest(t.last_outbound_at, f.outbound)
    from (select r."into", sum(o.message_count)::int as messages, max(o.last_message_at) as last, max(o.last_inbound_at) as inbound, max(o.last_outbound_at) as outbound
      from thread o join ${pairs} on o.id = r."from" group by 1) f
    where t.id = f."into" and t.workspace_id = ${workspaceId}`)
  await send(tx, sql`update thread t set merged_into = r."into", message_count = 0 from ${pairs} where t.id = r."from" and t.workspace_id = ${workspaceId}`)
}
