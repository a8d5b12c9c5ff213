import { writeProcedure } from '../../trpc'
import { RULE_ID } from './schema'
import { setState } from './set-state'

/** Deletes the rule. Its versions and executions stay readable. */
export const remove = writeProcedure.input(RULE_ID).mutation(({ ctx, input }) => ctx.db((tx) => setState(tx, ctx.actor, input.id, 'deleted', 'rule.deleted')))
