import { z } from 'zod'
import { listMessages, type MessageListRow } from '../../../db/queries/message-list'
import { MessageScope } from '../../../db/queries/message-scope'
import { outgoingWithoutMessage, type OutgoingListRow } from '../../../db/queries/outgoing-list'
import type { Page } from '../../../db/queries/keyset'
import { parseSearch, type SearchQuery } from '../../../mail/search-query'
import { workspaceProcedure } from '../../trpc'
import { PAGE, SEARCH_TEXT } from './schema'

const INPUT = z.object({ scope: MessageScope.default({ kind: 'inbox' }), q: SEARCH_TEXT, ...PAGE })

export interface MessagePage extends Page<MessageListRow> {
  /** How the search text was understood, for its chips. */
  readonly search: SearchQuery
  /** On the first page of `sent`: our mail that has no message yet, so that it is there from the moment it was sent. */
  readonly outgoing: readonly OutgoingListRow[]
}

/** Threads, newest first, each with what automation did to it. `q` takes words and from: to: subject: tag: rule: in: has:attachment is:unread|read|starred before: after:. */
export const list = workspaceProcedure.input(INPUT.default({ scope: { kind: 'inbox' }, q: '', cursor: null, limit: 50 })).query(({ ctx, input }): Promise<MessagePage> =>
  ctx.db(async (tx) => {
    const search = parseSearch(input.q)
    const { workspaceId } = ctx.actor
    const page = await listMessages(tx, { workspaceId, scope: input.scope, search, cursor: input.cursor, limit: input.limit })
    const isFirstOfSent = input.scope.kind === 'sent' && input.cursor === null && input.q.trim() === ''
    return { ...page, search, outgoing: isFirstOfSent ? await outgoingWithoutMessage(tx, workspaceId, null) : [] }
  }),
)
