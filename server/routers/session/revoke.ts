import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { session } from '../../../db/schema'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'

/** Signs one of the caller's sessions out. Doing it again changes nothing. */
export const revoke = writeProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const mine = and(eq(session.workspaceId, workspaceId), eq(session.userId, userId), eq(session.id, id))
    const found = await tx.select({ id: session.id }).from(session).where(mine)
    if (found.length === 0) throw notFound('session')
    const revoked = await tx.update(session).set({ revokedAt: ctx.services.now() }).where(and(mine, isNull(session.revokedAt))).returning({ id: session.id })
    if (revoked.length > 0) {
      await audit(tx, ctx.actor, { kind: 'session.revoked', subjectKind: 'session', subjectId: id })
      await notifyChanged(tx, workspaceId, 'session', [id])
    }
    return { id }
  }),
)
