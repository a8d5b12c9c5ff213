import { notifyChanged } from '../../db/client'
import { isMember } from '../../db/queries/message-care'
import { notification } from '../../db/schema'
import { storableText } from '../ingest/storable'
import type { DatabasePerformer } from './performer'

/** Tells one member here. Idempotent by effect key and member; somebody who is no longer a member skips the step. */
export const userNotify: DatabasePerformer<'user.notify'> = {
  async perform(tx, { workspaceId, key, messageId, executionId, now }, { userRef, text }) {
    if (!(await isMember(tx, workspaceId, userRef))) return { effect: 'user.notify', result: 'skipped', reason: 'part is off', detail: 'no user' }
    const [told] = await tx
      .insert(notification)
      .values({ workspaceId, userId: userRef, effectKey: key, text: storableText(text), messageId, executionId, at: now })
      .onConflictDoNothing()
      .returning({ id: notification.id })
    if (told !== undefined) await notifyChanged(tx, workspaceId, 'notification', [told.id])
    return { effect: 'user.notify', result: 'done', change: told === undefined ? 'no change' : 'changed', ref: userRef }
  },
}
