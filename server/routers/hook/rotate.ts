import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { hook } from '../../../db/schema'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'
import { hookOf, newSecret } from './view'

/** Gives a hook another secret, shown here and never again. What is signed with the old one is refused from now on. */
export const rotate = adminProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await hookOf(tx, workspaceId, id)
    const { shown, kept } = newSecret(ctx.services, workspaceId, id)
    await tx.update(hook).set({ secret: kept }).where(and(eq(hook.workspaceId, workspaceId), eq(hook.id, id)))
    await audit(tx, ctx.actor, { kind: 'hook.rotated', subjectKind: 'hook', subjectId: id })
    return { id, secret: shown }
  }),
)
