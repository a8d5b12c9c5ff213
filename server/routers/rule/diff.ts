import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ruleVersion } from '../../../db/schema'
import type { Tx } from '../../../db/client'
import { idsIn } from '../../../db/queries/execution-get'
import { namesOf, type Ref } from '../../../db/queries/refs'
import { diffOf, type GraphDiff } from '../../../rules/diff'
import type { RuleGraph } from '../../../rules/graph'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { graphOf, ruleOf, type RuleAtHand } from './rule-of'

const SIDE = z.union([z.literal('draft'), z.literal('live'), z.number().int().min(1)])

/** What two states of a rule differ in, with the names of what they mention. */
export interface RuleDiff extends GraphDiff {
  readonly refs: Readonly<Record<string, Ref>>
}

/** What changed from one version to another, by number, or from or to the draft or what is live. Places, names and notes are listed apart, for they change nothing. */
export const diff = workspaceProcedure.input(z.object({ ruleId: z.uuid(), from: SIDE, to: SIDE })).query(({ ctx, input: { ruleId, from, to } }): Promise<RuleDiff> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, ruleId)
    const [before, after] = [await sideOf(tx, row, from), await sideOf(tx, row, to)]
    const found = diffOf(before, after)
    return { ...found, refs: Object.fromEntries(await namesOf(tx, workspaceId, idsIn([before, after]))) }
  }),
)

async function sideOf(tx: Tx, row: RuleAtHand, side: z.infer<typeof SIDE>): Promise<RuleGraph> {
  if (side === 'draft') return row.draft
  const which = side === 'live' ? eq(ruleVersion.id, row.liveVersionId ?? row.id) : eq(ruleVersion.number, side)
  const [found] = await tx.select({ graph: ruleVersion.graph }).from(ruleVersion).where(and(eq(ruleVersion.workspaceId, row.workspaceId), eq(ruleVersion.ruleId, row.id), which))
  if (found === undefined) throw notFound('version')
  return graphOf(found.graph)
}
