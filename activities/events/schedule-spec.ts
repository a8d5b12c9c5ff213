import { scheduledRule } from '../../db/queries/rule-schedule'
import { movedRuns } from '../../rules/cron'
import { wallTimeAt } from '../../rules/wall-clock'
import type { Deps } from '../deps'
import { timesOf } from './strike-clock'

const MONTHS = ['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'] as const
const WEEKDAYS = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'] as const

/** One set of times, as the engine's schedules name them: a time fits when every part does. */
export interface CalendarTimes {
  readonly minute: number[]
  readonly hour: number[]
  readonly dayOfMonth: number[] | '*'
  readonly month: (typeof MONTHS)[number][] | '*'
  readonly dayOfWeek: (typeof WEEKDAYS)[number][] | '*'
  readonly year: number[] | '*'
}

export interface ScheduleTimes {
  readonly timeZone: string
  readonly calendars: readonly CalendarTimes[]
}

const YEARS_MS = 3 * 366 * 86_400_000

/**
 * What the engine's schedule of a rule should be; null: there should be none. The engine passes over what daylight saving skips, so those times of the next three
 * years are named one by one; what it repeats is sorted out when the clock strikes.
 */
export async function scheduleTimes({ database, now }: Pick<Deps, 'database' | 'now'>, workspaceId: string, ruleId: string): Promise<ScheduleTimes | null> {
  const rule = await database.inWorkspace(workspaceId, (tx) => scheduledRule(tx, workspaceId, ruleId))
  const times = rule === null ? null : timesOf(rule.plan)
  if (times === null) return null
  const { cron, timeZone } = times
  const common = { minute: [...cron.minutes], hour: [...cron.hours], month: cron.months.map((month) => MONTHS[month - 1] ?? 'JANUARY'), year: '*' as const }
  const byDate = { ...common, dayOfMonth: cron.days === null ? ('*' as const) : [...cron.days], dayOfWeek: '*' as const }
  const byWeekday = { ...common, dayOfMonth: '*' as const, dayOfWeek: (cron.weekdays ?? []).map((day) => WEEKDAYS[day] ?? 'SUNDAY') }
  const ordinary = cron.weekdays === null ? [byDate] : cron.days === null ? [byWeekday] : [byDate, byWeekday]
  const from = now().getTime()
  const moved = movedRuns(cron, timeZone, from, from + YEARS_MS).map((at): CalendarTimes => {
    const { year, month, day, hour, minute } = wallTimeAt(at, timeZone)
    return { minute: [minute], hour: [hour], dayOfMonth: [day], month: [MONTHS[month - 1] ?? 'JANUARY'], dayOfWeek: '*', year: [year] }
  })
  return { timeZone, calendars: [...ordinary, ...moved] }
}
