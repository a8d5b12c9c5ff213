import { z } from 'zod'
import { oneMessage } from '../../../db/queries/thread-messages'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { messageView, type MessageView } from './view'

/** One mail. `allowRemote` keeps the addresses of remote pictures, for a reader who asked to see them. */
export const get = workspaceProcedure.input(z.object({ id: z.uuid(), allowRemote: z.boolean().default(false) })).query(async ({ ctx, input }): Promise<MessageView> => {
  const row = await ctx.db((tx) => oneMessage(tx, ctx.actor.workspaceId, input.id))
  if (row === null) throw notFound('message')
  return messageView(row, input.allowRemote)
})
