import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { account, AUTOMATION_MODES } from '../../../db/schema/account'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { accountOf, accountView } from './view'

const INPUT = z.object({ id: z.uuid(), mode: z.enum(AUTOMATION_MODES), side: z.enum(['incoming', 'outgoing']).default('incoming') })

/** Switches automation off, to dry run or live: for mail that arrives, or for mail that was sent from here. Counts from now on; running executions keep their mode. */
export const setMode = adminProcedure.input(INPUT).mutation(({ ctx, input: { id, mode, side } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await accountOf(tx, workspaceId, id, 'lock')
    const from = side === 'incoming' ? before.incomingMode : before.outgoingMode
    const change = side === 'incoming' ? { incomingMode: mode } : { outgoingMode: mode }
    if (from !== mode) {
      await tx.update(account).set(change).where(and(eq(account.workspaceId, workspaceId), eq(account.id, id)))
      await audit(tx, ctx.actor, { kind: 'account.mode changed', subjectKind: 'account', subjectId: id, data: { side, from, to: mode } })
      await notifyChanged(tx, workspaceId, 'account', [id])
    }
    return accountView({ ...before, ...change })
  }),
)
