import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { messageFacts } from '../../db/queries/message-facts'
import { writeRuleEvent } from '../../db/queries/rule-event'
import type { WhyNot } from '../../db/schema'
import { causeOfMail } from '../ingest/causes'
import { readContext } from '../ingest/context'
import { insertStarts } from '../ingest/insert-starts'
import { matchRules } from '../ingest/match-rules'
import type { Plans } from '../plans'
import type { Happening } from './happening'
import type { EventRow } from './event-row'

const Order = z.object({ messageIds: z.array(z.string()) })

/** Mails that one transaction takes; the rest follows as an event of its own, so that a long list keeps nobody waiting and loses nothing in a crash. */
const AT_ONCE = 50

/**
 * Asks a rule about mails that arrived while it was paused, in their order: its conditions, scope, window and the loop guard decide as they would have. What was
 * noted of each mail then is replaced by what comes of it now. A rule that was paused again meanwhile keeps the rest for later.
 */
export async function catchUp(tx: Tx, plans: Plans, row: EventRow, now: Date): Promise<readonly string[]> {
  const { workspaceId, ruleId } = row
  const { messageIds } = Order.parse(row.data)
  const [rule] = await tx.execute(sql`select r.account_id as account, r.state from rule r join account a on a.id = r.account_id and a.deleted_at is null where r.workspace_id = ${workspaceId} and r.id = ${ruleId}::uuid for share of r`)
  if (rule === undefined || ruleId === null || rule.state === 'deleted') return []
  if (rule.state === 'paused') {
    await keepForLater(tx, workspaceId, messageIds)
    return []
  }
  const accountId = String(rule.account)
  const found = await readContext(tx, { workspaceId, accountId })
  const context = { ...found, rules: found.rules.filter((candidate) => candidate.ruleId === ruleId) }
  const place = { workspaceId, accountId, now }
  const happenings = await Promise.all(messageIds.slice(0, AT_ONCE).map((messageId) => happeningOf(tx, workspaceId, accountId, messageId)))
  const verdicts = await matchRules(tx, plans, place, context, happenings.flatMap((happening) => happening ?? []))
  await insertStarts(tx, place, verdicts.map((verdict) => ({ ...verdict, whyNot: [] })))
  for (const { happening, whyNot } of verdicts) if (happening.messageId !== null) await replaceVerdict(tx, happening.messageId, ruleId, whyNot)
  const rest = messageIds.slice(AT_ONCE)
  if (rest.length > 0) await writeRuleEvent(tx, { workspaceId, kind: 'catch up', key: `${row.key}/${rest.length}`, ruleId, data: { messageIds: rest } })
  return verdicts.flatMap(({ starts }) => starts.map(({ executionId }) => executionId))
}

async function happeningOf(tx: Tx, workspaceId: string, accountId: string, messageId: string): Promise<Happening | null> {
  const facts = await messageFacts(tx, workspaceId, messageId)
  if (facts === null) return null
  const cause = await causeOfMail(tx, workspaceId, facts)
  return { trigger: 'mail arrived', triggerData: {}, messageId, threadId: facts.threadRef, recordId: null, event: { type: 'mail arrived', facts, accountRef: accountId }, scopeKey: null, cause }
}

async function replaceVerdict(tx: Tx, messageId: string, ruleId: string, whyNot: readonly WhyNot[]): Promise<void> {
  await tx.execute(sql`
    update why_not set verdicts = coalesce((select jsonb_agg(v) from jsonb_array_elements(verdicts) v where v ->> 'ruleId' <> ${ruleId}), '[]'::jsonb) || ${JSON.stringify(whyNot)}::jsonb where message_id = ${messageId}::uuid`)
}

/** Counted again from the new pause on. */
async function keepForLater(tx: Tx, workspaceId: string, messageIds: readonly string[]): Promise<void> {
  await tx.execute(sql`update why_not set created_at = now() where workspace_id = ${workspaceId} and message_id in (select jsonb_array_elements_text(${JSON.stringify(messageIds)}::jsonb)::uuid)`)
}
