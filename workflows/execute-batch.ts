import { proxyLocalActivities } from '@temporalio/workflow'
import type { Batch } from '../activities/advance-many'
import type { ExecutionActivities } from '../activities'

const { advanceMany } = proxyLocalActivities<ExecutionActivities>({ startToCloseTimeout: '60 seconds', retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' } })

/**
 * Under backlog, many executions of plans that wait for nobody: a workflow costs the engine the same whatever it carries. Each goes through the reducer as it would
 * alone; one that cannot end here is left a dispatch row and goes on as `executeRule`.
 */
export async function executeBatch(batch: Batch): Promise<void> {
  await advanceMany(batch)
}
