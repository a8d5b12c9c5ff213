import { writeProcedure } from '../../trpc'
import { STOP } from './schema'
import { setState } from './set-state'

/** Deletes the rule. Its versions and executions stay readable. */
export const remove = writeProcedure.input(STOP).mutation(({ ctx, input }) => ctx.db((tx) => setState(tx, ctx.actor, { ...input, state: 'deleted', kind: 'rule.deleted' })))
