import { defineSearchAttributeKey } from '@temporalio/common'
import { proxyLocalActivities, workflowInfo } from '@temporalio/workflow'
import type { createStrikeClock } from '../activities/events/strike-clock'

/** One stroke of a rule's schedule: tells the database that its time has come. The time it stands for is the schedule's, also when the engine was away then. */

const { strikeClock } = proxyLocalActivities<ReturnType<typeof createStrikeClock>>({ startToCloseTimeout: '20 seconds', retry: { maximumInterval: '10 seconds' } })

const NOMINAL_TIME = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME')

export async function runSchedule({ workspaceId, ruleId }: { readonly workspaceId: string; readonly ruleId: string }): Promise<void> {
  const { typedSearchAttributes, startTime } = workflowInfo()
  const nominal = typedSearchAttributes.get(NOMINAL_TIME) ?? startTime
  await strikeClock({ workspaceId, ruleId, nominalAt: nominal.toISOString() })
}
