import { messageFacts } from '../../../db/queries/message-facts'
import type { MessageFacts } from '../../../rules/facts'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { MESSAGE_ID } from './schema'

/** What conditions see of a mail, so that the editor can say while one types whether a condition holds. */
export const facts = workspaceProcedure.input(MESSAGE_ID).query(async ({ ctx, input }): Promise<MessageFacts> => {
  const found = await ctx.db((tx) => messageFacts(tx, ctx.actor.workspaceId, input.id))
  if (found === null) throw notFound('message')
  return found
})
