import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { endpointPlace } from '../../../db/queries/endpoint'
import { endpoint } from '../../../db/schema'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { endpointOf } from './view'

/** Removes a web address and forgets it with its secret; only its host is still known, for what was called. Steps that post to it are skipped from now on, with that reason. */
export const remove = adminProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await endpointOf(tx, workspaceId, id)
    await tx.update(endpoint).set({ deletedAt: ctx.services.now(), secret: null, url: ctx.services.secrets.seal('', endpointPlace(workspaceId, id, 'url')) }).where(and(eq(endpoint.workspaceId, workspaceId), eq(endpoint.id, id)))
    await audit(tx, ctx.actor, { kind: 'endpoint.removed', subjectKind: 'endpoint', subjectId: id })
    await notifyChanged(tx, workspaceId, 'endpoint', [id])
    return { id }
  }),
)
