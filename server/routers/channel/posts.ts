import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { channelPosts } from '../../../db/queries/channel'
import { channel } from '../../../db/schema'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'

const INPUT = z.object({ channelId: z.uuid(), limit: z.number().int().min(1).max(100).default(50), /** The last post of the page before. */ cursor: z.uuid().optional() })

/** What was posted to a channel, newest first. `nextCursor` null: that was all. */
export const posts = workspaceProcedure.input(INPUT).query(({ ctx, input: { channelId, limit, cursor } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const [found] = await tx.select({ id: channel.id }).from(channel).where(and(eq(channel.workspaceId, workspaceId), eq(channel.id, channelId)))
    if (found === undefined) throw notFound('channel')
    const rows = await channelPosts(tx, workspaceId, channelId, cursor ?? null, limit + 1)
    const items = rows.slice(0, limit)
    return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
  }),
)
