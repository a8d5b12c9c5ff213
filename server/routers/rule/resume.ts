import { writeProcedure } from '../../trpc'
import { RULE_ID } from './schema'
import { setState } from './set-state'

/** Lets a paused rule act again, on mail that arrives from now on. */
export const resume = writeProcedure.input(RULE_ID).mutation(({ ctx, input }) => ctx.db((tx) => setState(tx, ctx.actor, { id: input.id, state: 'active', kind: 'rule.resumed' })))
