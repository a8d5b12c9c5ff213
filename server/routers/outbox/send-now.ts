import { z } from 'zod'
import { hurryOutgoing } from '../../../db/queries/outgoing-hurry'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { answered, type OutgoingAnswer } from './change'

/** Ends an undo window, a schedule or the wait before the next try. */
export const sendNow = writeProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }): Promise<OutgoingAnswer> =>
  ctx.db(async (tx) => {
    const answer = answered(id, await hurryOutgoing(tx, ctx.actor.workspaceId, id), 'sent at once')
    await audit(tx, ctx.actor, { kind: 'outgoing.retried', subjectKind: 'outgoing message', subjectId: id, data: { from: 'waiting' } })
    return answer
  }),
)
