import { instantOf, isTimeZone, wallTimeAt } from './wall-clock'

/**
 * Times that come again, as a line of cron: minute, hour, day of the month, month, day of the week; lists, ranges, steps and English names. Wall-clock time in a
 * zone: what daylight saving skips comes at the next instant there is, what it repeats comes once (semantics 17).
 */
export interface Cron {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  /** Days of the month; null: any. Where both kinds of day are named, either will do, as cron has always read it. */
  readonly days: readonly number[] | null
  readonly months: readonly number[]
  /** Sunday is 0; null: any. */
  readonly weekdays: readonly number[] | null
}

/** Reads a line of cron; null when it cannot be read. */
export function parseCron(line: string): Cron | null {
  const fields = line.trim().toLowerCase().split(/\s+/)
  const [minute, hour, day, month, weekday] = fields
  if (fields.length !== 5 || minute === undefined || hour === undefined || day === undefined || month === undefined || weekday === undefined) return null
  const minutes = numbersOf(minute, 0, 59)
  const hours = numbersOf(hour, 0, 23)
  const days = numbersOf(day, 1, 31)
  const months = numbersOf(month, 1, 12, MONTHS)
  const weekdays = numbersOf(weekday, 0, 7, WEEKDAYS)
  if (minutes === null || hours === null || days === null || months === null || weekdays === null) return null
  const sundayFirst = [...new Set(weekdays.map((number) => number % 7))].toSorted((a, b) => a - b)
  return { minutes, hours, days: day.startsWith('*') ? (days.length === 31 ? null : days) : days, months, weekdays: sundayFirst.length === 7 ? null : sundayFirst }
}

/** The next times after an instant, in milliseconds since 1970, at most `count`. Empty for a date that never comes, such as 30 February. */
export function nextRuns(cron: Cron, zone: string, after: number, count: number): readonly number[] {
  const found: number[] = []
  for (const day of daysFrom(after, zone, LOOK_AHEAD_DAYS)) {
    if (found.length >= count) break
    for (const at of runsOfDay(cron, zone, day)) if (at > after && at > (found.at(-1) ?? 0)) found.push(at)
  }
  return found.slice(0, count)
}

/** Whether this instant is one of its times. */
export function isRun(cron: Cron, zone: string, at: number): boolean {
  return nextRuns(cron, zone, at - 1, 1)[0] === at
}

/** Times within a stretch at which clocks do not show what the line says, because the hour it names was skipped that day. */
export function movedRuns(cron: Cron, zone: string, from: number, until: number): readonly number[] {
  const moved: number[] = []
  for (const day of daysFrom(from, zone, Math.ceil((until - from) / DAY) + 1)) {
    for (const at of runsOfDay(cron, zone, day)) {
      const shown = wallTimeAt(at, zone)
      if (at >= from && at < until && !(cron.hours.includes(shown.hour) && cron.minutes.includes(shown.minute))) moved.push(at)
    }
  }
  return moved
}

export { isTimeZone }

const DAY = 86_400_000
/** Leap days come every four years, once every eight. */
const LOOK_AHEAD_DAYS = 9 * 366
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The date clocks show the day before, then day after day. */
function* daysFrom(instant: number, zone: string, count: number): Generator<Day> {
  const { year, month, day } = wallTimeAt(instant, zone)
  for (let offset = -1; offset < count; offset += 1) {
    const date = new Date(Date.UTC(year, month - 1, day + offset))
    yield { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
  }
}

function runsOfDay({ minutes, hours, days, months, weekdays }: Cron, zone: string, date: Day): readonly number[] {
  const weekday = new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay()
  const isDay = days === null ? (weekdays?.includes(weekday) ?? true) : days.includes(date.day) || (weekdays?.includes(weekday) ?? false)
  if (!isDay || !months.includes(date.month)) return []
  const at = hours.flatMap((hour) => minutes.map((minute) => instantOf({ ...date, hour, minute, second: 0 }, zone)))
  return [...new Set(at)].toSorted((a, b) => a - b)
}

function numbersOf(field: string, least: number, most: number, names: readonly string[] = []): readonly number[] | null {
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const read = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d+))?$/.exec(part)
    if (read === null) return null
    const [, first = '', last, step] = read
    const from = first === '*' ? least : numberOf(first, names, least)
    const to = first === '*' ? most : last === undefined ? (step === undefined ? from : most) : numberOf(last, names, least)
    const by = step === undefined ? 1 : Number(step)
    if (from < least || to > most || from > to || by < 1 || Number.isNaN(from) || Number.isNaN(to) || (first === '*' && last !== undefined)) return null
    for (let number = from; number <= to; number += by) found.add(number)
  }
  return [...found].toSorted((a, b) => a - b)
}

function numberOf(text: string, names: readonly string[], least: number): number {
  const index = names.indexOf(text)
  if (index >= 0) return index + (least === 1 ? 1 : 0)
  return /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
}
