import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { member, user } from '../../../db/schema'
import type { Tx } from '../../../db/client'
import { notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { change } from './change'
import { SEEN } from './schema'

/** Gives the record to a member, or to nobody. */
export const assign = writeProcedure.input(z.object({ ...SEEN, assigneeId: z.uuid().nullable() })).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const assigneeName = input.assigneeId === null ? null : await nameOfMember(tx, ctx.actor.workspaceId, input.assigneeId)
    return change(tx, ctx.actor, input, { kind: 'assigned', assigneeId: input.assigneeId, assigneeName })
  }),
)

async function nameOfMember(tx: Tx, workspaceId: string, userId: string): Promise<string> {
  const [row] = await tx.select({ name: user.name }).from(member).innerJoin(user, eq(user.id, member.userId)).where(and(eq(member.workspaceId, workspaceId), eq(member.userId, userId)))
  if (row === undefined) throw notFound('member')
  return row.name
}
