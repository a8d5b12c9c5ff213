import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { outgoingEvent } from '../schema'
import { Instant } from './keyset'
import { outgoingRows, type OutgoingListRow } from './outgoing-list'

const Person = z.object({ name: z.string(), address: z.string() })

const Event = z.object({ at: Instant, kind: z.enum(outgoingEvent.kind.enumValues), user: z.string().nullable(), detail: z.string().nullable() })

const Mail = z.object({ id: z.string(), threadId: z.string(), subject: z.string(), fromName: z.string(), fromAddress: z.string() })

const More = z.object({
  cc: z.array(Person),
  bcc: z.array(Person),
  text: z.string(),
  messageIdHeader: z.string(),
  inReplyTo: z.string().nullable(),
  envelopeFrom: z.string(),
  stepId: z.string().nullable(),
  inReplyToMessage: Mail.nullable(),
  carries: z.enum(['message', 'attachments']).nullable(),
  /** The mail that is passed on. */
  source: Mail.nullable(),
  /** The copy in Sent, once it is known as a message. */
  sentMessageId: z.string().nullable(),
  /** Other mail with the same recipients and text within five minutes: perhaps sent twice. */
  lookalikes: z.number(),
})

export interface OutgoingDetail extends OutgoingListRow, z.infer<typeof More> {
  /** Oldest first. */
  readonly trail: readonly z.infer<typeof Event>[]
}

/** One mail of the outbox with its text and its trail. Null: no such mail. */
export async function getOutgoing(tx: Tx, workspaceId: string, outgoingId: string): Promise<OutgoingDetail | null> {
  const [found] = await outgoingRows(tx, sql`o.workspace_id = ${workspaceId} and o.id = ${outgoingId}::uuid`, 1)
  if (found === undefined) return null
  const { cursorAt: _cursorAt, ...row } = found
  const [more] = await tx.execute(sql`
    select o.cc, o.bcc, o.text, o.message_id_header as "messageIdHeader", o.in_reply_to as "inReplyTo", o.envelope_from as "envelopeFrom", o.step_id as "stepId", o.carries,
      case when s.id is not null then json_build_object('id', s.id, 'threadId', s.thread_id, 'subject', s.subject, 'fromName', s.from_name, 'fromAddress', s.from_address) end as source,
      case when m.id is not null then json_build_object('id', m.id, 'threadId', m.thread_id, 'subject', m.subject, 'fromName', m.from_name, 'fromAddress', m.from_address) end as "inReplyToMessage",
      (select sent.id from message sent where sent.account_id = o.account_id and sent.message_id_header = o.message_id_header limit 1) as "sentMessageId",
      (select count(*)::int from outgoing_message x where x.workspace_id = o.workspace_id and x.id <> o.id and x."to" = o."to" and x.text = o.text and x.created_at between o.created_at - interval '5 minutes' and o.created_at + interval '5 minutes') as lookalikes
    from outgoing_message o left join message m on m.id = o.in_reply_to_message_id left join message s on s.id = o.source_message_id where o.workspace_id = ${workspaceId} and o.id = ${outgoingId}::uuid`)
  const trail = await tx.execute(sql`
    select e.at, e.kind, u.name as "user", e.detail from outgoing_event e left join app_user u on u.id = e.user_id
    where e.workspace_id = ${workspaceId} and e.outgoing_message_id = ${outgoingId}::uuid order by e.seq`)
  return { ...row, ...More.parse(more), trail: z.array(Event).parse(trail) }
}
