import { proxyLocalActivities } from '@temporalio/workflow'
import type { BareActivities } from './bare-engine'

const { act } = proxyLocalActivities<BareActivities>({ startToCloseTimeout: '60 seconds' })

/** The least a durable workflow can do: one local activity that writes one row. */
export async function bareWorkflow(id: string): Promise<void> {
  await act(id)
}
