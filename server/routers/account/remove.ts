import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { account } from '../../../db/schema'
import { audit } from '../../audit'
import { invalid } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { recheck } from './recheck'
import { accountOf } from './view'

/** Removes an account: it is no longer fetched or sent with, its password is forgotten at once. `confirmName` is its name, typed by a person. Its mail on the server stays. */
export const remove = adminProcedure.input(z.object({ id: z.uuid(), confirmName: z.string().max(100) })).mutation(({ ctx, input: { id, confirmName } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await accountOf(tx, workspaceId, id, 'lock')
    if (confirmName.trim() !== before.name) throw invalid('invalid.confirmation', `Type the account’s name exactly: ${before.name}`)
    await tx
      .update(account)
      .set({ deletedAt: ctx.services.now(), imapSecret: null, incomingMode: 'off', state: 'paused' })
      .where(and(eq(account.workspaceId, workspaceId), eq(account.id, id)))
    await recheck(tx, workspaceId, id)
    await audit(tx, ctx.actor, { kind: 'account.removed', subjectKind: 'account', subjectId: id })
    await notifyChanged(tx, workspaceId, 'account', [id])
    return { id }
  }),
)
