import { asc, count, eq, sql } from 'drizzle-orm'
import { messageTag, tag } from '../../../db/schema/message'
import { workspaceProcedure } from '../../trpc'

/** The workspace's tags by name, each with how many messages bear it. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db((tx) =>
    tx
      .select({ id: tag.id, name: tag.name, messageCount: count(messageTag.messageId) })
      .from(tag)
      .leftJoin(messageTag, eq(messageTag.tagId, tag.id))
      .where(eq(tag.workspaceId, ctx.actor.workspaceId))
      .groupBy(tag.id)
      .orderBy(asc(sql`lower(${tag.name})`)),
  ),
)
