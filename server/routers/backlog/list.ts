import { z } from 'zod'
import { backlogJobs } from '../../../db/queries/backlog-job'
import { workspaceProcedure } from '../../trpc'
import { ruleOf } from '../rule/rule-of'

/** When a rule was applied to older mail, newest first, and how far that has come. */
export const list = workspaceProcedure.input(z.object({ ruleId: z.uuid() })).query(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { id } = await ruleOf(tx, ctx.actor.workspaceId, input.ruleId)
    return backlogJobs(tx, ctx.actor.workspaceId, id)
  }),
)
