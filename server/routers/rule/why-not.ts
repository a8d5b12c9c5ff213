import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { rulesPassedOver, type PassedRule } from '../../../db/queries/message-automation'
import { messageFacts } from '../../../db/queries/message-facts'
import { wholeMoment } from '../../../db/queries/moment'
import { readCalendars } from '../../../rules/calendar'
import { plan as planTable, rule, ruleVersion, type WhyNot } from '../../../db/schema'
import type { Tx } from '../../../db/client'
import { readPlan, type Plan } from '../../../rules/rule-plan'
import { whyNot as explained, type WhyNot as Explained } from '../../../rules/explain'
import { match, type Match } from '../../../rules/match'
import type { Sentence } from '../../../rules/node-type'
import { FINAL_EXECUTION_STATES } from '../../../rules/plan/plan'
import { sentenceOfStanding, type Standing } from '../../../rules/standing'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { ruleOf } from './rule-of'

export interface RuleVerdict {
  readonly ruleId: string
  readonly ruleName: string
  readonly standing: Standing
  /** The standing in words, to be said after the rule's name. */
  readonly says: Sentence
  /** Where a condition said no: what it asked and the values it saw, as they were stored then. */
  readonly why: Pick<Explained, 'step' | 'asked' | 'reasons'> | null
  /** What it did with the mail, newest first. */
  readonly runs: readonly RunOnMail[]
  /** As stored when the mail arrived, with the values compared then. */
  readonly stored: WhyNot | null
  /** What the live version says of the mail as it is now. Null: nothing is live. */
  readonly now: Match | null
}

/** One rule and one mail: the stored verdict, and the live version's verdict today. */
export const whyNot = workspaceProcedure.input(z.object({ ruleId: z.uuid(), messageId: z.uuid() })).query(({ ctx, input }): Promise<RuleVerdict> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, input.ruleId)
    const standing = await rulesPassedOver(tx, workspaceId, input.messageId)
    if (standing === null) throw notFound('message')
    const passed = standing.passed.find(({ ruleId }) => ruleId === row.id)
    const stored = passed?.verdict ?? null
    const word = passed === undefined ? 'ran' : standingOf(passed, standing)
    const runs = passed === undefined ? await runsOn(tx, workspaceId, row.id, input.messageId) : []
    const stoppedBy = word === 'stopped by another rule' && stored?.winner !== undefined ? await nameOf(tx, workspaceId, stored.winner) : null
    return {
      ruleId: row.id,
      ruleName: row.name,
      standing: word,
      says: sentenceOfStanding({ standing: word, account: passed?.accountName ?? '', stoppedBy, run: runs[0] ?? null }),
      why: stored === null ? null : await whyThen(tx, workspaceId, stored),
      runs,
      stored,
      now: row.liveVersionId === null ? null : await askNow(tx, workspaceId, row.liveVersionId, input.messageId, ctx.services.now()),
    }
  }),
)

/** The word for a rule that did nothing. */
export function standingOf(of: PassedRule, mail: { readonly accountId: string; readonly arrivedAt: Date | null }): Standing {
  const stored = of.verdict?.reason
  if (of.accountId !== mail.accountId) return 'other account'
  if (stored !== undefined) return stored
  if (of.version === null) return 'never published'
  if (of.trigger !== 'mail.arrived') return 'other trigger'
  if (mail.arrivedAt === null) return 'not an arrival'
  if (of.publishedAt !== null && of.publishedAt > mail.arrivedAt) return 'published later'
  return of.state === 'paused' ? 'paused' : 'not asked'
}

const LIVE_STATES = ['queued', 'running', 'waiting', 'retrying'] as const
const RunOnMail = z.object({ id: z.string(), state: z.enum([...LIVE_STATES, ...FINAL_EXECUTION_STATES]), mode: z.enum(['live', 'dry run']), isHeld: z.boolean() })
type RunOnMail = z.infer<typeof RunOnMail>

async function runsOn(tx: Tx, workspaceId: string, ruleId: string, messageId: string): Promise<readonly RunOnMail[]> {
  const rows = await tx.execute(sql`
    select id, state, mode, held_at is not null and ended_at is null as "isHeld" from execution
    where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and message_id = ${messageId}::uuid order by created_at desc, id desc limit 20`)
  return z.array(RunOnMail).parse(rows)
}

async function nameOf(tx: Tx, workspaceId: string, ruleId: string): Promise<string | null> {
  const [row] = await tx.select({ name: rule.name }).from(rule).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, ruleId)))
  return row?.name ?? null
}

/** The stored comparisons in words, by the version that made them. */
async function whyThen(tx: Tx, workspaceId: string, { ruleVersionId, step, because = [] }: WhyNot): Promise<RuleVerdict['why']> {
  if (step === undefined) return null
  const plan = await planOf(tx, workspaceId, ruleVersionId)
  const told = plan === null ? null : explained(plan, { step, because })
  return told === null ? null : { step: told.step, asked: told.asked, reasons: told.reasons }
}

async function planOf(tx: Tx, workspaceId: string, versionId: string): Promise<Plan | null> {
  const [stored] = await tx.select({ body: planTable.body }).from(ruleVersion).innerJoin(planTable, eq(planTable.id, ruleVersion.planId)).where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.id, versionId)))
  return stored === undefined ? null : readPlan(stored.body)
}

async function askNow(tx: Tx, workspaceId: string, versionId: string, messageId: string, now: Date): Promise<Match | null> {
  const facts = await messageFacts(tx, workspaceId, messageId)
  const plan = await planOf(tx, workspaceId, versionId)
  if (facts === null || plan === null) return null
  const moment = await wholeMoment(tx, workspaceId, now, readCalendars)
  return match(plan, { type: 'mail arrived', facts, accountRef: facts.accountRef }, moment)
}
