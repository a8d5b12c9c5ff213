import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { followUp, message, record, timelineEntry, user } from '../schema'

export interface NewFollowUp {
  readonly workspaceId: string
  readonly userId: string
  readonly text: string
  readonly dueAt: Date
  /** The reminder goes out as a mail too. */
  readonly byMail: boolean
  readonly messageId: string | null
  readonly recordId: string | null
  readonly executionId: string | null
  /** The second follow-up of a key is the first. Null: a person makes it. */
  readonly effectKey: string | null
  /** Who makes it by hand. */
  readonly byUserId: string | null
}

/** Adds a follow-up, with a line in the timeline of its record. */
export async function addFollowUp(tx: Tx, { byUserId, ...given }: NewFollowUp): Promise<{ readonly id: string; readonly created: boolean }> {
  const { workspaceId, effectKey, recordId, executionId, messageId, text, dueAt, userId } = given
  const [made] = await tx.insert(followUp).values(given).onConflictDoNothing({ target: [followUp.workspaceId, followUp.effectKey] }).returning({ id: followUp.id })
  if (made === undefined) {
    const [found] = await tx.select({ id: followUp.id }).from(followUp).where(and(eq(followUp.workspaceId, workspaceId), eq(followUp.effectKey, effectKey ?? '')))
    return { id: found?.id ?? '', created: false }
  }
  if (recordId !== null) {
    await tx.insert(timelineEntry).values({ workspaceId, recordId, kind: 'follow-up', userId: byUserId, executionId, messageId, data: { text, dueAt: dueAt.toISOString(), to: await nameOf(tx, userId) } })
    await notifyChanged(tx, workspaceId, 'record', [recordId])
  }
  await notifyChanged(tx, workspaceId, 'follow up', [made.id])
  return { id: made.id, created: true }
}

/** The open record of a thread that was made last, its own before those it was put to; null when there is none. */
export async function openRecordOf(tx: Tx, workspaceId: string, threadId: string): Promise<string | null> {
  const [found] = await tx
    .select({ id: record.id })
    .from(record)
    .where(and(eq(record.workspaceId, workspaceId), isNull(record.closedAt), sql`(${record.threadId} = ${threadId}::uuid or ${record.id} in (select record_id from record_link where thread_id = ${threadId}::uuid))`))
    .orderBy(sql`${record.threadId} is distinct from ${threadId}::uuid`, sql`${record.createdAt} desc`)
    .limit(1)
  return found?.id ?? null
}

/** Marks a follow-up done, or not done again; null when there is none. */
export async function settleFollowUp(tx: Tx, workspaceId: string, id: string, doneAt: Date | null): Promise<{ readonly id: string } | null> {
  const [done] = await tx.update(followUp).set({ doneAt }).where(and(eq(followUp.workspaceId, workspaceId), eq(followUp.id, id))).returning({ id: followUp.id, recordId: followUp.recordId })
  if (done === undefined) return null
  await notifyChanged(tx, workspaceId, 'follow up', [id])
  return { id: done.id }
}

/** What is to be done, the earliest first, with the mail and the record it is about. `userId` null: everybody's. */
export async function followUps(tx: Tx, workspaceId: string, { userId, done, limit }: { readonly userId: string | null; readonly done: boolean; readonly limit: number }) {
  return tx
    .select({
      id: followUp.id, text: followUp.text, dueAt: followUp.dueAt, doneAt: followUp.doneAt, byMail: followUp.byMail, userId: followUp.userId, userName: user.name,
      messageId: followUp.messageId, subject: message.subject, threadId: message.threadId,
      recordId: followUp.recordId, recordType: record.type, recordNumber: record.number, recordTitle: record.title, executionId: followUp.executionId,
    })
    .from(followUp)
    .innerJoin(user, eq(user.id, followUp.userId))
    .leftJoin(message, eq(message.id, followUp.messageId))
    .leftJoin(record, eq(record.id, followUp.recordId))
    .where(and(eq(followUp.workspaceId, workspaceId), userId === null ? undefined : eq(followUp.userId, userId), done ? sql`${followUp.doneAt} is not null` : isNull(followUp.doneAt)))
    .orderBy(done ? sql`${followUp.doneAt} desc` : asc(followUp.dueAt), asc(followUp.id))
    .limit(limit)
}

async function nameOf(tx: Tx, userId: string): Promise<string> {
  const [found] = await tx.select({ name: user.name }).from(user).where(eq(user.id, userId))
  return found?.name ?? ''
}
