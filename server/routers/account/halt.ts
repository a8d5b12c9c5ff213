import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { pauseBacklogs } from '../../../db/queries/backlog-job'
import { requestCancel, withdrawMails } from '../../../db/queries/cancel-execution'
import { account } from '../../../db/schema'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { accountOf, accountView } from './view'

/**
 * The kill switch of one account: what has not ended is cancelled, its mails that no server was asked to take are withdrawn, and while it is on no rule begins and
 * nothing automatic leaves. What is already under way is awaited and recorded. Mail that people write goes on.
 */
export const halt = adminProcedure.input(z.object({ id: z.uuid(), halted: z.boolean() })).mutation(({ ctx, input: { id, halted } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await accountOf(tx, workspaceId, id, 'lock')
    if (before.halted !== halted) {
      await tx.update(account).set({ halted }).where(and(eq(account.workspaceId, workspaceId), eq(account.id, id)))
      if (halted) await pauseBacklogs(tx, workspaceId, id)
      const cancelled = halted ? await requestCancel(tx, { workspaceId, accountId: id }) : []
      await withdrawMails(tx, workspaceId, cancelled)
      await audit(tx, ctx.actor, { kind: halted ? 'account.halted' : 'account.resumed', subjectKind: 'account', subjectId: id, data: { cancelled: cancelled.length } })
      await notifyChanged(tx, workspaceId, 'account', [id])
    }
    return accountView({ ...before, halted })
  }),
)
