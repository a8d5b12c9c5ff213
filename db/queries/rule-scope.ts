import { and, eq, inArray } from 'drizzle-orm'
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

/** Those of the keys whose scope the rule has used. */
export async function usedAmong(tx: Tx, workspaceId: string, ruleId: string, scopeKeys: readonly string[]): Promise<ReadonlySet<string>> {
  if (scopeKeys.length === 0) return new Set()
  const rows = await tx
    .select({ key: reservation.scopeKey })
    .from(reservation)
    .where(and(eq(reservation.workspaceId, workspaceId), eq(reservation.ruleId, ruleId), eq(reservation.nodeId, ''), inArray(reservation.scopeKey, [...scopeKeys])))
  return new Set(rows.map(({ key }) => key))
}
