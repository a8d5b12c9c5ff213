import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ruleVersion } from '../../../db/schema'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { graphOf } from './rule-of'

/** The drawing of one published version, also of a rule that was deleted since. */
export const version = workspaceProcedure.input(z.object({ id: z.uuid(), number: z.number().int().min(1) })).query(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const [row] = await tx.select().from(ruleVersion).where(and(eq(ruleVersion.workspaceId, ctx.actor.workspaceId), eq(ruleVersion.ruleId, input.id), eq(ruleVersion.number, input.number)))
    if (row === undefined) throw notFound('version')
    return { versionId: row.id, number: row.number, note: row.note, publishedAt: row.publishedAt, graph: graphOf(row.graph) }
  }),
)
