import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import type { Plan } from '../../rules/rule-plan'
import type { MessageFacts } from '../../rules/facts'
import type { StepId } from '../../rules/plan/plan'
import { scopeKey } from '../../rules/scope'
import type { OpenExecution } from './open'

/**
 * Takes an action's own scope (semantics 13) and returns null, or names the execution that took it before. Actions without a scope of their own act as often as
 * their rule. A dry run looks and takes nothing.
 */
export async function scopeTaken(tx: Tx, execution: OpenExecution, plan: Plan, step: StepId, facts: MessageFacts, origin: string, lookOnly: boolean): Promise<string | null> {
  const { scope = null, interval } = plan.nodes[step] ?? {}
  if (scope === null) return null
  const key = scopeKey({ scope, interval }, { messageRef: execution.messageId, threadRef: execution.threadId, sender: facts.from?.address ?? null, otherwise: execution.scopeKey }, execution.epochSeconds)
  if (!lookOnly) await reserve(tx, execution, step, key, origin)
  const [holder] = await tx.execute(sql`
    select execution_id as id from reservation
    where workspace_id = ${execution.workspaceId} and rule_id = ${execution.ruleId}::uuid and node_id = ${step} and scope_key = ${key}`)
  return holder === undefined || holder.id === origin || holder.id === execution.id ? null : String(holder.id)
}

/** The scope of all moves of one event (semantics 19). Null when this execution's move stands, else the execution whose move does. */
export async function moveTaken(tx: Tx, execution: OpenExecution, origin: string): Promise<string | null> {
  const key = moveScope(execution)
  await reserve(tx, { ...execution, ruleId: null }, '', key, origin)
  const [holder] = await tx.execute(sql`
    select execution_id as id from reservation where workspace_id = ${execution.workspaceId} and rule_id is null and node_id = '' and scope_key = ${key}`)
  return holder === undefined || holder.id === origin ? null : String(holder.id)
}

/** A move that failed lets the next rule's move stand. */
export async function giveMoveBack(tx: Tx, execution: OpenExecution, origin: string): Promise<void> {
  await tx.execute(sql`
    delete from reservation where workspace_id = ${execution.workspaceId} and rule_id is null and node_id = '' and scope_key = ${moveScope(execution)} and execution_id = ${origin}::uuid`)
}

function moveScope({ eventId }: Pick<OpenExecution, 'eventId'>): string {
  return `move:${eventId}`
}

interface Owner {
  readonly workspaceId: string
  readonly ruleId: string | null
}

async function reserve(tx: Tx, { workspaceId, ruleId }: Owner, node: string, key: string, origin: string): Promise<void> {
  await tx.execute(sql`
    insert into reservation (workspace_id, id, rule_id, node_id, scope_key, execution_id)
    values (${workspaceId}, ${newId()}, ${ruleId}, ${node}, ${key}, ${origin}) on conflict do nothing`)
}
