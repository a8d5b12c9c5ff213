import { and, eq, inArray, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { member, message } from '../schema'

/** Who takes care of a mail, and until when it is out of sight. Both are ours alone: a mail server knows nothing of them. */

/** Null wakes them. Messages that are not in the workspace, and those that are so already, are left out; returns those that changed. */
export async function setSnoozed(tx: Tx, workspaceId: string, messageIds: readonly string[], until: Date | null): Promise<string[]> {
  return change(tx, workspaceId, messageIds, { snoozedUntil: until }, sql`${message.snoozedUntil} is distinct from ${until === null ? null : until.toISOString()}::timestamptz`)
}

/** Null gives them to nobody. Messages that are not in the workspace, and those that are so already, are left out; returns those that changed. */
export async function setAssignee(tx: Tx, workspaceId: string, messageIds: readonly string[], userId: string | null): Promise<string[]> {
  return change(tx, workspaceId, messageIds, { assigneeId: userId }, sql`${message.assigneeId} is distinct from ${userId}::uuid`)
}

export async function isMember(tx: Tx, workspaceId: string, userId: string): Promise<boolean> {
  const [known] = await tx.select({ id: member.id }).from(member).where(and(eq(member.workspaceId, workspaceId), eq(sql`${member.userId}::text`, userId)))
  return known !== undefined
}

async function change(tx: Tx, workspaceId: string, messageIds: readonly string[], set: Partial<typeof message.$inferInsert>, differs: ReturnType<typeof sql>): Promise<string[]> {
  if (messageIds.length === 0) return []
  const rows = await tx
    .update(message)
    .set(set)
    .where(and(eq(message.workspaceId, workspaceId), inArray(message.id, [...messageIds]), differs))
    .returning({ id: message.id })
  const changed = rows.map(({ id }) => id)
  if (changed.length > 0) await notifyChanged(tx, workspaceId, 'message', changed)
  return changed
}
