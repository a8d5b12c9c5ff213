import { and, eq, inArray, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { outgoingMessage } from '../schema'
import { enqueue } from './enqueue-dispatch'
import type { OutgoingChange } from './outgoing-change'

/** Makes a mail due now that waits for its time or its next try, and wakes whoever sends it. */
export async function hurryOutgoing(tx: Tx, workspaceId: string, outgoingMessageId: string): Promise<OutgoingChange> {
  const mine = and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, outgoingMessageId))
  const [changed] = await tx
    .update(outgoingMessage)
    .set({ notBefore: sql`least(${outgoingMessage.notBefore}, now())`, nextTryAt: sql`case when ${outgoingMessage.state} = 'deferred' then now() else ${outgoingMessage.nextTryAt} end` })
    .where(and(mine, inArray(outgoingMessage.state, ['scheduled', 'queued', 'deferred'])))
    .returning({ state: outgoingMessage.state })
  if (changed === undefined) {
    const [row] = await tx.select({ state: outgoingMessage.state }).from(outgoingMessage).where(mine)
    return row === undefined ? null : { changed: false, state: row.state }
  }
  await enqueue(tx, [{ workspaceId, workflow: 'sendMessage', kind: 'recheck', subjectId: outgoingMessageId }])
  await notifyChanged(tx, workspaceId, 'outgoing', [outgoingMessageId])
  return { changed: true, state: changed.state }
}
