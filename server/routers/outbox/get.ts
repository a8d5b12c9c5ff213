import { z } from 'zod'
import { getOutgoing, type OutgoingDetail } from '../../../db/queries/outgoing-get'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'

/** One outgoing mail with its text, its trail and what it belongs to. */
export const get = workspaceProcedure.input(z.object({ id: z.uuid() })).query(async ({ ctx, input }): Promise<OutgoingDetail> => {
  const found = await ctx.db((tx) => getOutgoing(tx, ctx.actor.workspaceId, input.id))
  if (found === null) throw notFound('mail')
  return found
})
