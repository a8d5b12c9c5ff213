import { z } from 'zod'
import { settleOutgoing } from '../../../db/queries/outgoing-change'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { answered, type OutgoingAnswer } from './change'

/** A person's word on an uncertain mail: it arrived, or it did not. */
export const settle = writeProcedure.input(z.object({ id: z.uuid(), verdict: z.enum(['accepted', 'failed']) })).mutation(({ ctx, input: { id, verdict } }): Promise<OutgoingAnswer> =>
  ctx.db(async (tx) => {
    const answer = answered(id, await settleOutgoing(tx, ctx.actor.workspaceId, id, ctx.actor.userId, verdict), 'settled')
    await audit(tx, ctx.actor, { kind: 'outgoing.settled', subjectKind: 'outgoing message', subjectId: id, data: { verdict } })
    return answer
  }),
)
