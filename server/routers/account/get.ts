import { z } from 'zod'
import { workspaceProcedure } from '../../trpc'
import { accountOf, accountView } from './view'

/** One account. */
export const get = workspaceProcedure.input(z.object({ id: z.uuid() })).query(({ ctx, input }) => ctx.db(async (tx) => accountView(await accountOf(tx, ctx.actor.workspaceId, input.id))))
