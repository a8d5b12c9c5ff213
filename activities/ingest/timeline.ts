import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import type { Entry } from './store-messages'

/**
 * Puts new mail on the timelines of the open records that its thread has or was put to, and of the one it was written for: what arrives, and what one of us sent, from here or elsewhere. History is not put there.
 * A mail of a thread with several stands on each of them. Returns the records.
 */
export async function extendTimelines(tx: Tx, workspaceId: string, entries: readonly Entry[]): Promise<readonly string[]> {
  const rows = entries.flatMap(({ as, mail, threadId, messageId, outgoingMessageId }) =>
    as === 'new' && (mail.arrival || mail.direction === 'out')
      ? [{ id: newId(), threadId, messageId, kind: mail.direction === 'in' ? 'mail in' : 'mail out', at: mail.receivedAt, arrival: mail.arrival, outgoingMessageId }]
      : [],
  )
  if (rows.length === 0) return []
  const records = await send(tx, sql`
    with added as (
      insert into timeline_entry (workspace_id, id, record_id, kind, at, message_id, outgoing_message_id)
      select ${workspaceId}::uuid, case when row_number() over (partition by r."messageId" order by d.id) = 1 then (array_agg(r.id))[1] else gen_random_uuid() end, d.id, r.kind, r.at, r."messageId", r."outgoingMessageId"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "threadId" uuid, "messageId" uuid, kind text, at timestamptz, arrival boolean, "outgoingMessageId" uuid)
      cross join lateral (
        select id from record where thread_id = r."threadId" union select record_id from record_link where thread_id = r."threadId" union select record_id from outgoing_message where id = r."outgoingMessageId" and r.kind = 'mail out') concerned
      join record d on d.id = concerned.id and d.closed_at is null and d.workspace_id = ${workspaceId} and (r.arrival or r.at > d.created_at)
      group by d.id, r.kind, r.at, r."messageId", r."outgoingMessageId" returning record_id)
    update record d set updated_at = now() from (select distinct record_id from added) a where d.id = a.record_id returning d.id`)
  return records.map(({ id }) => String(id))
}
