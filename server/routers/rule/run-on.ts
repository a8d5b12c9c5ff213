import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { writeRuleEvent } from '../../../db/queries/rule-event'
import { account, message, plan, ruleVersion, workspace } from '../../../db/schema'
import type { Tx } from '../../../db/client'
import { readPlan } from '../../../rules/rule-plan'
import { triggerOf } from '../../../rules/match'
import { audit } from '../../audit'
import { conflict, invalid, notFound } from '../../failure-status'
import { requireMayRunRules } from '../../may-run-rules'
import { writeProcedure } from '../../trpc'
import { ruleOf, type RuleAtHand } from './rule-of'

const RUN_AT_ONCE = 500

const INPUT = z.object({
  id: z.uuid(),
  messageIds: z.array(z.uuid()).min(1).max(RUN_AT_ONCE),
  /** A dry run says what the rule would do, and does nothing. */
  mode: z.enum(['live', 'dry run']).default('live'),
  /** Yours: asking again with it starts nothing again. */
  requestId: z.uuid(),
})

/**
 * Runs the live version of a rule on mail that a person chose, whatever sets the rule off otherwise and though it ran on that mail before. Its conditions decide; what
 * they say is in the executions, which appear a moment later. Needs the right to (`forbidden.run rules`). In an account whose automation is in dry run it is a dry run.
 */
export const runOn = writeProcedure.input(INPUT).mutation(({ ctx, input: { id, messageIds, mode, requestId } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    await requireMayRunRules(tx, ctx.actor)
    const row = await ruleOf(tx, workspaceId, id)
    const wanted = [...new Set(messageIds)]
    await requireMail(tx, workspaceId, row.accountId, wanted)
    await requireAboutMail(tx, workspaceId, row)
    const actual = await requireOn(tx, workspaceId, row.accountId, mode)
    const made = await writeRuleEvent(tx, { workspaceId, kind: 'by hand', key: `hand:${requestId}`, accountId: row.accountId, ruleId: id, data: { messageIds: wanted, mode, userId, requestId } })
    if (made !== null) await audit(tx, ctx.actor, { kind: 'rule.run by hand', subjectKind: 'rule', subjectId: id, data: { messages: wanted.length, mode: actual } })
    return { requestId, messages: wanted.length, mode: actual }
  }),
)

async function requireMail(tx: Tx, workspaceId: string, accountId: string, ids: readonly string[]): Promise<void> {
  const found = await tx.select({ accountId: message.accountId }).from(message).where(and(eq(message.workspaceId, workspaceId), inArray(message.id, [...ids])))
  if (found.length < ids.length) throw notFound('message')
  if (found.some((mail) => mail.accountId !== accountId)) throw invalid('invalid.account', 'A rule runs on mail of its own account only. Copy it to the other account first.')
}

/** A rule that a clock or a hook sets off knows nothing of a mail. */
async function requireAboutMail(tx: Tx, workspaceId: string, { liveVersionId }: RuleAtHand): Promise<void> {
  if (liveVersionId === null) throw conflict('conflict.not published', 'This rule was never published. Publish it first, or try its draft on the mail.')
  const [stored] = await tx.select({ body: plan.body }).from(ruleVersion).innerJoin(plan, eq(plan.id, ruleVersion.planId)).where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.id, liveVersionId)))
  if (stored === undefined || triggerOf(readPlan(stored.body)).subject === 'none') throw conflict('conflict.no mail', 'This rule is about no mail, so it cannot be run on one.')
}

async function requireOn(tx: Tx, workspaceId: string, accountId: string, wanted: 'live' | 'dry run'): Promise<'live' | 'dry run'> {
  const [place] = await tx
    .select({ mode: account.incomingMode, isHalted: account.halted, isAllHalted: workspace.halted })
    .from(account)
    .innerJoin(workspace, eq(workspace.id, account.workspaceId))
    .where(and(eq(account.workspaceId, workspaceId), eq(account.id, accountId)))
  if (place === undefined || place.isHalted || place.isAllHalted) throw conflict('conflict.halted', 'All automation is stopped. Let it go on first.')
  if (place.mode === 'off') throw conflict('conflict.automation off', 'Automation of this account is off. Switch it to dry run or live first.')
  return place.mode === 'live' ? wanted : 'dry run'
}
