import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { approvals } from '../../../db/queries/approval-list'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { giveVerdict } from '../../verdict'

const INPUT = z.object({ id: z.uuid(), verdict: z.enum(['approved', 'rejected']), note: z.string().trim().max(1_000).default('') })

/** Gives the caller's word on what they are asked. Fails with `conflict.answered` and `conflict.over`. `port`: how the wait ends by it; null: others are still asked. */
export const decide = writeProcedure.input(INPUT).mutation(({ ctx, input: { id, verdict, note } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId, via } = ctx.actor
    const [mine] = await approvals(tx, workspaceId, sql`p.id = ${id}::uuid and p.user_id = ${userId}::uuid`, 1)
    if (mine === undefined) throw notFound('request for approval')
    return giveVerdict(tx, ctx.actor, { approvalId: id, verdict, note, by: via === 'token' ? 'api' : 'app', now: ctx.services.now() })
  }),
)
