import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../../db/client'
import { storePlan } from '../../../db/queries/rule-publish'
import { startShadow } from '../../../db/queries/shadow'
import { plan as planTable, ruleVersion } from '../../../db/schema'
import { Failure } from '../../../mail/failure'
import { canonical, readPlan, type Plan } from '../../../rules/rule-plan'
import { triggerOf } from '../../../rules/match'
import { PLAN_VERSION } from '../../../rules/plan/plan'
import { audit } from '../../audit'
import { conflict, notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { compileIn, ruleOf, type RuleAtHand } from '../rule/rule-of'

const INPUT = z.object({
  ruleId: z.uuid(),
  /** The draft as it is now, or a published version's id. */
  version: z.union([z.literal('draft'), z.uuid()]).default('draft'),
})

/**
 * Lets the draft, or another version, look at each mail that arrives beside the live one: it is asked whether it matches and what it would do, and does nothing. A draft is
 * kept as it is now; what is drawn later is not looked with. Ends when something is published, or by `rule.shadow.stop`. A second shadow takes the place of the first.
 */
export const start = writeProcedure.input(INPUT).mutation(({ ctx, input: { ruleId, version } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, ruleId, 'lock')
    if (row.liveVersionId === null) throw conflict('conflict.not published', 'There is no live version to compare with. Publish the rule first, or look at older mail with what-if.')
    if (version === row.liveVersionId) throw conflict('conflict.same version', 'That is the live version itself.')
    const live = await versionOf(tx, workspaceId, ruleId, row.liveVersionId)
    const wanted = version === 'draft' ? await draftOf(tx, workspaceId, row) : await versionOf(tx, workspaceId, ruleId, version)
    if ([live, wanted].some(({ plan }) => triggerOf(plan).occasion.type !== 'mail arrived')) throw conflict('conflict.other trigger', 'Only a rule that starts with a mail that arrives can have something beside it.')
    const id = await startShadow(tx, { workspaceId, ruleId, versionId: wanted.versionId, graph: wanted.graph, planId: wanted.planId, userId })
    await audit(tx, ctx.actor, { kind: 'shadow.started', subjectKind: 'rule', subjectId: ruleId, data: { shadow: id, version: wanted.number } })
    return { id, version: wanted.number }
  }),
)

interface Wanted {
  readonly versionId: string | null
  readonly number: number | null
  readonly graph: unknown
  readonly planId: string
  readonly plan: Plan
}

async function draftOf(tx: Tx, workspaceId: string, row: RuleAtHand): Promise<Wanted> {
  const compiled = await compileIn(tx, workspaceId, row.accountId, row.draft, row.id)
  if (!('plan' in compiled)) throw new Failure('rule.problems', { retry: 'no', publicMessage: 'The draft has problems that must be solved before it can look at mail. rule.validate lists them.' })
  const { plan } = compiled
  return { versionId: null, number: null, graph: row.draft, plan, planId: await storePlan(tx, workspaceId, { plan, planVersion: PLAN_VERSION, canonical: canonical(plan) }) }
}

async function versionOf(tx: Tx, workspaceId: string, ruleId: string, versionId: string): Promise<Wanted> {
  const [stored] = await tx
    .select({ number: ruleVersion.number, graph: ruleVersion.graph, planId: ruleVersion.planId, body: planTable.body })
    .from(ruleVersion)
    .innerJoin(planTable, eq(planTable.id, ruleVersion.planId))
    .where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.ruleId, ruleId), eq(ruleVersion.id, versionId)))
  if (stored === undefined) throw notFound('version')
  const { body, ...rest } = stored
  return { versionId, ...rest, plan: readPlan(body) }
}
