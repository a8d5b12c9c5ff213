import { writeProcedure } from '../../trpc'
import { STOP } from './schema'
import { setState } from './set-state'

/** No new mail sets the rule off until it is resumed. */
export const pause = writeProcedure.input(STOP).mutation(({ ctx, input }) => ctx.db((tx) => setState(tx, ctx.actor, { ...input, state: 'paused', kind: 'rule.paused' })))
