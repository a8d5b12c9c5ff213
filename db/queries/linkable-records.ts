import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { LinkableRecord } from '../../rules/record-name'
import type { Tx } from '../client'
import { RECORD_TYPES } from '../schema'
import { send } from '../send'

const Rows = z.array(z.object({ ref: z.string(), type: z.enum(RECORD_TYPES), number: z.number(), stage: z.string(), title: z.string(), assigneeRef: z.string().nullable(), fields: z.record(z.string(), z.string()), contact: z.string(), isOpen: z.boolean(), isLinked: z.boolean() }))

export interface LinkQuestion {
  readonly workspaceId: string
  readonly accountId: string
  /** Null: there is no mail, or it is not stored. */
  readonly threadId: string | null
  readonly numbers: readonly number[]
  /** In lower case; null: nobody. */
  readonly contact: string | null
}

/**
 * Records that have one of the numbers, and open ones of the contact, newest first. Only those of the account: a record belongs to the account of its mail, or of
 * the rule that made it; one that somebody made out of nothing belongs to all.
 */
export async function linkableRecords(tx: Tx, { workspaceId, accountId, threadId, numbers, contact }: LinkQuestion): Promise<readonly LinkableRecord[]> {
  if (numbers.length === 0 && contact === null) return []
  return Rows.parse(
    await send(tx, sql`
      select d.id as ref, d.type, d.number, d.stage, d.title, d.assignee_id as "assigneeRef", d.fields, lower(d.contact_address) as contact, d.closed_at is null as "isOpen",
        coalesce(d.thread_id = ${threadId}::uuid or exists (select 1 from record_link l where l.record_id = d.id and l.thread_id = ${threadId}::uuid), false) as "isLinked"
      from record d left join thread t on t.id = d.thread_id left join message m on m.id = d.message_id left join execution e on e.id = d.execution_id
      where d.workspace_id = ${workspaceId} and coalesce(t.account_id, m.account_id, e.account_id, ${accountId}::uuid) = ${accountId}::uuid
        and (d.number in (select jsonb_array_elements_text(${JSON.stringify(numbers)}::jsonb)::int) or d.closed_at is null and lower(d.contact_address) = ${contact})
      order by d.created_at desc, d.id desc limit 100`),
  )
}
