import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { hook } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { adminProcedure } from '../../trpc'
import { addressOf, newSecret } from './view'

/** Makes a hook. `secret` signs what is posted to `address`; it is shown here and never again. */
export const create = adminProcedure.input(z.object({ name: z.string().trim().min(1).max(100) })).mutation(({ ctx, input: { name } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const id = newId()
    const { shown, kept } = newSecret(ctx.services, workspaceId, id)
    const [made] = await tx.insert(hook).values({ id, workspaceId, name, secret: kept }).onConflictDoNothing().returning({ id: hook.id })
    if (made === undefined) throw conflict('conflict.hook', 'There is a hook of this name already.')
    await audit(tx, ctx.actor, { kind: 'hook.created', subjectKind: 'hook', subjectId: id })
    await notifyChanged(tx, workspaceId, 'hook', [id])
    return { id, name, address: addressOf(ctx.services, id), secret: shown }
  }),
)
