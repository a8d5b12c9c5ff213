import { writeProcedure } from '../../trpc'
import { RULE_ID } from './schema'
import { setState } from './set-state'

/** No new mail sets the rule off until it is resumed. */
export const pause = writeProcedure.input(RULE_ID).mutation(({ ctx, input }) => ctx.db((tx) => setState(tx, ctx.actor, input.id, 'paused', 'rule.paused')))
