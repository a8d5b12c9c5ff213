import { z } from 'zod'
import { followUps } from '../../../db/queries/follow-up'
import { workspaceProcedure } from '../../trpc'

const INPUT = z.object({ whose: z.enum(['mine', 'all']).default('mine'), done: z.boolean().default(false), limit: z.number().int().min(1).max(200).default(100) }).default({ whose: 'mine', done: false, limit: 100 })

/** Follow-ups that are still to be done, the earliest first; with `done` those that were, the latest first. */
export const list = workspaceProcedure.input(INPUT).query(({ ctx, input: { whose, done, limit } }) =>
  ctx.db((tx) => followUps(tx, ctx.actor.workspaceId, { userId: whose === 'mine' ? ctx.actor.userId : null, done, limit })),
)
