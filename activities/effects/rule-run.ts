import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import { blankFacts } from '../../rules/blank-facts'
import type { Receipt } from '../../rules/effects'
import { HOP_LIMIT } from '../ingest/causes'
import { insertStarts } from '../ingest/insert-starts'
import { mailOf, type DatabasePerformer } from './performer'

/**
 * Inserts an execution of another rule of the account on the same mail, one hop further (semantics 21). Idempotent by effect key, which is the scope of that execution. What is
 * gone, paused or was never published is skipped, and so is a rule that led here itself, unless it may.
 */
export const ruleRun: DatabasePerformer<'rule.run'> = {
  async perform(tx, context, { ruleRef }) {
    const { workspaceId, accountId, executionId, key, hop, now } = context
    const { messageId, threadId } = mailOf(context)
    const rule = await targetOf(tx, workspaceId, accountId, ruleRef)
    if (rule === null) return skipped('part is off', 'no rule')
    const scopeKey = `u:${key.slice(0, key.lastIndexOf('/'))}`
    const before = await runOf(tx, workspaceId, ruleRef, scopeKey)
    if (before !== null) return started(before)
    if (rule.state === 'paused') return skipped('part is off', 'rule paused')
    if (hop + 1 > HOP_LIMIT) return skipped('loop guard', 'too many hops')
    if (!rule.mayFollowItself && (await ledHere(tx, executionId, ruleRef))) return skipped('loop guard', 'led here itself')
    const id = newId()
    const eventId = newId()
    await send(tx, sql`insert into reservation (workspace_id, id, rule_id, scope_key, execution_id) values (${workspaceId}, ${newId()}, ${ruleRef}, ${scopeKey}, ${id})`)
    const happening = { trigger: 'another rule', triggerData: { executionId, stepId: context.stepId }, messageId, threadId, recordId: null, event: { type: 'by hand', facts: blankFacts(accountId, []), accountRef: accountId }, scopeKey, cause: null } as const
    const start = { executionId: id, ruleId: ruleRef, versionId: rule.versionId, planId: rule.planId, eventId, position: 0, happening, mode: 'live', scopeKey, hop: hop + 1, causeExecutionId: executionId, decided: [] } as const
    await insertStarts(tx, { workspaceId, accountId, now }, [{ happening, eventId, starts: [start], whyNot: [] }])
    await notifyChanged(tx, workspaceId, 'execution', [id])
    return started(id)
  },
}

const Target = z.object({ state: z.enum(['active', 'paused']), versionId: z.string(), planId: z.string(), mayFollowItself: z.boolean() })

/** The published rule, if it belongs to the account. */
async function targetOf(tx: Tx, workspaceId: string, accountId: string, ruleRef: string): Promise<z.infer<typeof Target> | null> {
  const [row] = await send(tx, sql`
    select r.state, v.id as "versionId", v.plan_id as "planId", coalesce((p.body ->> 'mayFollowItself')::boolean, false) as "mayFollowItself"
    from rule r join rule_version v on v.id = r.live_version_id join plan p on p.id = v.plan_id
    where r.workspace_id = ${workspaceId} and r.account_id = ${accountId}::uuid and r.id::text = ${ruleRef} and r.state in ('active', 'paused')`)
  return row === undefined ? null : Target.parse(row)
}

async function runOf(tx: Tx, workspaceId: string, ruleRef: string, scopeKey: string): Promise<string | null> {
  const [row] = await send(tx, sql`select execution_id as id from reservation where workspace_id = ${workspaceId} and rule_id = ${ruleRef}::uuid and node_id = '' and scope_key = ${scopeKey}`)
  return row === undefined ? null : String(row.id)
}

/** Whether the rule is the one that runs, or one of those that set it off. */
async function ledHere(tx: Tx, executionId: string, ruleRef: string): Promise<boolean> {
  const rows = await send(tx, sql`
    with recursive chain as (select id, rule_id, cause_execution_id from execution where id = ${executionId}::uuid union select e.id, e.rule_id, e.cause_execution_id from execution e join chain c on e.id = c.cause_execution_id)
    select 1 from chain where rule_id = ${ruleRef}::uuid limit 1`)
  return rows.length > 0
}

function started(ref: string): Receipt {
  return { effect: 'rule.run', result: 'done', change: 'created', ref }
}

function skipped(reason: 'part is off' | 'loop guard', detail: string): Receipt {
  return { effect: 'rule.run', result: 'skipped', reason, detail }
}
