import { sql } from 'drizzle-orm'
import type { Tx } from '../client'
import type { RULE_EVENTS } from '../schema'
import { newId } from '../schema/columns'
import { send } from '../send'
import { enqueue } from './enqueue-dispatch'

/** Something that happened and may set rules off. `key` names it for ever: writing it again changes nothing. */
export interface NewRuleEvent {
  readonly workspaceId: string
  readonly kind: (typeof RULE_EVENTS)[number]
  readonly key: string
  readonly accountId?: string
  /** The one rule that is asked. */
  readonly ruleId?: string
  readonly messageId?: string
  /** Ids and codes only. */
  readonly data?: Readonly<Record<string, unknown>>
  readonly causeExecutionId?: string
}

/** Writes an event in the transaction in which it happened, and orders that rules be asked about it. Returns its id; null when it was written before. */
export async function writeRuleEvent(tx: Tx, event: NewRuleEvent): Promise<string | null> {
  const { workspaceId, kind, key, accountId = null, ruleId = null, messageId = null, data = {}, causeExecutionId = null } = event
  const id = newId()
  const [made] = await send(tx, sql`
    insert into rule_event (workspace_id, id, kind, key, account_id, rule_id, message_id, data, cause_execution_id)
    values (${workspaceId}, ${id}, ${kind}, ${key}, ${accountId}, ${ruleId}, ${messageId}, ${JSON.stringify(data)}::jsonb, ${causeExecutionId})
    on conflict do nothing returning id`)
  if (made === undefined) return null
  await enqueue(tx, [{ workspaceId, workflow: 'raiseEvent', kind: 'start', subjectId: id }])
  return id
}
