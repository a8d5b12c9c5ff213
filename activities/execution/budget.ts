import { sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../db/client'
import { auditEvent } from '../../db/schema'
import type { Plan } from '../../rules/rule-plan'
import { DEFAULT_BUDGET } from '../../rules/graph'
import { alertOwners } from '../alerts'
import type { OpenExecution } from './open'

/**
 * What a rule may do to the outside in an hour. Every outward effect and every mail is counted when it is about to be claimed or queued, under its key, so that no
 * crash, retry or rerun counts it twice. The one too many pauses the rule and holds its executions until somebody says what becomes of them.
 */

/** Whether an execution waits for somebody's word: it was held, or its rule is paused for this and it has not begun. */
export function isHeld({ heldAt, approvedAt, startedAt, rulePausedBecause, mode, endedAt }: Pick<OpenExecution, 'heldAt' | 'approvedAt' | 'startedAt' | 'rulePausedBecause' | 'mode' | 'endedAt'>): boolean {
  if (approvedAt !== null || mode === 'dry run' || endedAt !== null) return false
  return heldAt !== null || (startedAt === null && rulePausedBecause === 'budget')
}

/**
 * Counts one effect. False when it is one too many: then the rule is paused, this execution and all that have not begun are held, and the owner is told. One at a
 * time per rule, so that those who come at the same moment cannot pass together. What somebody let go on is not counted.
 */
export async function spend(tx: Tx, execution: OpenExecution, plan: Plan, key: string, now: Date): Promise<boolean> {
  if (execution.approvedAt !== null) return true
  const { workspaceId, ruleId } = execution
  const budget = plan.effectBudgetPerHour ?? DEFAULT_BUDGET
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`budget of rule ${ruleId}`}, 0))`)
  const [row] = await tx.execute(sql`
    with before as (delete from rule_effect where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and at < now() - interval '1 day'),
      known as (select 1 from rule_effect where workspace_id = ${workspaceId} and key = ${key} union all select 1 from claim where workspace_id = ${workspaceId} and key = ${key}
        union all select 1 from outgoing_message where workspace_id = ${workspaceId} and effect_key = ${key}),
      spent as (select count(*) as n from rule_effect where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and at > now() - interval '1 hour'),
      counted as (insert into rule_effect (workspace_id, rule_id, key) select ${workspaceId}::uuid, ${ruleId}::uuid, ${key} from spent where n < ${budget} and not exists (select 1 from known) returning 1)
    select exists (select 1 from known) or exists (select 1 from counted) as may`)
  if (row?.may === true) return true
  await hold(tx, execution, budget, now)
  return false
}

/** Takes back what was counted for an effect that did not happen after all. */
export async function refund(tx: Tx, { workspaceId }: OpenExecution, key: string): Promise<void> {
  await tx.execute(sql`delete from rule_effect where workspace_id = ${workspaceId} and key = ${key}`)
}

/** Holds an execution of a rule that is paused for its budget, when it comes by: it was not there, or locked, when the others were held. */
export async function keepHeld(tx: Tx, { id, heldAt }: OpenExecution, now: Date): Promise<void> {
  if (heldAt === null) await tx.execute(sql`update execution set held_at = ${now.toISOString()}::timestamptz where id = ${id}::uuid`)
}

async function hold(tx: Tx, execution: OpenExecution, budget: number, now: Date): Promise<void> {
  const { workspaceId, ruleId, id } = execution
  const at = sql`${now.toISOString()}::timestamptz`
  const paused = await tx.execute(sql`
    update rule set state = 'paused', pause_mode = case when state = 'active' then 'catch up' else pause_mode end, paused_at = case when state = 'active' then ${at} else paused_at end, paused_because = 'budget', updated_at = ${at}
    where workspace_id = ${workspaceId} and id = ${ruleId}::uuid and state in ('active', 'paused') and paused_because is distinct from 'budget' returning id`)
  // Those that somebody works on at this moment are held when they come by.
  await tx.execute(sql`
    update execution set held_at = ${at} where id in (
      select id from execution where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and ended_at is null and held_at is null and approved_at is null and mode = 'live' and (started_at is null or id = ${id}::uuid)
      order by event_id, position for no key update skip locked)`)
  if (paused.length === 0) return
  await tx.insert(auditEvent).values({ workspaceId, actor: { kind: 'execution', id }, kind: 'rule.paused', subjectKind: 'rule', subjectId: ruleId, data: { because: 'budget', budget } })
  await alertOwners(tx, { workspaceId, ruleId, kind: 'rule over budget', executionId: id }, now)
  await notifyChanged(tx, workspaceId, 'rule', [ruleId])
}
