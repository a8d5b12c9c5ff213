import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { pauseBacklogs } from '../../../db/queries/backlog-job'
import { requestCancel, withdrawMails } from '../../../db/queries/cancel-execution'
import { workspace } from '../../../db/schema'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { adminProcedure } from '../../trpc'

/** The kill switch: what has not ended is cancelled, and while it is on no effect is begun. What is already under way is awaited and recorded. */
export const halt = adminProcedure.input(z.object({ halted: z.boolean() })).mutation(({ ctx, input: { halted } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const [before] = await tx.select({ halted: workspace.halted }).from(workspace).where(eq(workspace.id, workspaceId)).for('no key update')
    if (before === undefined) throw notFound('workspace')
    if (before.halted !== halted) {
      await tx.update(workspace).set({ halted }).where(eq(workspace.id, workspaceId))
      if (halted) {
        await pauseBacklogs(tx, workspaceId, null)
        await withdrawMails(tx, workspaceId, await requestCancel(tx, { workspaceId }))
      }
      await audit(tx, ctx.actor, { kind: halted ? 'workspace.halted' : 'workspace.resumed', subjectKind: 'workspace', subjectId: workspaceId })
      await notifyChanged(tx, workspaceId, 'workspace', [workspaceId])
    }
    return { halted }
  }),
)
