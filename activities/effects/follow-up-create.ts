import { addFollowUp, openRecordOf } from '../../db/queries/follow-up'
import { isMember } from '../../db/queries/message-care'
import { storableText } from '../ingest/storable'
import type { DatabasePerformer } from './performer'

/** Puts a next step on a member's list, on the open record of the thread or else on the mail. Idempotent by effect key. */
export const followUpCreate: DatabasePerformer<'followUp.create'> = {
  async perform(tx, { workspaceId, key, messageId, threadId, executionId }, { userRef, text, dueAt, byMail }) {
    if (!(await isMember(tx, workspaceId, userRef))) return { effect: 'followUp.create', result: 'skipped', reason: 'part is off', detail: 'no user' }
    const recordId = threadId === null ? null : await openRecordOf(tx, workspaceId, threadId)
    const made = await addFollowUp(tx, { workspaceId, userId: userRef, text: storableText(text), dueAt: new Date(dueAt), byMail, messageId, recordId, executionId, effectKey: key, byUserId: null })
    return { effect: 'followUp.create', result: 'done', change: made.created ? 'created' : 'no change', ref: made.id }
  },
}
