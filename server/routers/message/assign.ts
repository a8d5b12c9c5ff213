import { z } from 'zod'
import { isMember, setAssignee } from '../../../db/queries/message-care'
import { whereabouts } from '../../../db/queries/message-where'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { MESSAGE_IDS } from './schema'

/** Gives mails to a member to take care of, or to nobody. Answers those it changed, and whose they were before. */
export const assign = writeProcedure.input(z.object({ ids: MESSAGE_IDS, userId: z.uuid().nullable() })).mutation(({ ctx, input: { ids, userId } }) =>
  ctx.db(async (tx) => {
    const { actor } = ctx
    if ((await whereabouts(tx, actor.workspaceId, ids)) === null) throw notFound('message')
    if (userId !== null && !(await isMember(tx, actor.workspaceId, userId))) throw notFound('member')
    const { changed, before } = await setAssignee(tx, actor.workspaceId, ids, userId)
    for (const id of changed) await audit(tx, actor, { kind: 'message.assigned', subjectKind: 'message', subjectId: id, data: { to: userId } })
    return { changed, before: before.map(({ value, ids: were }) => ({ userId: value, ids: were })) }
  }),
)
