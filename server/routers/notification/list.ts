import { and, count, desc, eq, isNull, lt } from 'drizzle-orm'
import { z } from 'zod'
import { message, notification } from '../../../db/schema'
import { workspaceProcedure } from '../../trpc'

const INPUT = z.object({ unreadOnly: z.boolean().default(false), limit: z.number().int().min(1).max(100).default(50), cursor: z.uuid().optional() }).default({ unreadOnly: false, limit: 50 })

/** What the caller was told, newest first; of a notice about a mail also the thread it lies in, while it is there. `nextCursor` null: that was all. */
export const list = workspaceProcedure.input(INPUT).query(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const mine = and(eq(notification.workspaceId, ctx.actor.workspaceId), eq(notification.userId, ctx.actor.userId))
    const rows = await tx
      .select({ id: notification.id, text: notification.text, kind: notification.kind, data: notification.data, messageId: notification.messageId, threadId: message.threadId, executionId: notification.executionId, at: notification.at, readAt: notification.readAt })
      .from(notification)
      .leftJoin(message, and(eq(message.workspaceId, notification.workspaceId), eq(message.id, notification.messageId)))
      .where(and(mine, input.unreadOnly ? isNull(notification.readAt) : undefined, input.cursor === undefined ? undefined : lt(notification.id, input.cursor)))
      .orderBy(desc(notification.id))
      .limit(input.limit + 1)
    const [unread] = await tx.select({ n: count() }).from(notification).where(and(mine, isNull(notification.readAt)))
    const items = rows.slice(0, input.limit)
    return { items, unread: unread?.n ?? 0, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  }),
)
