import { and, asc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { account, mailbox } from '../../../db/schema/account'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'

/**
 * The mailboxes their servers still list, of one account or of all, with how many messages each holds and how many of them are unread. History is read
 * newest first: from `uidNext` down to `backfilledTo`, which is 1 when all is here and null before the mailbox was opened.
 */
export const list = workspaceProcedure.input(z.object({ accountId: z.uuid().optional() }).default({})).query(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    if (input.accountId !== undefined) await accountOf(tx, workspaceId, input.accountId)
    return tx
      .select({ id: mailbox.id, accountId: mailbox.accountId, path: mailbox.path, name: mailbox.name, role: mailbox.role, messageCount: mailbox.messageCount, unreadCount: mailbox.unreadCount, uidNext: mailbox.uidNext, backfilledTo: mailbox.backfilledTo })
      .from(mailbox)
      .innerJoin(account, eq(account.id, mailbox.accountId))
      .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.present, true), isNull(account.deletedAt), input.accountId === undefined ? undefined : eq(mailbox.accountId, input.accountId)))
      .orderBy(asc(mailbox.accountId), asc(mailbox.path))
  }),
)
