import { z } from 'zod'
import { getRecord, type RecordDetail } from '../../../db/queries/record-get'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'

/** One record with its timeline and the executions on its thread. */
export const get = workspaceProcedure.input(z.object({ id: z.uuid() })).query(async ({ ctx, input }): Promise<RecordDetail> => {
  const found = await ctx.db((tx) => getRecord(tx, ctx.actor.workspaceId, input.id))
  if (found === null) throw notFound('record')
  return found
})
