import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { World } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import type { Tx } from '../client'
import { RECORD_TYPES } from '../schema'
import { send } from '../send'
import { Instant } from './keyset'
import { RecordOfThread } from './message-facts'

type OwnWorld = Pick<World, 'openRecords' | 'recordContact' | 'snoozedUntil' | 'assigneeRef'>

const Care = z.array(z.object({ id: z.string(), snoozedUntil: Instant.nullable(), assigneeRef: z.string().nullable() }))
const Records = z.array(RecordOfThread.extend({ type: z.enum(RECORD_TYPES), thread: z.string(), contact: z.string() }))

/** What effects would find that differs from mail to mail, for many mails at once, by message. What is the same for all of them is `worldFor`'s. */
export async function ownWorlds(tx: Tx, workspaceId: string, mails: readonly Pick<MessageFacts, 'messageRef' | 'threadRef'>[]): Promise<ReadonlyMap<string, OwnWorld>> {
  const [care, records] = await Promise.all([careOf(tx, workspaceId, mails.map(({ messageRef }) => messageRef)), recordsOf(tx, workspaceId, [...new Set(mails.map(({ threadRef }) => threadRef))])])
  return new Map(
    mails.map(({ messageRef, threadRef }) => {
      const own = records.get(threadRef) ?? []
      const { snoozedUntil = null, assigneeRef = null } = care.get(messageRef) ?? {}
      const openRecords = own.map(({ thread: _, contact: __, ...record }) => record)
      return [messageRef, { openRecords, recordContact: own.find(({ contact }) => contact !== '')?.contact ?? null, snoozedUntil: snoozedUntil?.toISOString() ?? null, assigneeRef }]
    }),
  )
}

async function careOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<ReadonlyMap<string, z.infer<typeof Care>[number]>> {
  const rows = await send(tx, sql`
    select id, snoozed_until as "snoozedUntil", assignee_id as "assigneeRef" from message
    where workspace_id = ${workspaceId}::uuid and id = any(${asArray(ids)}::uuid[]) and (snoozed_until is not null or assignee_id is not null)`)
  return new Map(Care.parse(rows).map((row) => [row.id, row]))
}

/** Open records by thread: its own before those it was put to, each newest first. */
async function recordsOf(tx: Tx, workspaceId: string, threads: readonly string[]): Promise<ReadonlyMap<string, z.infer<typeof Records>>> {
  const rows = await send(tx, sql`
    select of_thread.thread, d.id as ref, d.type, d.number, d.stage, d.title, d.assignee_id as "assigneeRef", d.fields, d.contact_address as contact
    from (select id as record, thread_id as thread, true as own from record where thread_id = any(${asArray(threads)}::uuid[])
      union select l.record_id, l.thread_id, false from record_link l join record r on r.id = l.record_id and r.thread_id is distinct from l.thread_id where l.thread_id = any(${asArray(threads)}::uuid[])) of_thread
      join record d on d.id = of_thread.record
    where d.workspace_id = ${workspaceId}::uuid and d.closed_at is null order by of_thread.own desc, d.created_at desc, d.id desc`)
  const found = new Map<string, z.infer<typeof Records>>()
  for (const row of Records.parse(rows)) found.set(row.thread, [...(found.get(row.thread) ?? []), row])
  return found
}

function asArray(ids: readonly string[]): string {
  return `{${ids.join()}}`
}
