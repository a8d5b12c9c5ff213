import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { account, AUTOMATION_MODES } from '../../../db/schema/account'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { accountOf, accountView } from './view'

/** Switches incoming automation: off, dry run or live. Counts for mail that arrives from now on; running executions keep their mode. */
export const setMode = adminProcedure.input(z.object({ id: z.uuid(), mode: z.enum(AUTOMATION_MODES) })).mutation(({ ctx, input: { id, mode } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await accountOf(tx, workspaceId, id, 'lock')
    if (before.incomingMode !== mode) {
      await tx.update(account).set({ incomingMode: mode }).where(and(eq(account.workspaceId, workspaceId), eq(account.id, id)))
      await audit(tx, ctx.actor, { kind: 'account.mode changed', subjectKind: 'account', subjectId: id, data: { from: before.incomingMode, to: mode } })
      await notifyChanged(tx, workspaceId, 'account', [id])
    }
    return accountView({ ...before, incomingMode: mode })
  }),
)
