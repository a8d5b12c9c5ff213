import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { send } from '../send'

const Contact = z.object({ recordId: z.string(), name: z.string(), address: z.string() })

/** Whom the record is about: the one that set the execution off, else the newest open one of the thread, its own before those it was put to. Null: no record, or nobody. */
export async function recordContact(tx: Tx, workspaceId: string, { threadId, executionId }: { readonly threadId: string | null; readonly executionId: string | null }): Promise<z.infer<typeof Contact> | null> {
  const [row] = await send(tx, sql`
    select d.id as "recordId", d.contact_name as name, d.contact_address as address from record d left join execution e on e.id = ${executionId}::uuid and e.record_id = d.id
    where d.workspace_id = ${workspaceId} and d.contact_address <> ''
      and (e.id is not null or d.closed_at is null and (d.thread_id = ${threadId}::uuid or d.id in (select record_id from record_link where thread_id = ${threadId}::uuid)))
    order by e.id is null, d.thread_id is distinct from ${threadId}::uuid, d.created_at desc, d.id desc limit 1`)
  return row === undefined ? null : Contact.parse(row)
}
