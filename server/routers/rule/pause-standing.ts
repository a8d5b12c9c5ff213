import { pauseStanding as read } from '../../../db/queries/rule-standing'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { RULE_ID } from './schema'

/** What waits behind a paused rule: mails to catch up with, executions that are held, and why it is paused. */
export const pauseStanding = workspaceProcedure.input(RULE_ID).query(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const standing = await read(tx, ctx.actor.workspaceId, input.id)
    if (standing === null) throw notFound('rule')
    return standing
  }),
)
