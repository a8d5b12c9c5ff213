import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { execution } from '../../../db/schema'
import { notFound } from '../../failure-status'

/** Fails with `not found` unless the workspace has this execution. */
export async function requireExecution(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const [row] = await tx.select({ id: execution.id }).from(execution).where(and(eq(execution.workspaceId, workspaceId), eq(execution.id, id)))
  if (row === undefined) throw notFound('execution')
}
