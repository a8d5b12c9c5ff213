import { asc, eq } from 'drizzle-orm'
import { company, member, user, workspace } from '../../../db/schema'
import { limitsOf } from '../../../rules/limits'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'

/** The workspace with its companies and members. */
export const get = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const [row] = await tx.select().from(workspace).where(eq(workspace.id, workspaceId))
    if (row === undefined) throw notFound('workspace')
    const companies = await tx.select({ id: company.id, name: company.name, domain: company.domain }).from(company).where(eq(company.workspaceId, workspaceId)).orderBy(asc(company.createdAt))
    const members = await tx
      .select({ userId: user.id, name: user.name, email: user.email, role: member.role })
      .from(member)
      .innerJoin(user, eq(user.id, member.userId))
      .where(eq(member.workspaceId, workspaceId))
      .orderBy(asc(user.name))
    return { ...row, limits: limitsOf(row.limits), companies, members }
  }),
)
