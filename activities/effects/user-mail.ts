import { sql } from 'drizzle-orm'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { queueNotice } from '../../db/queries/notice-mail'
import { storableText } from '../ingest/storable'
import { messageIdFor } from './mail-reply'
import type { MailPerformer } from './performer'

/**
 * Queues an automatic mail to a member through the normal outgoing path. Idempotent by effect key, which also makes its Message-ID. Somebody who is no longer a
 * member, and an account that is gone, skip the step.
 */
export const userMail: MailPerformer<'user.mail'> = {
  async perform(tx, { workspaceId, accountId, key, executionId, stepId, hop, now }, { userRef, subject, text }) {
    const [queued] = await tx.execute(sql`select id from outgoing_message where workspace_id = ${workspaceId} and effect_key = ${key}`)
    if (queued !== undefined) {
      // It may be settled already, and then nobody wakes this execution for it.
      await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: executionId }])
      return { effect: 'user.mail', result: 'done', change: 'created', ref: String(queued.id) }
    }
    const ref = await queueNotice(tx, { workspaceId, accountId, userId: userRef, effectKey: key, messageIdFor, executionId, stepId, hop, subject: storableText(subject), text: storableText(text), now })
    if (ref === null) return { effect: 'user.mail', result: 'skipped', reason: 'part is off', detail: 'no user' }
    return { effect: 'user.mail', result: 'done', change: 'created', ref }
  },
}
