import { z } from 'zod'
import { getExecution } from '../../../db/queries/execution-get'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { executionView, type ExecutionView } from './view'

/** One execution with every step, the values each compared, the mail and what changed. */
export const get = workspaceProcedure.input(z.object({ id: z.uuid() })).query(async ({ ctx, input }): Promise<ExecutionView> => {
  const found = await ctx.db((tx) => getExecution(tx, ctx.actor.workspaceId, input.id, ctx.services.now()))
  if (found === null) throw notFound('execution')
  return executionView(found)
})
