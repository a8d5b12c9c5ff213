import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { MAILBOX_ROLES, RECORD_TYPES } from '../schema'
import { Instant } from './keyset'
import { OUTGOING_STANDING, OutgoingStanding } from './outgoing-standing'

const Person = z.object({ name: z.string(), address: z.string() })
/** `contentId` joins an inline picture to the `data-cid` of the sanitised HTML. */
const File = z.object({ id: z.string(), filename: z.string(), contentType: z.string(), size: z.number(), inline: z.boolean(), contentId: z.string().nullable() })

const ThreadMessageRow = z.object({
  id: z.string(),
  threadId: z.string(),
  accountId: z.string(),
  direction: z.enum(['in', 'out']),
  /** `headers`: the body is not here yet; `quarantined`: it could not be read safely, the raw mail is kept. */
  state: z.enum(['complete', 'headers', 'quarantined']),
  quarantineReason: z.string().nullable(),
  from: Person,
  to: z.array(Person),
  cc: z.array(Person),
  subject: z.string(),
  snippet: z.string(),
  receivedAt: Instant,
  sentAt: Instant.nullable(),
  size: z.number(),
  unread: z.boolean(),
  starred: z.boolean(),
  mailboxes: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(MAILBOX_ROLES).nullable() })),
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Who takes care of it; null: nobody in particular. */
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Out of sight until then; null: in sight. */
  snoozedUntil: Instant.nullable(),
  attachments: z.array(File),
  text: z.string().nullable(),
  html: z.string().nullable(),
  /** Ours: its state in the outbox and the rule that wrote it, null where a person did. */
  outgoing: z.object({ id: z.string(), state: OutgoingStanding, ruleName: z.string().nullable() }).nullable(),
})
export type ThreadMessageRow = z.infer<typeof ThreadMessageRow>

export interface ThreadHead {
  readonly id: string
  readonly accountId: string
  readonly subject: string
  readonly records: readonly z.infer<typeof LinkedRecord>[]
}

const LinkedRecord = z.object({ id: z.string(), recordType: z.enum(RECORD_TYPES), number: z.number(), title: z.string(), stage: z.string() })
const Head = z.object({ id: z.string(), accountId: z.string(), subject: z.string(), records: z.array(LinkedRecord) })

/** The thread and every mail in it, oldest first, with bodies as they were sent: pass HTML through the sanitiser before it leaves the server. Null: no such thread. */
export async function threadMessages(tx: Tx, workspaceId: string, threadId: string): Promise<{ readonly thread: ThreadHead; readonly messages: readonly ThreadMessageRow[] } | null> {
  const [head] = await tx.execute(sql`
    select t.id, t.account_id as "accountId", t.subject,
      coalesce((select json_agg(json_build_object('id', r.id, 'recordType', r.type, 'number', r.number, 'title', r.title, 'stage', r.stage) order by r.created_at) from record r where r.thread_id = t.id), '[]'::json) as records
    from thread t
    where t.workspace_id = ${workspaceId} and t.id = coalesce((select merged_into from thread where workspace_id = ${workspaceId} and id = ${threadId}::uuid), ${threadId}::uuid)`)
  if (head === undefined) return null
  const thread = Head.parse(head)
  return { thread, messages: await messagesWhere(tx, workspaceId, sql`m.thread_id = ${thread.id}::uuid`) }
}

/** One mail as its thread shows it. Null: no such mail. */
export async function oneMessage(tx: Tx, workspaceId: string, messageId: string): Promise<ThreadMessageRow | null> {
  const [row] = await messagesWhere(tx, workspaceId, sql`m.id = ${messageId}::uuid`)
  return row ?? null
}

async function messagesWhere(tx: Tx, workspaceId: string, condition: SQL): Promise<ThreadMessageRow[]> {
  const rows = await tx.execute(sql`
    select m.id, m.thread_id as "threadId", m.account_id as "accountId", m.direction, m.state, m.quarantine_reason as "quarantineReason",
      json_build_object('name', m.from_name, 'address', m.from_address) as "from", m.recipients -> 'to' as "to", m.recipients -> 'cc' as cc, m.subject, m.snippet,
      m.received_at as "receivedAt", m.sent_at as "sentAt", m.size,
      m.direction = 'in' and exists (select 1 from placement p where p.message_id = m.id and not p.flags ? '\\Seen') as unread,
      exists (select 1 from placement p where p.message_id = m.id and p.flags ? '\\Flagged') as starred,
      coalesce((select json_agg(json_build_object('id', b.id, 'name', b.name, 'role', b.role)) from placement p join mailbox b on b.id = p.mailbox_id where p.message_id = m.id), '[]'::json) as mailboxes,
      coalesce((select json_agg(json_build_object('id', tag.id, 'name', tag.name) order by tag.name) from message_tag mt join tag on tag.id = mt.tag_id where mt.message_id = m.id), '[]'::json) as tags,
      (select json_build_object('id', u.id, 'name', u.name) from app_user u where u.id = m.assignee_id) as assignee, m.snoozed_until as "snoozedUntil",
      coalesce((select json_agg(json_build_object('id', f.id, 'filename', f.filename, 'contentType', f.content_type, 'size', f.size, 'inline', f.inline, 'contentId', f.content_id) order by f.position)
        from attachment f where f.message_id = m.id), '[]'::json) as attachments,
      c.text, c.html,
      (select json_build_object('id', o.id, 'state', ${OUTGOING_STANDING}, 'ruleName', (select r.name from execution e join rule r on r.id = e.rule_id where e.id = o.execution_id))
        from outgoing_message o where o.id = m.outgoing_message_id) as outgoing
    from message m left join body_cache c on c.message_id = m.id
    where m.workspace_id = ${workspaceId} and ${condition}
    order by m.received_at, m.id limit 500`)
  return z.array(ThreadMessageRow).parse(rows)
}
