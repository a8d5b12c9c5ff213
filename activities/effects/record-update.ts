import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { changeRecordByRule, memberOf } from '../change-record'
import { send } from '../../db/send'
import type { RecordType } from '../../rules/record'
import { storableText } from '../ingest/storable'
import type { DatabasePerformer, EffectContext } from './performer'

/**
 * Changes the open record that the execution is about, or that its thread belongs to. Idempotent by effect key. Without such a record, and where all it would do is to
 * assign it to somebody who is gone, the step is skipped.
 */
export const recordUpdate: DatabasePerformer<'record.update'> = {
  async perform(tx, context, { recordType, stage, assigneeRef, title, fields }) {
    const { workspaceId, executionId, key, now } = context
    const found = await openRecordOf(tx, context, recordType)
    if (found === null) return { effect: 'record.update', result: 'skipped', reason: 'part is off', detail: 'no record' }
    const isForNobody = stage === undefined && title === undefined && fields === undefined && assigneeRef !== undefined && assigneeRef !== ''
    if (isForNobody && (await memberOf(tx, workspaceId, assigneeRef)) === null) return { effect: 'record.update', result: 'skipped', reason: 'part is off', detail: 'no user' }
    const wishes = { stage, assigneeRef, title: title === undefined ? undefined : storableText(title), fields: storableFields(fields) }
    const change = await changeRecordByRule(tx, { workspaceId, recordId: found, executionId, key, wishes, now })
    return { effect: 'record.update', result: 'done', change, ref: found }
  },
}

/** The record that set the execution off, else its thread's own, else the newest that the thread was put to. */
async function openRecordOf(tx: Tx, { workspaceId, executionId, threadId }: EffectContext, type: RecordType): Promise<string | null> {
  const [row] = await send(tx, sql`
    select d.id from record d left join execution e on e.id = ${executionId}::uuid and e.record_id = d.id
    where d.workspace_id = ${workspaceId} and d.type = ${type} and d.closed_at is null
      and (e.id is not null or d.thread_id = ${threadId}::uuid or d.id in (select record_id from record_link where thread_id = ${threadId}::uuid))
    order by e.id is null, d.thread_id is distinct from ${threadId}::uuid, d.created_at desc, d.id desc limit 1`)
  return row === undefined ? null : String(row.id)
}

/** Names and values as the database can hold them. */
export function storableFields(fields: Readonly<Record<string, string>> | undefined): Readonly<Record<string, string>> | undefined {
  return fields === undefined ? undefined : Object.fromEntries(Object.entries(fields).map(([name, value]) => [storableText(name), storableText(value)]))
}
