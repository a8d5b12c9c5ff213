import { and, asc, eq, isNull } from 'drizzle-orm'
import { outgoingServer } from '../../../db/schema'
import { workspaceProcedure } from '../../trpc'
import { outgoingServerView } from './view'

/** The outgoing servers, in the order they are tried: smallest priority first. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const rows = await tx
      .select()
      .from(outgoingServer)
      .where(and(eq(outgoingServer.workspaceId, ctx.actor.workspaceId), isNull(outgoingServer.deletedAt)))
      .orderBy(asc(outgoingServer.priority), asc(outgoingServer.id))
    return rows.map(outgoingServerView)
  }),
)
