import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { account, outgoingServer } from '../../../db/schema'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { outgoingServerOf } from './view'

/** Removes an outgoing server and forgets its password. Accounts that used it fall back to the workspace's first one. */
export const remove = adminProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { name } = await outgoingServerOf(tx, workspaceId, id)
    // The name is free again; the row stays for the mail that names it.
    const gone = { deletedAt: ctx.services.now(), secret: null, name: `${name} (${id})` }
    await tx.update(outgoingServer).set(gone).where(and(eq(outgoingServer.workspaceId, workspaceId), eq(outgoingServer.id, id)))
    await tx.update(account).set({ outgoingServerId: null }).where(and(eq(account.workspaceId, workspaceId), eq(account.outgoingServerId, id)))
    await audit(tx, ctx.actor, { kind: 'outgoing server.removed', subjectKind: 'outgoing server', subjectId: id })
    await notifyChanged(tx, workspaceId, 'outgoing server', [id])
    return { id }
  }),
)
