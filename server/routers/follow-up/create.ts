import { z } from 'zod'
import { addFollowUp, openRecordOf } from '../../../db/queries/follow-up'
import { isMember } from '../../../db/queries/message-care'
import { getRecord } from '../../../db/queries/record-get'
import { oneMessage } from '../../../db/queries/thread-messages'
import type { Tx } from '../../../db/client'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'

const INPUT = z.object({
  text: z.string().trim().min(1).max(500),
  dueAt: z.iso.datetime(),
  /** Null: for the caller. */
  userId: z.uuid().nullable().default(null),
  messageId: z.uuid().nullable().default(null),
  recordId: z.uuid().nullable().default(null),
  /** The reminder comes as a mail too. */
  byMail: z.boolean().default(false),
})

/** Plans a next step for a member, on a record, or on a mail and the open record of its thread. */
export const create = writeProcedure.input(INPUT).mutation(({ ctx, input: { userId, dueAt, messageId, recordId, ...given } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const owner = userId ?? ctx.actor.userId
    if (!(await isMember(tx, workspaceId, owner))) throw notFound('member')
    if (recordId !== null && (await getRecord(tx, workspaceId, recordId)) === null) throw notFound('record')
    const ofMail = messageId === null ? null : await recordOf(tx, workspaceId, messageId)
    const { id } = await addFollowUp(tx, { workspaceId, userId: owner, dueAt: new Date(dueAt), messageId, recordId: recordId ?? ofMail, executionId: null, effectKey: null, byUserId: ctx.actor.userId, ...given })
    await audit(tx, ctx.actor, { kind: 'follow-up.created', subjectKind: 'follow-up', subjectId: id })
    return { id }
  }),
)

async function recordOf(tx: Tx, workspaceId: string, messageId: string): Promise<string | null> {
  const message = await oneMessage(tx, workspaceId, messageId)
  if (message === null) throw notFound('message')
  return openRecordOf(tx, workspaceId, message.threadId)
}
