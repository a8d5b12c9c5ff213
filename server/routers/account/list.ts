import { workspaceProcedure } from '../../trpc'
import { accountsOf, accountView } from './view'

/** All accounts of the workspace, oldest first. */
export const list = workspaceProcedure.query(({ ctx }) => ctx.db(async (tx) => (await accountsOf(tx, ctx.actor.workspaceId)).map(accountView)))
