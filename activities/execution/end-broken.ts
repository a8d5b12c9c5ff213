import { sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../db/client'
import { Failure } from '../../mail/failure'
import { releaseNext } from '../../db/queries/release-next'
import { alertOwners } from '../alerts'
import { openExecution } from './open'
import type { Standing } from './standing'

/** Ends an execution that this version cannot go on with: visibly, with a reason, and without holding up the next rule. What was done stays. */
export async function endBroken(tx: Tx, executionId: string, error: Error, now: Date): Promise<Standing> {
  const standing = { events: [], wakeAt: null, notBefore: {} } as const
  const execution = await openExecution(tx, executionId)
  if (execution === null) return { ...standing, ended: 'cancelled' }
  if (execution.endedAt !== null) return { ...standing, ended: execution.state }
  const at = sql`${now.toISOString()}::timestamptz`
  const reason = error instanceof Failure ? error.code : 'code' in error ? String(error.code) : 'unreadable'
  await tx.execute(sql`update execution_step set state = 'failed', reason = ${reason}, ended_at = ${at} where execution_id = ${executionId}::uuid and ended_at is null`)
  await tx.execute(sql`update wait set port = 'cancelled', decided_at = ${at} where execution_id = ${executionId}::uuid and port is null`)
  await tx.execute(sql`update execution set state = 'failed', reason = ${reason}, ended_at = coalesce(ended_at, ${at}), progress_at = ${at}, parked = false where id = ${executionId}::uuid`)
  const { workspaceId, ruleId, messageId } = execution
  if (execution.mode === 'live') await alertOwners(tx, { workspaceId, ruleId, kind: 'executions failed', executionId, messageId }, now)
  if (execution.isReleased) await releaseNext(tx, execution, now)
  await notifyChanged(tx, execution.workspaceId, 'execution', [executionId])
  return { ...standing, ended: 'failed' }
}
