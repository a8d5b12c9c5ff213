import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { session } from '../../../db/schema'
import { workspaceProcedure } from '../../trpc'

/** Where the caller is signed in, last seen first. `current` is the session of this very request. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId, id } = ctx.actor
    const rows = await tx
      .select({ id: session.id, createdAt: session.createdAt, lastSeenAt: session.lastSeenAt, expiresAt: session.expiresAt, userAgent: session.userAgent })
      .from(session)
      .where(and(eq(session.workspaceId, workspaceId), eq(session.userId, userId), isNull(session.revokedAt), gt(session.expiresAt, ctx.services.now())))
      .orderBy(desc(session.lastSeenAt))
    return rows.map((row) => ({ ...row, current: row.id === id }))
  }),
)
