import { z } from 'zod'
import { missedMails } from '../../../db/queries/rule-standing'
import { writeProcedure } from '../../trpc'
import { catchUp } from './catch-up'
import { setState } from './set-state'

const INPUT = z.object({ id: z.uuid(), catchUp: z.boolean().default(false) })

/**
 * Lets a paused rule act again, on mail that arrives from now on, and with `catchUp` on what it was paused to keep for later: in the order it arrived, each once and
 * within the rule's scope. `caughtUp` is how many mails that are; `rule.pauseStanding` says it beforehand.
 */
export const resume = writeProcedure.input(INPUT).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const missed = input.catchUp ? await missedMails(tx, ctx.actor.workspaceId, input.id) : []
    const change = await setState(tx, ctx.actor, { id: input.id, state: 'active', kind: 'rule.resumed', data: { caughtUp: missed.length } })
    await catchUp(tx, ctx.actor.workspaceId, input.id, missed)
    return { ...change, caughtUp: missed.length }
  }),
)
