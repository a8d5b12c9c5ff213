import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { member } from '../../../db/schema'
import { audit } from '../../audit'
import { notFound } from '../../failure-status'
import { adminProcedure } from '../../trpc'

/** Lets a member run rules by hand, or no longer. Owners and admins always may. */
export const setRights = adminProcedure.input(z.object({ userId: z.uuid(), mayRunRules: z.boolean() })).mutation(({ ctx, input: { userId, mayRunRules } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const changed = await tx.update(member).set({ mayRunRules }).where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId))).returning({ id: member.id })
    if (changed.length === 0) throw notFound('member')
    await audit(tx, ctx.actor, { kind: 'member.rights changed', subjectKind: 'member', subjectId: userId, data: { mayRunRules } })
    await notifyChanged(tx, workspaceId, 'member', [userId])
    return { userId, mayRunRules }
  }),
)
