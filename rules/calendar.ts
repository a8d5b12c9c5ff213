import { z } from 'zod'
import { instantOf, isTimeZone, wallTimeAt } from './wall-clock'

/**
 * Working hours: opening times by weekday, holidays, and the zone they are meant in. Opening times are wall-clock times (semantics 17); working time is elapsed
 * time within them, so a working day that daylight saving shortens holds an hour less.
 */

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** `09:30`; a day ends at `24:00`. */
const Clock = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'calendarTime')

/** Open from the first until just before the second. */
const Opening = z.object({ from: Clock, to: Clock })
export type Opening = z.infer<typeof Opening>

const Holiday = z.object({
  /** `2026-12-25` in the calendar's zone. */
  date: z.iso.date(),
  /** Every year on that day. */
  yearly: z.boolean().default(false),
  name: z.string().max(100).default(''),
})
export type Holiday = z.infer<typeof Holiday>

const Day = z.array(Opening).max(8).superRefine((openings, context) => {
  const sound = openings.every(({ from, to }, index) => from < to && (index === 0 || (openings[index - 1]?.to ?? '') <= from))
  if (!sound) context.addIssue({ code: 'custom', message: 'calendarOrder' })
})

const MaybeDay = Day.default([])
const Week = z.object({ monday: MaybeDay, tuesday: MaybeDay, wednesday: MaybeDay, thursday: MaybeDay, friday: MaybeDay, saturday: MaybeDay, sunday: MaybeDay })

/** Hours as they are stored. Openings of a day are in order and do not overlap; at least one day is open. */
export const CalendarHours = z.object({
  version: z.literal(1).default(1),
  week: Week.refine((week) => WEEKDAYS.some((day) => week[day].length > 0), 'calendarNeverOpen'),
  holidays: z.array(Holiday).max(400).default([]),
})
export type CalendarHours = z.infer<typeof CalendarHours>

export const TimeZone = z.string().min(1).max(64).refine(isTimeZone, 'calendarZone')

export interface Calendar extends CalendarHours {
  readonly name: string
  /** IANA zone. */
  readonly timeZone: string
}

/** Calendars as they are stored, by id. One that cannot be read is left out: what counts with it fails as if it were gone. */
export function readCalendars(stored: readonly { readonly id: string; readonly name: string; readonly timeZone: string; readonly hours: unknown }[]): Readonly<Record<string, Calendar>> {
  return Object.fromEntries(
    stored.flatMap(({ id, name, timeZone, hours }) => {
      const read = CalendarHours.safeParse(hours)
      return read.success && isTimeZone(timeZone) ? [[id, { ...read.data, name, timeZone }] as const] : []
    }),
  )
}

/** What a calendar begins as: Monday to Friday, nine to five. */
export const OFFICE_HOURS: CalendarHours = CalendarHours.parse({ week: Object.fromEntries(WEEKDAYS.slice(0, 5).map((day) => [day, [{ from: '09:00', to: '17:00' }]])) })

/** A calendar that is closed for longer than anything may wait. */
export class CalendarError extends Error {
  readonly code = 'calendarClosed'
  constructor() {
    super('the calendar does not open within five years')
    this.name = 'CalendarError'
  }
}

/** Days that are looked at before a calendar counts as closed for good: five years. */
const MAX_DAYS = 5 * 366

/** Whether the doors are open at an instant, in milliseconds since 1970. */
export function isOpen(calendar: Calendar, instant: number): boolean {
  const today = dayOf(calendar, instant)
  // Wall clocks that are put back can repeat the end of the day before.
  return [today - 1, today].some((day) => openingsOf(calendar, day).some(({ from, to }) => from <= instant && instant < to))
}

/** The instant at which so many seconds of working time have passed since `from`. At the end of a working day this is its closing time. @throws CalendarError */
export function addBusiness(calendar: Calendar, from: number, seconds: number): number {
  let left = seconds * 1_000
  const first = dayOf(calendar, from) - 1
  for (let day = first; day < first + MAX_DAYS; day += 1) {
    for (const opening of openingsOf(calendar, day)) {
      const begin = Math.max(opening.from, from)
      const open = opening.to - begin
      if (open <= 0) continue
      if (left <= open) return begin + left
      left -= open
    }
  }
  throw new CalendarError()
}

/** The next instant after `from` at which it is this time (`09:30`) on a day the calendar opens. @throws CalendarError */
export function nextWorkingTime(calendar: Calendar, from: number, time: string): number {
  const first = dayOf(calendar, from)
  for (let day = first; day < first + MAX_DAYS; day += 1) {
    if (openingsOf(calendar, day).length === 0) continue
    const at = instantAt(calendar, day, time)
    if (at > from) return at
  }
  throw new CalendarError()
}

/** When a closed calendar opens next, or an open one closes; null when neither happens within a year. */
export function nextChange(calendar: Calendar, instant: number): number | null {
  const first = dayOf(calendar, instant) - 1
  let end: number | null = null
  for (let day = first; day < first + 368; day += 1) {
    for (const { from, to } of openingsOf(calendar, day)) {
      if (to <= instant) continue
      if (end !== null && from > end) return end
      if (end === null && from > instant) return from
      end = to
    }
  }
  return null
}

const DAY = 86_400_000

/** Days since 1970 of the date that clocks in the zone show. */
function dayOf({ timeZone }: Calendar, instant: number): number {
  const { year, month, day } = wallTimeAt(instant, timeZone)
  return Date.UTC(year, month - 1, day) / DAY
}

function openingsOf(calendar: Calendar, day: number): readonly { readonly from: number; readonly to: number }[] {
  const date = new Date(day * DAY)
  // The first of January 1970 was a Thursday.
  const weekday = WEEKDAYS[(((day + 3) % 7) + 7) % 7] ?? 'monday'
  if (isHoliday(calendar, date.toISOString().slice(0, 10))) return []
  return calendar.week[weekday].flatMap((opening) => {
    const from = instantAt(calendar, day, opening.from)
    const to = instantAt(calendar, day, opening.to)
    return from < to ? [{ from, to }] : []
  })
}

function isHoliday({ holidays }: Calendar, date: string): boolean {
  return holidays.some((holiday) => holiday.date === date || (holiday.yearly && holiday.date.slice(5) === date.slice(5)))
}

function instantAt({ timeZone }: Calendar, day: number, time: string): number {
  const date = new Date(day * DAY)
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return instantOf({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour, minute, second: 0 }, timeZone)
}
