import { isMember, setAssignee } from '../../db/queries/message-care'
import { mailOf, type DatabasePerformer } from './performer'

/** Gives the message to a member. Idempotent by message and member; somebody who is no longer a member skips the step. */
export const messageAssign: DatabasePerformer<'message.assign'> = {
  async perform(tx, context, { userRef }) {
    const { workspaceId } = context
    if (!(await isMember(tx, workspaceId, userRef))) return { effect: 'message.assign', result: 'skipped', reason: 'part is off', detail: 'no user' }
    const { changed } = await setAssignee(tx, workspaceId, [mailOf(context).messageId], userRef)
    return { effect: 'message.assign', result: 'done', change: changed.length > 0 ? 'changed' : 'no change', ref: userRef }
  },
}
