import { and, eq } from 'drizzle-orm'
import { notifyChanged } from '../../db/client'
import { member, notification } from '../../db/schema'
import { storableText } from '../ingest/storable'
import type { DatabasePerformer } from './performer'

/** Tells one member. Idempotent by effect key and member. */
export const userNotify: DatabasePerformer<'user.notify'> = {
  async perform(tx, { workspaceId, key, messageId, executionId, now }, { userRef, text }) {
    const [known] = await tx.select({ id: member.id }).from(member).where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userRef)))
    if (known === undefined) return { effect: 'user.notify', result: 'failed', code: 'userGone' }
    const [told] = await tx
      .insert(notification)
      .values({ workspaceId, userId: userRef, effectKey: key, text: storableText(text), messageId, executionId, at: now })
      .onConflictDoNothing()
      .returning({ id: notification.id })
    if (told !== undefined) await notifyChanged(tx, workspaceId, 'notification', [told.id])
    return { effect: 'user.notify', result: 'done', change: told === undefined ? 'no change' : 'changed', ref: userRef }
  },
}
