import { z } from 'zod'
import { threadMessages, type ThreadHead } from '../../../db/queries/thread-messages'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { messageView, type MessageView } from './view'

export interface ThreadView {
  readonly thread: ThreadHead
  /** Oldest first. */
  readonly messages: readonly MessageView[]
}

/** A thread with every mail in it, without anything that would load from elsewhere. */
export const thread = workspaceProcedure.input(z.object({ threadId: z.uuid() })).query(async ({ ctx, input }): Promise<ThreadView> => {
  const found = await ctx.db((tx) => threadMessages(tx, ctx.actor.workspaceId, input.threadId))
  if (found === null) throw notFound('thread')
  return { thread: found.thread, messages: found.messages.map((row) => messageView(row)) }
})
