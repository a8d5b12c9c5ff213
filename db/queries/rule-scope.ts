import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client'
import { reservation } from '../schema'

/** The execution that holds the rule's scope, or null while it is free. */
export async function usedRuleScope(tx: Tx, workspaceId: string, ruleId: string, scopeKey: string): Promise<string | null> {
  const [row] = await tx
    .select({ executionId: reservation.executionId })
    .from(reservation)
    .where(and(eq(reservation.workspaceId, workspaceId), eq(reservation.ruleId, ruleId), eq(reservation.nodeId, ''), eq(reservation.scopeKey, scopeKey)))
  return row?.executionId ?? null
}
