import { and, eq, inArray } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { message, messageTag, tag } from '../schema'

/** Puts a tag on messages or takes it off; returns the ids it changed. Null when the tag or one of the messages is not there: then nothing changed. */
export async function setTag(tx: Tx, request: { readonly workspaceId: string; readonly ids: readonly string[]; readonly tagId: string; readonly on: boolean }): Promise<readonly string[] | null> {
  const { workspaceId, tagId } = request
  const ids = [...new Set(request.ids)].sort()
  const [known] = await tx.select({ id: tag.id }).from(tag).where(and(eq(tag.workspaceId, workspaceId), eq(tag.id, tagId)))
  const there = await tx.select({ id: message.id }).from(message).where(and(eq(message.workspaceId, workspaceId), inArray(message.id, ids)))
  if (known === undefined || there.length < ids.length) return null
  const rows = request.on
    ? await tx.insert(messageTag).values(ids.map((messageId) => ({ workspaceId, messageId, tagId }))).onConflictDoNothing().returning({ id: messageTag.messageId })
    : await tx.delete(messageTag).where(and(eq(messageTag.workspaceId, workspaceId), eq(messageTag.tagId, tagId), inArray(messageTag.messageId, ids))).returning({ id: messageTag.messageId })
  const changed = rows.map(({ id }) => id)
  if (changed.length > 0) await notifyChanged(tx, workspaceId, 'message', changed)
  return changed
}
