import { sql } from 'drizzle-orm'
import { notifyChanged } from '../../db/client'
import { linkableRecords } from '../../db/queries/linkable-records'
import { timelineEntry } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { chooseRecord } from '../../rules/record-name'
import { storableText } from '../ingest/storable'
import { mailOf, type DatabasePerformer } from './performer'

/** Puts the thread of the mail to a record of the same account. Idempotent by record and thread, which are put together once. */
export const recordLink: DatabasePerformer<'record.link'> = {
  async perform(tx, context, effect) {
    const { workspaceId, accountId, executionId, facts, now } = context
    const { messageId, threadId } = mailOf(context)
    const found = await linkableRecords(tx, { workspaceId, accountId, threadId, numbers: effect.named.map(({ number }) => number), contact: effect.contact })
    const chosen = chooseRecord(effect, found)
    if (chosen === null) return { effect: 'record.link', result: 'skipped', reason: 'part is off', detail: 'no such record' }
    const { ref } = chosen
    const made = chosen.isLinked ? [] : await send(tx, sql`
      insert into record_link (workspace_id, id, record_id, thread_id, message_id, execution_id) values (${workspaceId}, ${newId()}, ${ref}, ${threadId}, ${messageId}, ${executionId}) on conflict do nothing returning id`)
    if (made.length === 0) return { effect: 'record.link', result: 'done', change: 'no change', ref }
    await tx.insert(timelineEntry).values({ workspaceId, recordId: ref, kind: 'linked', at: now, executionId, messageId, data: { subject: storableText(facts.subject).slice(0, 200) } })
    await send(tx, sql`update record set updated_at = ${now.toISOString()}::timestamptz where workspace_id = ${workspaceId} and id = ${ref}::uuid`)
    await notifyChanged(tx, workspaceId, 'record', [ref])
    return { effect: 'record.link', result: 'done', change: 'changed', ref }
  },
}
