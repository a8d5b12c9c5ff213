import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, withCommit, type Tx } from '../../db/client'
import { timelineEntry } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import type { EffectOf, Receipt } from '../../rules/effects'
import { storableText } from '../ingest/storable'
import { recordLimit } from '../record-limit'
import type { DatabasePerformer, EffectContext } from './performer'

/**
 * Opens a record for the message, or finds the open one of its thread. Idempotent by effect key. The thread is locked by the caller, so that of two rules that
 * want a ticket for one thread the second finds the first one's.
 */
export const recordCreate: DatabasePerformer<'record.create'> = {
  async perform(tx, context, effect) {
    const { workspaceId, key, threadId } = context
    const [found] = await send(tx, sql`
      select (select id from record where workspace_id = ${workspaceId} and effect_key = ${key}) as mine,
        (select id from record where workspace_id = ${workspaceId} and thread_id = ${threadId}::uuid and type = ${effect.recordType} and closed_at is null) as open`)
    const { mine, open } = Found.parse(found)
    if (mine !== null) return receipt('created', mine)
    if (open !== null && effect.reuseOfThread) return reuse(tx, context, open)
    const withheld = await recordLimit(tx, context)
    if (withheld !== null) return withheld
    // A thread has one open record of a type; a further one refers to its message alone.
    return create(tx, context, effect, open === null ? threadId : null)
  },
}

const Found = z.object({ mine: z.string().nullable(), open: z.string().nullable() })

async function reuse(tx: Tx, { workspaceId, executionId, messageId, now }: EffectContext, recordId: string): Promise<Receipt> {
  await tx.insert(timelineEntry).values({ workspaceId, recordId, kind: 'reused', at: now, executionId, messageId })
  await send(tx, sql`update record set updated_at = ${now.toISOString()}::timestamptz where id = ${recordId}::uuid`)
  await notifyChanged(tx, workspaceId, 'record', [recordId])
  return receipt('reused', recordId)
}

async function create(tx: Tx, context: EffectContext, effect: EffectOf<'record.create'>, threadId: string | null): Promise<Receipt> {
  const { workspaceId, executionId, messageId, key, now } = context
  const id = newId()
  // Held to the end of the transaction: numbers have no gaps and no two records have one. Others wait for it, so nothing here waits for an answer.
  const locked = send(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`record number ${workspaceId} ${effect.recordType}`}, 0))`)
  const inserted = send(tx, sql`
    insert into record (workspace_id, id, type, number, title, contact_name, contact_address, thread_id, message_id, execution_id, effect_key)
    select ${workspaceId}::uuid, ${id}::uuid, ${effect.recordType}, coalesce(max(number), 0) + 1, ${storableText(effect.title)}, ${storableText(effect.contact?.name ?? '')}, ${effect.contact?.address ?? ''},
      ${threadId}::uuid, ${messageId}::uuid, ${executionId}::uuid, ${key}
    from record where workspace_id = ${workspaceId} and type = ${effect.recordType}`)
  const told = tx.insert(timelineEntry).values({ workspaceId, recordId: id, kind: 'created', at: now, executionId, messageId }).execute()
  await Promise.all([withCommit(tx, locked, inserted, told), notifyChanged(tx, workspaceId, 'record', [id])])
  return receipt('created', id)
}

function receipt(change: 'created' | 'reused', ref: string): Receipt {
  return { effect: 'record.create', result: 'done', change, ref }
}
