import { asc, eq } from 'drizzle-orm'
import { member, user } from '../../../db/schema'
import { workspaceProcedure } from '../../trpc'

/** Who works here, by name, and who may run rules by hand. */
export const list = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const rows = await tx
      .select({ userId: user.id, name: user.name, email: user.email, role: member.role, mayRunRules: member.mayRunRules })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(eq(member.workspaceId, ctx.actor.workspaceId))
      .orderBy(asc(user.name), asc(user.id))
    return rows.map((row) => ({ ...row, mayRunRules: row.role !== 'member' || row.mayRunRules }))
  }),
)
