import { and, eq, type SQL } from 'drizzle-orm'
import { z, ZodError } from 'zod'
import type { Tx } from '../../../db/client'
import { plan, rule, ruleVersion } from '../../../db/schema'
import { Failure } from '../../../mail/failure'
import { readPlan, type Plan } from '../../../rules/rule-plan'
import type { RuleGraph } from '../../../rules/graph'
import { PlanError } from '../../../rules/plan-node'
import type { Problem } from '../../../rules/problem'
import { notFound } from '../../failure-status'
import { compileIn, graphOf, ruleOf } from './rule-of'

/** Which state of a rule is asked about: what is drawn, what is live, or a published version by its id. */
export const VERSION_CHOICE = z.union([z.enum(['draft', 'live']), z.uuid()])
export type VersionChoice = z.infer<typeof VERSION_CHOICE>

/** A published state of a rule, also of one that was deleted since. */
export interface PublishedChoice {
  readonly versionId: string
  readonly number: number
  readonly graph: RuleGraph
  readonly plan: Plan
}

/** A state of a rule. The plan is null while blockers stand in `problems`; a draft has no version. */
export interface Chosen {
  readonly versionId: string | null
  readonly number: number | null
  readonly graph: RuleGraph
  readonly plan: Plan | null
  readonly problems: readonly Problem[]
}

/** A draft is compiled against what exists now; what was published is as it was stored. `not found` where there is no such state. */
export async function chosenOf(tx: Tx, workspaceId: string, ruleId: string, choice: VersionChoice): Promise<Chosen> {
  if (choice !== 'draft') return { ...(await publishedOf(tx, workspaceId, ruleId, choice)), problems: [] }
  const row = await ruleOf(tx, workspaceId, ruleId)
  const compiled = await compileIn(tx, workspaceId, row.accountId, row.draft, ruleId)
  return { versionId: null, number: null, graph: row.draft, plan: 'plan' in compiled ? compiled.plan : null, problems: 'plan' in compiled ? compiled.warnings : compiled.problems }
}

async function publishedOf(tx: Tx, workspaceId: string, ruleId: string, choice: Exclude<VersionChoice, 'draft'>): Promise<PublishedChoice> {
  const which: SQL | undefined = choice === 'live' ? eq(rule.liveVersionId, ruleVersion.id) : eq(ruleVersion.id, choice)
  const [found] = await tx
    .select({ versionId: ruleVersion.id, number: ruleVersion.number, graph: ruleVersion.graph, plan: plan.body })
    .from(ruleVersion)
    .innerJoin(rule, eq(rule.id, ruleVersion.ruleId))
    .innerJoin(plan, eq(plan.id, ruleVersion.planId))
    .where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.ruleId, ruleId), which))
  if (found === undefined) throw notFound('version')
  return { ...found, graph: graphOf(found.graph), plan: readable(() => readPlan(found.plan)) }
}

/** What `work` makes of a plan, or `rule.unreadable`: it has a step that this version of Postroom does not know. */
export function readable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof PlanError || error instanceof ZodError) throw new Failure('rule.unreadable', { retry: 'no', publicMessage: 'The rule has a step that this version of Postroom cannot run.', cause: error })
    throw error
  }
}
