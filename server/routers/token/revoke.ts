import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { apiToken } from '../../../db/schema'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { adminProcedure } from '../../trpc'

/** Ends an API token at once. Doing it again changes nothing. */
export const revoke = adminProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const mine = and(eq(apiToken.workspaceId, ctx.actor.workspaceId), eq(apiToken.id, id))
    const found = await tx.select({ id: apiToken.id }).from(apiToken).where(mine)
    if (found.length === 0) throw notFound('token')
    const revoked = await tx.update(apiToken).set({ revokedAt: ctx.services.now() }).where(and(mine, isNull(apiToken.revokedAt))).returning({ id: apiToken.id })
    if (revoked.length > 0) {
      await audit(tx, ctx.actor, { kind: 'token.revoked', subjectKind: 'token', subjectId: id })
      await notifyChanged(tx, ctx.actor.workspaceId, 'token', [id])
    }
    return { id }
  }),
)
