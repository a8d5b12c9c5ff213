import { z } from 'zod'
import { messageFacts, worldFor } from '../../../db/queries/message-facts'
import { wholeMoment } from '../../../db/queries/moment'
import { readCalendars } from '../../../rules/calendar'
import { idsIn } from '../../../db/queries/execution-get'
import { namesOf, type Ref } from '../../../db/queries/refs'
import { usedRuleScope } from '../../../db/queries/rule-scope'
import type { Tx } from '../../../db/client'
import { storedLimits } from '../../../db/queries/records-of-sender'
import { suppression } from '../../../mail/auto-reply'
import { limitsOf } from '../../../rules/limits'
import { scopeKey, type Scope } from '../../../rules/scope'
import { Failure } from '../../../mail/failure'
import type { Plan } from '../../../rules/rule-plan'
import { dryRun as rehearse, type DryRun } from '../../../rules/dry-run'
import type { MessageFacts } from '../../../rules/facts'
import { RuleGraph } from '../../../rules/graph'
import { PlanError } from '../../../rules/plan-node'
import type { Problem } from '../../../rules/problem'
import { invalid, notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { chosenOf, VERSION_CHOICE, type VersionChoice } from './choice'
import { compileIn, ruleOf } from './rule-of'

const INPUT = z.object({
  /** The rule whose draft is tried, unless `graph` gives another drawing. */
  ruleId: z.uuid().optional(),
  /** For a drawing that belongs to no rule yet. */
  accountId: z.uuid().optional(),
  graph: RuleGraph.optional(),
  /** Tries what is live, or a published version by its id, instead of the draft. */
  version: VERSION_CHOICE.optional(),
  messageId: z.uuid(),
  /** Port by which to leave each wait, by node id; without it the run ends there. */
  waitOutcomes: z.record(z.string().max(64), z.string().max(32)).default({}),
})

/** What the rule would do with the mail. Nothing is written, sent or reserved. */
export interface RuleRehearsal {
  /** Null while blockers stand in `problems`. */
  readonly run: DryRun | null
  readonly graph: RuleGraph
  readonly problems: readonly Problem[]
  /** The execution that used the rule's scope for this mail already: in earnest the rule would not run again. */
  readonly alreadyRan: { readonly executionId: string } | null
  /** The text is not here yet (history, or quarantined), so conditions on it see nothing. */
  readonly isTextMissing: boolean
  /** Names for every id in the drawing and the result. */
  readonly refs: Readonly<Record<string, Ref>>
  readonly milliseconds: number
}

/** Tries a drawing on one mail: every comparison with the values it saw, and every effect as “would”. */
export const dryRun = workspaceProcedure.input(INPUT).mutation(({ ctx, input }): Promise<RuleRehearsal> =>
  ctx.db(async (tx) => {
    const begun = performance.now()
    const { workspaceId } = ctx.actor
    const drawing = await drawingOf(tx, workspaceId, input)
    return rehearsalOf(tx, { workspaceId, now: ctx.services.now(), drawing, facts: input.messageId, waitOutcomes: input.waitOutcomes, begun })
  }),
)

/** A drawing to try, in the account it is for; `ruleId` is null for one that was never saved. */
export interface Drawing {
  readonly graph: RuleGraph
  readonly accountId: string
  readonly ruleId: string | null
}

/** Names a drawing: one that is given, or a state of a rule. */
export interface Asked {
  readonly ruleId?: string | undefined
  readonly accountId?: string | undefined
  readonly graph?: RuleGraph | undefined
  readonly version?: VersionChoice | undefined
}

/** The drawing that is asked about: that of the rule, or one given with its account. */
export async function drawingOf(tx: Tx, workspaceId: string, input: Asked): Promise<Drawing> {
  const row = input.ruleId === undefined ? null : await ruleOf(tx, workspaceId, input.ruleId)
  const published = row === null || input.version === undefined || input.version === 'draft' ? null : await chosenOf(tx, workspaceId, row.id, input.version)
  const graph = input.graph ?? published?.graph ?? row?.draft
  const accountId = row?.accountId ?? input.accountId
  if (graph === undefined || accountId === undefined) throw invalid('invalid.rule', 'Give ruleId, or graph and accountId.')
  await accountOf(tx, workspaceId, accountId)
  return { graph, accountId, ruleId: row?.id ?? null }
}

export interface RehearsalQuestion {
  readonly workspaceId: string
  readonly now: Date
  readonly drawing: Drawing
  /** A stored mail by its id, or what is known of one that is not stored. */
  readonly facts: string | MessageFacts
  readonly waitOutcomes: Readonly<Record<string, string>>
  /** `performance.now()` when the question came. */
  readonly begun: number
}

/** What the drawing would do with the mail, with names for everything it mentions. */
export async function rehearsalOf(tx: Tx, { workspaceId, now, drawing: { graph, accountId, ruleId }, facts, waitOutcomes, begun }: RehearsalQuestion): Promise<RuleRehearsal> {
  const compiled = await compileIn(tx, workspaceId, accountId, graph, ruleId ?? undefined)
  const tried = 'plan' in compiled ? await tryOn(tx, { workspaceId, now, ruleId, plan: compiled.plan, facts, waitOutcomes }) : null
  const refs = await namesOf(tx, workspaceId, idsIn([graph, tried?.run.effects, tried?.run.steps]))
  return {
    run: tried?.run ?? null,
    graph,
    problems: 'plan' in compiled ? compiled.warnings : compiled.problems,
    alreadyRan: tried?.alreadyRan ?? null,
    isTextMissing: tried?.isTextMissing ?? false,
    refs: Object.fromEntries(refs),
    milliseconds: Math.round((performance.now() - begun) * 10) / 10,
  }
}

interface Trial {
  readonly workspaceId: string
  readonly now: Date
  readonly ruleId: string | null
  readonly plan: Plan
  readonly facts: string | MessageFacts
  readonly waitOutcomes: Readonly<Record<string, string>>
}

async function tryOn(tx: Tx, { workspaceId, now, ruleId, plan, facts: asked, waitOutcomes }: Trial): Promise<Pick<RuleRehearsal, 'alreadyRan' | 'isTextMissing'> & { readonly run: DryRun }> {
  const facts = typeof asked === 'string' ? await messageFacts(tx, workspaceId, asked) : asked
  if (facts === null) throw notFound('message')
  const keyOf = (scope: Scope) => scopeKey(scope, { messageRef: facts.messageRef, threadRef: facts.threadRef, sender: facts.from?.address ?? null }, now.getTime() / 1_000)
  const intervalKeys = Object.values(plan.nodes).flatMap(({ scope, interval }) => (scope === 'interval' ? [keyOf({ scope, interval })] : []))
  const world = await worldFor(tx, { workspaceId, facts, ruleId, suppression: suppression(facts, facts.ownAddresses), limits: limitsOf(await storedLimits(tx, workspaceId)), intervalKeys })
  const winner = ruleId === null ? null : await usedRuleScope(tx, workspaceId, ruleId, keyOf(plan))
  try {
    const { timeZone, calendars, lists } = await wholeMoment(tx, workspaceId, now, readCalendars)
    return { run: rehearse(plan, facts, world, { waitOutcomes, now: now.toISOString(), timeZone: plan.timeZone ?? timeZone, calendars, lists }), alreadyRan: winner === null ? null : { executionId: winner }, isTextMissing: facts.text === null }
  } catch (error) {
    if (error instanceof PlanError) throw new Failure('rule.unreadable', { retry: 'no', publicMessage: 'The rule has a step that this version of Postroom cannot run.', cause: error })
    throw error
  }
}
