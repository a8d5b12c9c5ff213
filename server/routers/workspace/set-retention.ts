import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { workspace } from '../../../db/schema'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'

const INPUT = z.object({ days: z.number().int().min(30).max(3_650) })

/** Changes for how many days executions and the audit trail are kept. What rules did stays, and what they may not do twice stays known. Returns the days. */
export const setRetention = adminProcedure.input(INPUT).mutation(({ ctx, input: { days } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await tx.update(workspace).set({ retentionDays: days }).where(eq(workspace.id, workspaceId))
    await audit(tx, ctx.actor, { kind: 'workspace.retention changed', subjectKind: 'workspace', subjectId: workspaceId, data: { days } })
    await notifyChanged(tx, workspaceId, 'workspace', [workspaceId])
    return { days }
  }),
)
