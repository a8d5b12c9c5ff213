import { ScheduleAlreadyRunning, ScheduleNotFoundError, ScheduleOverlapPolicy, type Client, type ScheduleSpec } from '@temporalio/client'
import { scheduleTimes, type ScheduleTimes } from '../activities/events/schedule-spec'
import type { Deps } from '../activities/deps'
import type { Queues } from './temporal'

/** Runs that were missed by more than this are not made up for. */
const CATCH_UP_HOURS = 24

/**
 * Makes the engine's schedule of a rule what the rule's row says: there, with these times, or gone. Doing it again changes nothing. The row says whether there is
 * work when the clock strikes, so that a schedule that lags behind does no harm.
 */
export async function keepSchedule(deps: Pick<Deps, 'database' | 'now'>, client: Client, queues: Queues, workspaceId: string, ruleId: string): Promise<void> {
  const scheduleId = `schedule:${ruleId}`
  const times = await scheduleTimes(deps, workspaceId, ruleId)
  if (times === null) return remove(client, scheduleId)
  const wanted = {
    spec: specOf(times),
    action: { type: 'startWorkflow', workflowType: 'runSchedule', workflowId: `stroke:${ruleId}`, taskQueue: queues.flow, args: [{ workspaceId, ruleId }] },
    policies: { catchupWindow: `${CATCH_UP_HOURS} hours`, overlap: ScheduleOverlapPolicy.ALLOW_ALL },
  } as const
  try {
    await client.schedule.create({ scheduleId, ...wanted })
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error
    await client.schedule.getHandle(scheduleId).update(({ state }) => ({ ...wanted, state }))
  }
}

async function remove(client: Client, scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete()
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error
  }
}

function specOf({ timeZone, calendars }: ScheduleTimes): ScheduleSpec {
  return { calendars: calendars.map((calendar) => ({ second: 0, ...calendar })), timezone: timeZone }
}
