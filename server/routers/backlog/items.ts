import { z } from 'zod'
import { backlogItems, ITEMS_SHOWN } from '../../../db/queries/backlog-items'
import { workspaceProcedure } from '../../trpc'
import { jobOf } from './schema'

const INPUT = z.object({ id: z.uuid(), shown: z.enum(ITEMS_SHOWN).default('all'), cursor: z.number().int().min(0).default(0), limit: z.number().int().min(1).max(200).default(50) })

/** What became of each mail of a job, in the order in which they are taken. */
export const items = workspaceProcedure.input(INPUT).query(({ ctx, input: { id, shown, cursor, limit } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await jobOf(tx, workspaceId, id)
    return backlogItems(tx, workspaceId, id, { shown, after: cursor, limit })
  }),
)
