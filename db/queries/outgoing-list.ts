import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { OUTGOING_STATES, RECORD_TYPES } from '../schema'
import { afterCursor, type Cursor, Instant, instant, likeText, newestFirst, type Page, pageOf } from './keyset'
import { OUTGOING_STANDING, OutgoingStanding } from './outgoing-standing'

export const OutgoingStateName = z.enum(OUTGOING_STATES)

export const OutgoingFilter = z.object({
  /** Empty means all but drafts. What came back is not among the accepted. */
  states: z.array(OutgoingStanding).max(10).default([]),
  /** Who wrote it. */
  writtenBy: z.enum(['rules', 'people']).nullable().default(null),
  errorCode: z.string().max(100).nullable().default(null),
  /** A part of recipient, subject or the server's answer. */
  q: z.string().max(200).default(''),
})
export type OutgoingFilter = z.infer<typeof OutgoingFilter>

const Person = z.object({ name: z.string(), address: z.string() })

const Row = z.object({
  id: z.string(),
  /** What can be done about it depends on this … */
  state: OutgoingStateName,
  /** … and people are told this. */
  standing: OutgoingStanding,
  accountId: z.string(),
  accountName: z.string(),
  from: Person,
  to: z.array(Person),
  subject: z.string(),
  /** The beginning of the text. */
  preview: z.string(),
  automatic: z.boolean(),
  /** `forward`, `redirect`: it carries, or is, a mail that came to us. */
  form: z.enum(['mail', 'forward', 'redirect', 'notice']),
  /** Undo window or schedule: it does not leave before. */
  notBefore: Instant,
  attempts: z.number(),
  nextTryAt: Instant.nullable(),
  /** The server's final words. */
  reply: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string(), said: z.string().optional() }).nullable(),
  sentCopy: z.enum(['pending', 'appended', 'not needed', 'failed']),
  server: z.object({ id: z.string(), name: z.string(), sink: z.boolean() }).nullable(),
  /** Written by a rule's step … */
  rule: z.object({ executionId: z.string(), ruleId: z.string(), name: z.string(), version: z.number() }).nullable(),
  /** … or by a person. */
  writtenBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  record: z.object({ id: z.string(), recordType: z.enum(RECORD_TYPES), number: z.number() }).nullable(),
  threadId: z.string().nullable(),
  createdAt: Instant,
  settledAt: Instant.nullable(),
  cursorAt: z.string(),
})
export interface OutgoingListRow extends Omit<z.infer<typeof Row>, 'cursorAt'> {}

/** One page of the outbox, newest first. */
export async function listOutgoing(tx: Tx, workspaceId: string, filter: OutgoingFilter, cursor: Cursor | null, limit: number): Promise<Page<OutgoingListRow>> {
  const rows = await outgoingRows(tx, sql`${outgoingCondition(workspaceId, filter)} and ${afterCursor(sql`o.created_at`, sql`o.id`, cursor)}`, limit + 1)
  const page = pageOf(rows, limit, (row) => ({ at: row.cursorAt, id: row.id }))
  return { nextCursor: page.nextCursor, rows: page.rows.map(({ cursorAt: _cursorAt, ...row }) => row) }
}

/** Mail of ours that no message stands for yet, newest first: what a thread or Sent shows until the copy of the server is here. */
export async function outgoingWithoutMessage(tx: Tx, workspaceId: string, threadId: string | null): Promise<readonly OutgoingListRow[]> {
  const rows = await outgoingRows(
    tx,
    sql`o.workspace_id = ${workspaceId} and o.state not in ('draft', 'cancelled') ${threadId === null ? sql`` : sql`and o.thread_id = ${threadId}::uuid`}
      and not exists (select 1 from message m where m.account_id = o.account_id and m.message_id_header = o.message_id_header)`,
    50,
  )
  return rows.map(({ cursorAt: _cursorAt, ...row }) => row)
}

/** Rows of the outbox under any condition on `outgoing_message o`. */
export async function outgoingRows(tx: Tx, condition: SQL, limit: number): Promise<z.infer<typeof Row>[]> {
  const rows = await tx.execute(sql`
    select o.id, o.state, ${OUTGOING_STANDING} as standing, o.account_id as "accountId", a.name as "accountName", o."from", o."to", o.subject, left(o.text, 400) as preview, o.automatic, o.form, o.not_before as "notBefore", o.attempts, o.next_try_at as "nextTryAt", o.reply, o.error, o.sent_copy as "sentCopy",
      case when s.id is not null then json_build_object('id', s.id, 'name', s.name, 'sink', s.sink) end as server,
      case when e.id is not null then json_build_object('executionId', e.id, 'ruleId', e.rule_id, 'name', r.name, 'version', v.number) end as rule,
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "writtenBy",
      case when c.id is not null then json_build_object('id', c.id, 'recordType', c.type, 'number', c.number) end as record,
      o.thread_id as "threadId", o.created_at as "createdAt", o.settled_at as "settledAt", ${instant(sql`o.created_at`)} as "cursorAt"
    from outgoing_message o join account a on a.id = o.account_id
    left join outgoing_server s on s.id = coalesce(o.outgoing_server_id, a.outgoing_server_id)
    left join execution e on e.id = o.execution_id left join rule r on r.id = e.rule_id left join rule_version v on v.id = e.rule_version_id
    left join app_user u on u.id = o.user_id
    left join record c on c.id = coalesce(o.record_id, (select c2.id from record c2 where c2.thread_id = o.thread_id order by c2.created_at desc limit 1))
    where ${condition} order by ${newestFirst(sql`o.created_at`, sql`o.id`)} limit ${limit}`)
  return z.array(Row).parse(rows)
}

/** The filter over `outgoing_message o`. */
function outgoingCondition(workspaceId: string, filter: OutgoingFilter): SQL {
  const parts: SQL[] = [sql`o.workspace_id = ${workspaceId}`]
  if (filter.states.length > 0) parts.push(sql`${OUTGOING_STANDING} in (${sql.join(filter.states.map((state) => sql`${state}`), sql`, `)})`)
  else parts.push(sql`o.state <> 'draft'`)
  if (filter.writtenBy === 'rules') parts.push(sql`o.execution_id is not null`)
  if (filter.writtenBy === 'people') parts.push(sql`o.user_id is not null`)
  if (filter.errorCode !== null) parts.push(sql`o.error ->> 'code' = ${filter.errorCode}`)
  const pattern = `%${likeText(filter.q.trim())}%`
  if (filter.q.trim() !== '') parts.push(sql`(o.subject ilike ${pattern} or o."to"::text ilike ${pattern} or o.reply ilike ${pattern} or o.error::text ilike ${pattern})`)
  return sql.join(parts, sql` and `)
}
