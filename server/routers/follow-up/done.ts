import { z } from 'zod'
import { settleFollowUp } from '../../../db/queries/follow-up'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'

/** Says that a follow-up was done; `done: false` puts it back on the list. */
export const done = writeProcedure.input(z.object({ id: z.uuid(), done: z.boolean().default(true) })).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const settled = await settleFollowUp(tx, ctx.actor.workspaceId, input.id, input.done ? ctx.services.now() : null)
    if (settled === null) throw notFound('follow-up')
    await audit(tx, ctx.actor, { kind: 'follow-up.done', subjectKind: 'follow-up', subjectId: input.id, data: { done: input.done } })
    return settled
  }),
)
