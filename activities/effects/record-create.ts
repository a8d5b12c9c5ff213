import { sql } from 'drizzle-orm'
import { notifyChanged, withCommit, type Tx } from '../../db/client'
import { timelineEntry } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { changeRecordByRule } from '../change-record'
import { send } from '../../db/send'
import type { EffectOf, Receipt } from '../../rules/effects'
import { withFields } from '../../rules/record-values'
import { recordLimit, senderOf } from '../record-limit'
import type { DatabasePerformer, EffectContext } from './performer'
import { findRecord, openRecord } from './record-rows'
import { storableFields } from './record-update'

/**
 * Opens a record for the message, or finds the open one of its thread, its own before one that it was put to. Idempotent by effect key. The thread is locked by the caller, so that of two rules that
 * want a ticket for one thread the second finds the first one's.
 */
export const recordCreate: DatabasePerformer<'record.create'> = {
  async perform(tx, context, effect) {
    const { workspaceId, key, threadId, facts } = context
    const { mine, open, linked, soFar } = await findRecord(tx, { workspaceId, key, threadId, type: effect.recordType, reuse: effect.reuseOfThread, sender: senderOf(facts) }).answer
    if (mine !== null) return receipt('created', mine)
    const reusable = open ?? linked
    if (reusable !== null && effect.reuseOfThread) return reuse(tx, context, effect, reusable)
    const withheld = await recordLimit(tx, context, soFar)
    if (withheld !== null) return withheld
    // A thread has one open record of a type; a further one refers to its message alone.
    return create(tx, context, effect, open === null ? threadId : null)
  },
}

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
  const { recordType: type, title, stage = 'new', assigneeRef = '' } = effect
  const opening = openRecord(tx, { workspaceId, id, type, title, stage, assigneeRef, fields: withFields({}, storableFields(effect.fields) ?? {}), contact: effect.contact ?? { name: '', address: '' }, sender: senderOf(facts), threadId, messageId, executionId, key, now })
  await opening.sent
  // The lock of the numbers is held to the end, and others wait for it: nothing here waits for an answer.
  await withCommit(tx, opening.answer)
  await notifyChanged(tx, workspaceId, 'record', [id])
  return receipt('created', id)
}

function receipt(change: 'created' | 'reused', ref: string): Receipt {
  return { effect: 'record.create', result: 'done', change, ref }
}
