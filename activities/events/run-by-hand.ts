import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { blankFacts } from '../../rules/blank-facts'
import { insertStarts } from '../ingest/insert-starts'
import { claimScopes } from '../ingest/claim-scopes'
import type { Verdicts } from '../ingest/verdicts'
import type { EventRow } from './event-row'

const Order = z.object({ messageIds: z.array(z.string()), mode: z.enum(['live', 'dry run']), userId: z.string(), requestId: z.string() })
const Mail = z.object({ id: z.string(), threadId: z.string() })
const Rule = z.object({ accountId: z.string(), versionId: z.string(), planId: z.string(), mode: z.enum(['off', 'dry run', 'live']), halted: z.boolean() })

/**
 * Starts the rule a person chose on each mail they chose, whatever sets it off otherwise and however often it ran before: the request is the scope. Its conditions
 * decide as in any run, and what they say is seen in the execution. An account in dry run keeps it to a dry run; one that is off, or stopped, starts nothing.
 */
export async function runByHand(tx: Tx, { workspaceId, ruleId, data }: EventRow, now: Date): Promise<readonly string[]> {
  const { messageIds, mode: wanted, userId, requestId } = Order.parse(data)
  const [row] = await tx.execute(sql`
    select r.account_id as "accountId", v.id as "versionId", v.plan_id as "planId", a.incoming_mode as mode, w.halted or a.halted as halted
    from rule r join rule_version v on v.id = r.live_version_id join account a on a.id = r.account_id and a.deleted_at is null join workspace w on w.id = r.workspace_id
    where r.workspace_id = ${workspaceId} and r.id = ${ruleId}::uuid and r.state in ('active', 'paused')`)
  if (row === undefined || ruleId === null) return []
  const rule = Rule.parse(row)
  if (rule.halted || rule.mode === 'off') return []
  const mode = rule.mode === 'live' ? wanted : 'dry run'
  const mails = z.array(Mail).parse(
    await tx.execute(sql`
      select id, thread_id as "threadId" from message where workspace_id = ${workspaceId} and account_id = ${rule.accountId}::uuid and id in (select jsonb_array_elements_text(${JSON.stringify(messageIds)}::jsonb)::uuid) order by received_at, id`),
  )
  const wishes = mails.map((mail) => [{ ...mail, executionId: newId(), scopeKey: `u:${requestId}:${mail.id}`, rule: { ruleId }, stopsLater: false }])
  const starts = (await claimScopes(tx, workspaceId, wishes, mode === 'live')).flatMap(({ won }) => won)
  const verdicts = starts.map(({ id: messageId, threadId, executionId, scopeKey }): Verdicts => {
    const eventId = newId()
    const event = { type: 'by hand', facts: blankFacts(rule.accountId, []), accountRef: rule.accountId } as const
    const happening = { trigger: 'by hand', triggerData: { userId, requestId }, messageId, threadId, recordId: null, event, scopeKey, cause: null }
    return { happening, eventId, whyNot: [], starts: [{ executionId, ruleId, versionId: rule.versionId, planId: rule.planId, eventId, position: 0, happening, mode, scopeKey, hop: 0, causeExecutionId: null, decided: [] }] }
  })
  await insertStarts(tx, { workspaceId, accountId: rule.accountId, now }, verdicts)
  return starts.map(({ executionId }) => executionId)
}
