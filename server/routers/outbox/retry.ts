import { z } from 'zod'
import { outgoingOfFailure } from '../../../db/queries/outgoing-of-failure'
import { retryOutgoing } from '../../../db/queries/outgoing-change'
import type { Tx } from '../../../db/client'
import type { Actor } from '../../actor'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { outgoingServerOf } from '../outgoing-server/view'
import { answered, type OutgoingAnswer } from './change'

/** Sends a failed mail again: the same bytes under the same Message-ID. With `risksSecondCopy` also one whose fate is uncertain. */
export const retry = writeProcedure
  .input(z.object({ id: z.uuid(), risksSecondCopy: z.boolean().default(false) }))
  .mutation(({ ctx, input }): Promise<OutgoingAnswer> => ctx.db((tx) => again(tx, ctx.actor, input.id, input.risksSecondCopy ? 'uncertain' : 'failed')))

/** Sends all failed mails of one cause again, oldest first, at most 200 at once. `left`: how many of them remain. */
export const retryGroup = writeProcedure.input(z.object({ errorCode: z.string().min(1).max(100), serverId: z.uuid().nullable().default(null) })).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    if (input.serverId !== null) await outgoingServerOf(tx, ctx.actor.workspaceId, input.serverId)
    const { ids, left } = await outgoingOfFailure(tx, ctx.actor.workspaceId, { ...input, limit: 200 })
    for (const id of ids) await again(tx, ctx.actor, id, 'failed')
    return { retried: ids, left }
  }),
)

async function again(tx: Tx, actor: Actor, id: string, from: 'failed' | 'uncertain'): Promise<OutgoingAnswer> {
  const answer = answered(id, await retryOutgoing(tx, actor.workspaceId, id, actor.userId, from), 'sent again')
  await audit(tx, actor, { kind: 'outgoing.retried', subjectKind: 'outgoing message', subjectId: id, data: { from } })
  return answer
}
