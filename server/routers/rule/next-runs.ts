import { z } from 'zod'
import { isTimeZone, nextRuns as following, parseCron } from '../../../rules/cron'
import { invalid } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'

const INPUT = z.object({ cron: z.string().max(200).default('0 9 * * 1-5'), timeZone: z.string().max(64).default('UTC'), count: z.number().int().min(1).max(20).default(5) })

/** The next times of a schedule, such as five from now on. `invalid.cron`, `invalid.time zone` where it cannot be read. Empty: it never comes. */
export const nextRuns = workspaceProcedure.input(INPUT.prefault({})).query(({ ctx, input: { cron, timeZone, count } }): readonly Date[] => {
  const times = parseCron(cron)
  if (times === null) throw invalid('invalid.cron', 'These times cannot be read. Write minute, hour, day of the month, month and day of the week.')
  if (!isTimeZone(timeZone)) throw invalid('invalid.time zone', 'There is no such time zone.')
  return following(times, timeZone, ctx.services.now().getTime(), count).map((at) => new Date(at))
})
