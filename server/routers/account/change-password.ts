import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { account } from '../../../db/schema'
import { audit } from '../../audit'
import { invalid } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { recheck } from './recheck'
import { PASSWORD } from './schema'
import { accountOf, accountSecretPlace, accountView } from './view'

/** Stores another password for the account's mail server and connects again with it. */
export const changePassword = adminProcedure.input(z.object({ id: z.uuid(), password: PASSWORD })).mutation(({ ctx, input: { id, password } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await accountOf(tx, workspaceId, id, 'lock')
    if (before.kind !== 'imap') throw invalid('invalid.kind', 'Mail of this account arrives at our own gateway; it has no password.')
    const imapSecret = ctx.services.secrets.seal(password, accountSecretPlace(workspaceId, id))
    await tx.update(account).set({ imapSecret, state: 'connecting', problem: null }).where(and(eq(account.workspaceId, workspaceId), eq(account.id, id)))
    await recheck(tx, workspaceId, id)
    await audit(tx, ctx.actor, { kind: 'account.password changed', subjectKind: 'account', subjectId: id })
    await notifyChanged(tx, workspaceId, 'account', [id])
    return accountView(await accountOf(tx, workspaceId, id))
  }),
)
