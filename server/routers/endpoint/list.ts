import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { endpoint } from '../../../db/schema'
import { workspaceProcedure } from '../../trpc'
import { endpointView } from './view'

/** The web addresses that rules may post to, by name. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const rows = await tx.select().from(endpoint).where(and(eq(endpoint.workspaceId, ctx.actor.workspaceId), isNull(endpoint.deletedAt))).orderBy(asc(sql`lower(${endpoint.name})`), asc(endpoint.id))
    return rows.map(endpointView)
  }),
)
