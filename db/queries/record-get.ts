import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { TIMELINE_KINDS } from '../schema'
import { ExecutionStateName } from './execution-state'
import { Instant } from './keyset'
import { OUTGOING_STANDING, OutgoingStanding } from './outgoing-standing'
import { recordRows, type RecordListRow } from './record-list'

const File = z.object({ id: z.string(), filename: z.string(), contentType: z.string(), size: z.number() })

const Entry = z.object({
  id: z.string(),
  kind: z.enum(TIMELINE_KINDS),
  at: Instant,
  /** Who; null: nobody in person. */
  user: z.object({ id: z.string(), name: z.string() }).nullable(),
  execution: z.object({ id: z.string(), ruleId: z.string(), ruleName: z.string(), version: z.number(), state: ExecutionStateName }).nullable(),
  message: z.object({ id: z.string(), threadId: z.string(), fromName: z.string(), fromAddress: z.string(), subject: z.string(), text: z.string(), attachments: z.array(File) }).nullable(),
  outgoing: z.object({ id: z.string(), state: OutgoingStanding, subject: z.string(), text: z.string(), to: z.array(z.object({ name: z.string(), address: z.string() })) }).nullable(),
  /** Note: text. Stage, field: from and to. Assigned: to. */
  data: z.record(z.string(), z.string()),
})
export type TimelineItem = z.infer<typeof Entry>

const Run = z.object({ id: z.string(), ruleId: z.string(), ruleName: z.string(), version: z.number(), state: ExecutionStateName, messageId: z.string(), createdAt: Instant, waitsUntil: Instant.nullable() })

export interface RecordDetail extends RecordListRow {
  readonly closedAt: Date | null
  readonly accountId: string | null
  /** Newest first. */
  readonly timeline: readonly TimelineItem[]
  /** Executions on any mail of its thread, newest first. */
  readonly runs: readonly z.infer<typeof Run>[]
}

/** A record with its timeline. Null: no such record. */
export async function getRecord(tx: Tx, workspaceId: string, recordId: string): Promise<RecordDetail | null> {
  const [found] = await recordRows(tx, sql`r.workspace_id = ${workspaceId} and r.id = ${recordId}::uuid`, 1)
  if (found === undefined) return null
  const { cursorAt: _cursorAt, ...row } = found
  const [more] = await tx.execute(sql`
    select r.closed_at as "closedAt", t.account_id as "accountId" from record r left join thread t on t.id = r.thread_id where r.workspace_id = ${workspaceId} and r.id = ${recordId}::uuid`)
  const rest = z.object({ closedAt: Instant.nullable(), accountId: z.string().nullable() }).parse(more)
  return { ...row, ...rest, timeline: await timelineOf(tx, workspaceId, recordId), runs: row.threadId === null ? [] : await runsOf(tx, workspaceId, row.threadId) }
}

async function timelineOf(tx: Tx, workspaceId: string, recordId: string): Promise<TimelineItem[]> {
  const rows = await tx.execute(sql`
    select t.id, t.kind, t.at, t.data,
      case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as "user",
      case when e.id is not null then json_build_object('id', e.id, 'ruleId', e.rule_id, 'ruleName', rule.name, 'version', v.number, 'state', e.state) end as execution,
      case when m.id is not null then json_build_object('id', m.id, 'threadId', m.thread_id, 'fromName', m.from_name, 'fromAddress', m.from_address, 'subject', m.subject, 'text', left(coalesce(c.text, m.snippet), 4000),
        'attachments', coalesce((select json_agg(json_build_object('id', f.id, 'filename', f.filename, 'contentType', f.content_type, 'size', f.size) order by f.position) from attachment f where f.message_id = m.id and not f.inline), '[]'::json)) end as message,
      case when o.id is not null then json_build_object('id', o.id, 'state', ${OUTGOING_STANDING}, 'subject', o.subject, 'text', left(o.text, 4000), 'to', o."to") end as outgoing
    from timeline_entry t left join app_user u on u.id = t.user_id
    left join execution e on e.id = t.execution_id left join rule on rule.id = e.rule_id left join rule_version v on v.id = e.rule_version_id
    left join message m on m.id = t.message_id left join body_cache c on c.message_id = m.id left join outgoing_message o on o.id = t.outgoing_message_id
    where t.workspace_id = ${workspaceId} and t.record_id = ${recordId}::uuid order by t.at desc, t.id desc limit 500`)
  return z.array(Entry).parse(rows)
}

async function runsOf(tx: Tx, workspaceId: string, threadId: string): Promise<z.infer<typeof Run>[]> {
  const rows = await tx.execute(sql`
    select e.id, e.rule_id as "ruleId", r.name as "ruleName", v.number as version, e.state, e.message_id as "messageId", e.created_at as "createdAt",
      (select min(w.due_at) from wait w where w.execution_id = e.id and w.port is null) as "waitsUntil"
    from message m join execution e on e.message_id = m.id join rule r on r.id = e.rule_id join rule_version v on v.id = e.rule_version_id
    where m.workspace_id = ${workspaceId} and m.thread_id = ${threadId}::uuid order by e.created_at desc limit 100`)
  return z.array(Run).parse(rows)
}
