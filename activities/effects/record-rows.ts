import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { gathered } from '../../db/gathered'
import { plannedAnew } from '../../db/planned-anew'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { limitsAndRecords } from '../../db/queries/records-of-sender'
import { DEFAULT_LIMITS, limitsOf, type Limits } from '../../rules/limits'
import { storableJson } from '../ingest/storable'

/** A step that wants a record. */
export interface WantedRecord {
  readonly workspaceId: string
  readonly key: string
  readonly threadId: string | null
  readonly type: string
  readonly reuse: boolean
  /** Whose mail it is, in lower case; null: nobody's. */
  readonly sender: string | null
}

/** What there is already: the record that this step opened, the open one of the thread, the newest open one that the thread was put to. */
export interface FoundRecords {
  readonly mine: string | null
  readonly open: string | null
  readonly linked: string | null
  /** What rules may open for the sender and what they have opened in that time; null: the mail has no sender. */
  readonly soFar: { readonly limits: Limits; readonly count: number } | null
}

const Found = z.array(z.object({ n: z.number(), mine: z.string().nullable(), open: z.string().nullable(), linked: z.string().nullable() }))

/**
 * Looks for the records of steps. Where one may have to be opened its sender is locked until the transaction is over, so that who asks for the same sender waits, and what
 * was opened for it is counted after that. Of those that ask at the same moment no two may have one sender.
 */
export const findRecord = gathered(async (tx, wanted: readonly WantedRecord[]): Promise<readonly FoundRecords[]> => {
  const workspaceId = wanted[0]?.workspaceId ?? ''
  const rows = wanted.map(({ key, threadId, type, reuse, sender }, n) => ({ n, key, thread: threadId, type, reuse, lock: sender === null ? null : `records of ${workspaceId} ${sender}` }))
  const find = () => send(tx, sql`
    with found as materialized (
      select r.n, r.reuse, r.lock, (select id from record where workspace_id = ${workspaceId}::uuid and effect_key = r.key) as mine,
        (select d.id from (select id, type from record where thread_id = r.thread and closed_at is null offset 0) d where d.type = r.type) as open,
        (select d.id from record_link l cross join lateral (select * from record where id = l.record_id offset 0) d where l.thread_id = r.thread and d.type = r.type and d.closed_at is null order by d.created_at desc limit 1) as linked
      from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(n int, key text, thread uuid, type text, reuse boolean, lock text))
    select n, mine, open, linked, case when lock is not null and mine is null and not (reuse and coalesce(open, linked) is not null) then pg_advisory_xact_lock(hashtextextended(lock, 0))::text end
    from (select * from found order by lock, n offset 0) in_order`)
  const finding = rows.length > 1 ? plannedAnew(tx, find) : find()
  const senders = wanted.flatMap(({ sender }) => sender ?? [])
  const counting = senders.length === 0 ? null : limitsAndRecords(tx, workspaceId, senders, DEFAULT_LIMITS.recordMinutes)
  const [found, counted] = await Promise.all([finding, counting])
  const byPlace = new Map(Found.parse(found).map((row) => [row.n, row]))
  const limits = counted === null ? null : limitsOf(counted.stored)
  return wanted.flatMap(({ sender }, n) => {
    const row = byPlace.get(n)
    return row === undefined ? [] : [{ ...row, soFar: sender === null || limits === null ? null : { limits, count: counted?.counts.get(sender) ?? 0 } }]
  })
})

export interface NewRecord {
  readonly workspaceId: string
  readonly id: string
  readonly type: string
  readonly title: string
  readonly stage: string
  readonly assigneeRef: string
  readonly fields: Readonly<Record<string, string>>
  readonly contact: { readonly name: string; readonly address: string }
  readonly sender: string | null
  readonly threadId: string | null
  readonly messageId: string | null
  readonly executionId: string
  readonly key: string
  readonly now: Date
}

/**
 * Opens records with the first entry of each one's timeline. The lock is held to the end of the transaction: numbers have no gaps, no two records have one, and
 * they follow the order in which records are asked for.
 */
export const openRecord = gathered(async (tx, records: readonly NewRecord[]): Promise<readonly true[]> => {
  const workspaceId = records[0]?.workspaceId ?? ''
  const rows = records.map(({ contact, now, workspaceId: _, ...record }, n) => ({ n, ...record, entryId: newId(), contactName: contact.name, contactAddress: contact.address, at: now.toISOString() }))
  const locks = records.map(({ type }) => `record number ${workspaceId} ${type}`)
  const locked = send(tx, sql`
    select pg_advisory_xact_lock(hashtextextended(name, 0)) from (select distinct name from jsonb_array_elements_text(${JSON.stringify(locks)}::jsonb) as name order by name offset 0) in_order`)
  const opened = send(tx, sql`
    with wanted as materialized (
      select * from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(n int, id uuid, type text, title text, stage text, "assigneeRef" text, fields jsonb, "contactName" text, "contactAddress" text, sender text,
        "threadId" uuid, "messageId" uuid, "executionId" uuid, key text, at timestamptz, "entryId" uuid)),
    last as materialized (select t.type, coalesce((select max(d.number) from record d where d.workspace_id = ${workspaceId}::uuid and d.type = t.type), 0) as number from (select distinct type from wanted) t),
    opened as (
      insert into record (workspace_id, id, type, number, title, stage, assignee_id, fields, contact_name, contact_address, sender, thread_id, message_id, execution_id, effect_key)
      select ${workspaceId}::uuid, w.id, w.type, last.number + row_number() over (partition by w.type order by w.n), w.title, w.stage,
        (select m.user_id from member m where m.workspace_id = ${workspaceId}::uuid and m.user_id::text = w."assigneeRef"), w.fields, w."contactName", w."contactAddress", w.sender, w."threadId", w."messageId", w."executionId", w.key
      from wanted w join last on last.type = w.type)
    insert into timeline_entry (id, workspace_id, record_id, kind, at, execution_id, message_id)
    select w."entryId", ${workspaceId}::uuid, w.id, 'created', w.at, w."executionId", w."messageId" from wanted w order by w.n`)
  await Promise.all([locked, opened])
  return records.map(() => true)
})
