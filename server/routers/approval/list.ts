import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { approvals, STILL_OPEN } from '../../../db/queries/approval-list'
import { workspaceProcedure } from '../../trpc'

const INPUT = z.object({ state: z.enum(['open', 'settled']).default('open'), limit: z.number().int().min(1).max(100).default(50) }).default({ state: 'open', limit: 50 })

/** What the caller is asked to approve, newest first: what still waits for them, or what they or others have settled. */
export const list = workspaceProcedure.input(INPUT).query(({ ctx, input: { state, limit } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const items = await approvals(tx, workspaceId, sql`p.user_id = ${userId}::uuid and ${state === 'open' ? STILL_OPEN : sql`not (${STILL_OPEN})`}`, limit)
    return { items }
  }),
)
