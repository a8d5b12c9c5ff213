import { z } from 'zod'
import { threadMessages, type ThreadHead } from '../../../db/queries/thread-messages'
import { outgoingWithoutMessage, type OutgoingListRow } from '../../../db/queries/outgoing-list'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { messageView, type MessageView } from './view'

export interface ThreadView {
  readonly thread: ThreadHead
  /** Oldest first. */
  readonly messages: readonly MessageView[]
  /** Our mail in this thread that has no message yet: on its way, or failed. Newest first. */
  readonly outgoing: readonly OutgoingListRow[]
}

/** A thread with every mail in it, without anything that would load from elsewhere. */
export const thread = workspaceProcedure.input(z.object({ threadId: z.uuid() })).query(async ({ ctx, input }): Promise<ThreadView> => {
  const { workspaceId } = ctx.actor
  const found = await ctx.db(async (tx) => {
    const there = await threadMessages(tx, workspaceId, input.threadId)
    return there === null ? null : { ...there, outgoing: await outgoingWithoutMessage(tx, workspaceId, there.thread.id) }
  })
  if (found === null) throw notFound('thread')
  return { ...found, messages: found.messages.map((row) => messageView(row)) }
})
