import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { notification } from '../../../db/schema'
import { writeProcedure } from '../../trpc'

/** Marks the caller's own notifications read and returns the ids of those that were not. Ids of anything else are passed over. */
export const markRead = writeProcedure.input(z.object({ ids: z.array(z.uuid()).min(1).max(200) })).mutation(({ ctx, input: { ids } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const marked = await tx
      .update(notification)
      .set({ readAt: ctx.services.now() })
      .where(and(eq(notification.workspaceId, workspaceId), eq(notification.userId, userId), inArray(notification.id, ids), isNull(notification.readAt)))
      .returning({ id: notification.id })
    if (marked.length > 0) await notifyChanged(tx, workspaceId, 'notification', marked.map(({ id }) => id))
    return { ids: marked.map(({ id }) => id) }
  }),
)
