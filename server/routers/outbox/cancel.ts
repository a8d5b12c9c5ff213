import { z } from 'zod'
import { cancelOutgoing } from '../../../db/queries/outgoing-change'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { answered, type OutgoingAnswer } from './change'

/** Withdraws a mail that has not begun to leave: undo of a send, too. `conflict.outgoing` when it is too late. */
export const cancel = writeProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }): Promise<OutgoingAnswer> =>
  ctx.db(async (tx) => {
    const answer = answered(id, await cancelOutgoing(tx, ctx.actor.workspaceId, id, ctx.actor.userId), 'cancelled')
    await audit(tx, ctx.actor, { kind: 'outgoing.cancelled', subjectKind: 'outgoing message', subjectId: id })
    return answer
  }),
)
