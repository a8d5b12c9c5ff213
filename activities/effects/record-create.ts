import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, withCommit, type Tx } from '../../db/client'
import { timelineEntry } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { changeRecordByRule } from '../change-record'
import { send } from '../../db/send'
import type { EffectOf, Receipt } from '../../rules/effects'
import { withFields } from '../../rules/record-values'
import { storableText } from '../ingest/storable'
import { recordLimit, recordsSoFar, senderLock } from '../record-limit'
import type { DatabasePerformer, EffectContext } from './performer'
import { storableFields } from './record-update'

/**
 * Opens a record for the message, or finds the open one of its thread, its own before one that it was put to. Idempotent by effect key. The thread is locked by the caller, so that of two rules that
 * want a ticket for one thread the second finds the first one's.
 */
export const recordCreate: DatabasePerformer<'record.create'> = {
  async perform(tx, context, effect) {
    const { workspaceId, key, threadId, facts } = context
    // Where a record may have to be opened its sender is locked, and what was opened for it counted, without waiting for the answer.
    const finding = send(tx, sql`
      with found as materialized (
        select (select id from record where workspace_id = ${workspaceId} and effect_key = ${key}) as mine,
          (select id from record where workspace_id = ${workspaceId} and thread_id = ${threadId}::uuid and type = ${effect.recordType} and closed_at is null) as open,
          (select d.id from record_link l join record d on d.id = l.record_id where l.thread_id = ${threadId}::uuid and d.workspace_id = ${workspaceId} and d.type = ${effect.recordType} and d.closed_at is null order by d.created_at desc limit 1) as linked)
      select mine, open, linked, case when ${facts.from !== null} and mine is null and not (${effect.reuseOfThread} and coalesce(open, linked) is not null) then ${senderLock(context)}::text end from found`)
    const [[found], soFar] = await Promise.all([finding, recordsSoFar(tx, context)])
    const { mine, open, linked } = Found.parse(found)
    if (mine !== null) return receipt('created', mine)
    const reusable = open ?? linked
    if (reusable !== null && effect.reuseOfThread) return reuse(tx, context, effect, reusable)
    const withheld = await recordLimit(tx, context, soFar)
    if (withheld !== null) return withheld
    // A thread has one open record of a type; a further one refers to its message alone.
    return create(tx, context, effect, open === null ? threadId : null)
  },
}

const Found = z.object({ mine: z.string().nullable(), open: z.string().nullable(), linked: z.string().nullable() })

async function reuse(tx: Tx, { workspaceId, executionId, messageId, key, now }: EffectContext, { updateReused, stage, assigneeRef, fields }: EffectOf<'record.create'>, recordId: string): Promise<Receipt> {
  const [before] = await send(tx, sql`select 1 from timeline_entry where record_id = ${recordId}::uuid and kind = 'reused' and data ->> 'key' = ${key} limit 1`)
  if (before !== undefined) return receipt('reused', recordId)
  await tx.insert(timelineEntry).values({ workspaceId, recordId, kind: 'reused', at: now, executionId, messageId, data: { key } })
  if (updateReused === true) await changeRecordByRule(tx, { workspaceId, recordId, executionId, key: `${key}/values`, wishes: { stage, assigneeRef, fields: storableFields(fields) }, now })
  await send(tx, sql`update record set updated_at = ${now.toISOString()}::timestamptz where id = ${recordId}::uuid`)
  await notifyChanged(tx, workspaceId, 'record', [recordId])
  return receipt('reused', recordId)
}

async function create(tx: Tx, context: EffectContext, effect: EffectOf<'record.create'>, threadId: string | null): Promise<Receipt> {
  const { workspaceId, executionId, messageId, key, facts, now } = context
  const id = newId()
  // Held to the end of the transaction: numbers have no gaps and no two records have one. Others wait for it, so nothing here waits for an answer.
  const locked = send(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`record number ${workspaceId} ${effect.recordType}`}, 0))`)
  const inserted = send(tx, sql`
    insert into record (workspace_id, id, type, number, title, stage, assignee_id, fields, contact_name, contact_address, sender, thread_id, message_id, execution_id, effect_key)
    select ${workspaceId}::uuid, ${id}::uuid, ${effect.recordType}, coalesce(max(number), 0) + 1, ${storableText(effect.title)}, ${effect.stage ?? 'new'},
      (select m.user_id from member m where m.workspace_id = ${workspaceId} and m.user_id::text = ${effect.assigneeRef ?? ''}), ${JSON.stringify(withFields({}, storableFields(effect.fields) ?? {}))}::jsonb, ${storableText(effect.contact?.name ?? '')}, ${effect.contact?.address ?? ''},
      ${facts.from?.address.toLowerCase() ?? null}::text,
      ${threadId}::uuid, ${messageId}::uuid, ${executionId}::uuid, ${key}
    from record where workspace_id = ${workspaceId} and type = ${effect.recordType}`)
  const told = tx.insert(timelineEntry).values({ workspaceId, recordId: id, kind: 'created', at: now, executionId, messageId }).execute()
  await Promise.all([withCommit(tx, locked, inserted, told), notifyChanged(tx, workspaceId, 'record', [id])])
  return receipt('created', id)
}

function receipt(change: 'created' | 'reused', ref: string): Receipt {
  return { effect: 'record.create', result: 'done', change, ref }
}
