import { desc, eq } from 'drizzle-orm'
import { apiToken } from '../../../db/schema'
import { adminProcedure } from '../../trpc'

/** The workspace's API tokens, newest first, revoked ones too. Never the tokens themselves. */
export const list = adminProcedure.query(({ ctx }) =>
  ctx.db((tx) =>
    tx
      .select({
        id: apiToken.id,
        name: apiToken.name,
        prefix: apiToken.prefix,
        scopes: apiToken.scopes,
        userId: apiToken.userId,
        createdAt: apiToken.createdAt,
        lastUsedAt: apiToken.lastUsedAt,
        expiresAt: apiToken.expiresAt,
        revokedAt: apiToken.revokedAt,
      })
      .from(apiToken)
      .where(eq(apiToken.workspaceId, ctx.actor.workspaceId))
      .orderBy(desc(apiToken.createdAt), desc(apiToken.id)),
  ),
)
