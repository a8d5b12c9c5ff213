import { eq } from 'drizzle-orm'
import { user, workspace } from '../../../db/schema'
import { notFound } from '../../failure-status'
import { mayRunRules } from '../../may-run-rules'
import { workspaceProcedure } from '../../trpc'

/** Who the caller is, where, and what they may do. */
export const get = workspaceProcedure.query(({ ctx }) =>
  ctx.db(async (tx) => {
    const { userId, workspaceId, role, scopes, via } = ctx.actor
    const [person] = await tx.select({ id: user.id, email: user.email, name: user.name, locale: user.locale, timeZone: user.timeZone }).from(user).where(eq(user.id, userId))
    const [place] = await tx.select({ id: workspace.id, name: workspace.name, demo: workspace.demo, timeZone: workspace.timeZone }).from(workspace).where(eq(workspace.id, workspaceId))
    if (person === undefined || place === undefined) throw notFound('user')
    return { ...person, workspace: place, role, scopes: [...scopes], mayRunRules: await mayRunRules(tx, ctx.actor), via }
  }),
)
