import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { rulesPassedOver, type PassedRule } from '../../../db/queries/message-automation'
import { messageFacts } from '../../../db/queries/message-facts'
import { wholeMoment } from '../../../db/queries/moment'
import { plan as planTable, ruleVersion, type WhyNot } from '../../../db/schema'
import type { Tx } from '../../../db/client'
import { readPlan } from '../../../rules/compile'
import { match, type Match } from '../../../rules/match'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { ruleOf } from './rule-of'

/** Why a rule did nothing for a mail; `ran` when it did something after all. Codes, most decisive first. */
export const STANDINGS = ['ran', 'other account', 'never published', 'other trigger', 'paused', 'automation off', 'published later', 'not an arrival', 'condition', 'scope used', 'loop guard', 'limit', 'window', 'stopped by another rule', 'not asked'] as const
export type Standing = (typeof STANDINGS)[number]

export interface RuleVerdict {
  readonly ruleId: string
  readonly ruleName: string
  readonly standing: Standing
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
    return {
      ruleId: row.id,
      ruleName: row.name,
      standing: passed === undefined ? 'ran' : standingOf(passed, standing),
      stored: passed?.verdict ?? null,
      now: row.liveVersionId === null ? null : await askNow(tx, workspaceId, row.liveVersionId, input.messageId, ctx.services.now()),
    }
  }),
)

/** The word for a rule that did nothing. */
export function standingOf(rule: PassedRule, mail: { readonly accountId: string; readonly arrivedAt: Date | null }): Standing {
  const stored = rule.verdict?.reason
  if (rule.accountId !== mail.accountId) return 'other account'
  if (stored !== undefined) return stored
  if (rule.version === null) return 'never published'
  if (rule.trigger !== 'mail.arrived') return 'other trigger'
  if (mail.arrivedAt === null) return 'not an arrival'
  if (rule.publishedAt !== null && rule.publishedAt > mail.arrivedAt) return 'published later'
  return rule.state === 'paused' ? 'paused' : 'not asked'
}

async function askNow(tx: Tx, workspaceId: string, versionId: string, messageId: string, now: Date): Promise<Match | null> {
  const facts = await messageFacts(tx, workspaceId, messageId)
  const [stored] = await tx.select({ body: planTable.body }).from(ruleVersion).innerJoin(planTable, eq(planTable.id, ruleVersion.planId)).where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.id, versionId)))
  if (facts === null || stored === undefined) return null
  const moment = await wholeMoment(tx, workspaceId, now)
  return match(readPlan(stored.body), { type: 'mail arrived', facts, accountRef: facts.accountRef }, moment)
}
