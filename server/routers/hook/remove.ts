import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { hookList } from '../../../db/queries/hook-list'
import { hook } from '../../../db/schema'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { hookOf, newSecret } from './view'

/** Removes a hook: what is posted to it is refused from now on. `conflict.hook used` while a rule names it. */
export const remove = adminProcedure.input(z.object({ id: z.uuid() })).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { name } = await hookOf(tx, workspaceId, id)
    const users = (await hookList(tx, workspaceId)).find((row) => row.id === id)?.rules ?? []
    if (users.length > 0) throw conflict('conflict.hook used', `This hook is used by ${users.map((rule) => `“${rule.name}”`).join(', ')}. Change or delete that first.`)
    // The name is free again; the row stays for the deliveries that name it, with a secret that nobody has seen.
    const { kept } = newSecret(ctx.services, workspaceId, id)
    await tx.update(hook).set({ deletedAt: ctx.services.now(), name: `${name} (${id})`, secret: kept }).where(and(eq(hook.workspaceId, workspaceId), eq(hook.id, id)))
    await audit(tx, ctx.actor, { kind: 'hook.removed', subjectKind: 'hook', subjectId: id })
    await notifyChanged(tx, workspaceId, 'hook', [id])
    return { id }
  }),
)
