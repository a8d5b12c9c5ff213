import { and, eq, inArray, sql, type SQL } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { member, message } from '../schema'

/** Who takes care of a mail, and until when it is out of sight. Both are ours alone: a mail server knows nothing of them. */

/** What was changed, and what was so before, for whoever takes it back. */
export interface Cared<T> {
  readonly changed: readonly string[]
  readonly before: readonly { readonly value: T; readonly ids: readonly string[] }[]
}

/** Null wakes them. Messages that are not in the workspace, and those that are so already, are left out. */
export async function setSnoozed(tx: Tx, workspaceId: string, messageIds: readonly string[], until: Date | null): Promise<Cared<Date | null>> {
  const rows = await change(tx, workspaceId, messageIds, { snoozedUntil: until }, sql`${message.snoozedUntil} is distinct from ${until === null ? null : until.toISOString()}::timestamptz`)
  return told(rows.map(({ id, snoozedUntil }) => ({ id, value: snoozedUntil })))
}

/** Null gives them to nobody. Messages that are not in the workspace, and those that are so already, are left out. */
export async function setAssignee(tx: Tx, workspaceId: string, messageIds: readonly string[], userId: string | null): Promise<Cared<string | null>> {
  const rows = await change(tx, workspaceId, messageIds, { assigneeId: userId }, sql`${message.assigneeId} is distinct from ${userId}::uuid`)
  return told(rows.map(({ id, assigneeId }) => ({ id, value: assigneeId })))
}

/** Whether this person belongs to the workspace and may have mail given to them. */
export async function isMember(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const [known] = await tx.select({ id: member.id }).from(member).where(and(eq(member.workspaceId, workspaceId), eq(sql`${member.userId}::text`, userId)))
  return known !== undefined
}

/** Answers the rows as they were. */
async function change(tx: Tx, workspaceId: string, messageIds: readonly string[], set: Partial<typeof message.$inferInsert>, differs: SQL) {
  const chosen = and(eq(message.workspaceId, workspaceId), inArray(message.id, [...messageIds]), differs)
  const rows = messageIds.length === 0 ? [] : await tx.select({ id: message.id, assigneeId: message.assigneeId, snoozedUntil: message.snoozedUntil }).from(message).where(chosen).orderBy(message.id).for('no key update')
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  await tx.update(message).set(set).where(and(eq(message.workspaceId, workspaceId), inArray(message.id, ids)))
  await notifyChanged(tx, workspaceId, 'message', ids)
  return rows
}

function told<T>(rows: readonly { readonly id: string; readonly value: T }[]): Cared<T> {
  const groups = new Map<string, { readonly value: T; readonly ids: string[] }>()
  for (const { id, value } of rows) {
    const group = groups.get(String(value)) ?? { value, ids: [] }
    group.ids.push(id)
    groups.set(String(value), group)
  }
  return { changed: rows.map(({ id }) => id), before: [...groups.values()] }
}
