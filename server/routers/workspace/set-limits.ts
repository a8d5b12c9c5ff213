import { eq } from 'drizzle-orm'
import { notifyChanged } from '../../../db/client'
import { workspace } from '../../../db/schema'
import { Limits, limitsOf } from '../../../rules/limits'
import { audit } from '../../audit'
import { adminProcedure } from '../../trpc'

/** Changes how much automatic mail and how many records are allowed; what is not given stays as it is. Returns all of them. */
export const setLimits = adminProcedure.input(Limits.partial()).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const [before] = await tx.select({ limits: workspace.limits }).from(workspace).where(eq(workspace.id, workspaceId)).for('no key update')
    const limits = { ...limitsOf(before?.limits), ...given(input) }
    await tx.update(workspace).set({ limits }).where(eq(workspace.id, workspaceId))
    await audit(tx, ctx.actor, { kind: 'workspace.limits changed', subjectKind: 'workspace', subjectId: workspaceId, data: limits })
    await notifyChanged(tx, workspaceId, 'workspace', [workspaceId])
    return limits
  }),
)

function given(input: Partial<Limits>): Partial<Limits> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}
