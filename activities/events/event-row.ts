import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { RULE_EVENTS } from '../../db/schema'

const Row = z.object({
  id: z.string(),
  workspaceId: z.string(),
  kind: z.enum(RULE_EVENTS),
  key: z.string(),
  accountId: z.string().nullable(),
  ruleId: z.string().nullable(),
  messageId: z.string().nullable(),
  recordId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  causeExecutionId: z.string().nullable(),
})

/** A written event that is not yet raised. */
export type EventRow = z.infer<typeof Row>

/** Reads an event and locks it until the transaction ends; null when it was raised already. */
export async function lockEvent(tx: Tx, workspaceId: string, eventId: string): Promise<EventRow | null> {
  const [row] = await tx.execute(sql`
    select id, workspace_id as "workspaceId", kind, key, account_id as "accountId", rule_id as "ruleId", message_id as "messageId", record_id as "recordId", data, cause_execution_id as "causeExecutionId"
    from rule_event where workspace_id = ${workspaceId} and id = ${eventId}::uuid and raised_at is null for no key update`)
  return row === undefined ? null : Row.parse(row)
}
