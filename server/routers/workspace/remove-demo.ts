import { removeDemo as remove } from '../../demo/remove'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'

/** Removes the demo company in one step. There is no way back but a fresh data folder. */
export const removeDemo = adminProcedure.mutation(({ ctx }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const removed = await remove(tx, workspaceId)
    await audit(tx, ctx.actor, { kind: 'demo.removed', subjectKind: 'workspace', subjectId: workspaceId, data: removed })
    return removed
  }),
)
