import { z } from 'zod'

/**
 * When a rule or one of its actions is active: dates, days of the week and times of day, all of them on the wall clock of the rule's time zone (semantics 17,
 * 18). Which wall-clock time an instant has is never in doubt, so daylight saving needs no rule of its own: an hour that comes twice counts both times.
 */

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'invalid').refine((day) => !Number.isNaN(Date.parse(`${day}T00:00:00Z`)), 'invalid')
const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'invalid')

export const ActiveWindow = z.object({
  /** First and last day, both within; either may be left open. */
  from: Day.optional(),
  until: Day.optional(),
  /** 1 is Monday, 7 Sunday (ISO 8601). None: every day. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7).optional(),
  /** From this minute up to, and without, that one. Over midnight when the end is earlier: the morning belongs to the day it began on. */
  hours: z.object({ from: Clock, until: Clock }).optional(),
})
export type ActiveWindow = z.infer<typeof ActiveWindow>

/** Whether an instant (ISO 8601) lies within a window. No window is always open. */
export function isWithin(window: ActiveWindow | null | undefined, instant: string, timeZone: string): boolean {
  if (window === null || window === undefined) return true
  const local = wallClock(instant, timeZone)
  const { hours } = window
  const isMorningAfter = hours !== undefined && hours.until < hours.from && local.time < hours.until
  const day = isMorningAfter ? dayBefore(local.day) : local.day
  if (window.from !== undefined && day < window.from) return false
  if (window.until !== undefined && day > window.until) return false
  if (window.weekdays !== undefined && window.weekdays.length > 0 && !window.weekdays.includes(weekdayOf(day))) return false
  return hours === undefined || isMorningAfter || (local.time >= hours.from && (hours.until < hours.from || local.time < hours.until))
}

/** Whether a window can ever be open: its last day is not before its first, and its hours are not empty. */
export function canOpen({ from, until, hours }: ActiveWindow): boolean {
  return !(from !== undefined && until !== undefined && until < from) && !(hours !== undefined && hours.from === hours.until)
}

/** Whether it says nothing, so that nothing needs to be kept. */
export function isAlways({ from, until, weekdays, hours }: ActiveWindow): boolean {
  return from === undefined && until === undefined && (weekdays === undefined || weekdays.length === 0 || new Set(weekdays).size === 7) && hours === undefined
}

/** Whether a name is an IANA time zone known here. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

const FORMATS = new Map<string, Intl.DateTimeFormat>()

function wallClock(instant: string, timeZone: string): { readonly day: string; readonly time: string } {
  let format = FORMATS.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
    FORMATS.set(timeZone, format)
  }
  const parts = new Map(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return { day: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`, time: `${part('hour')}:${part('minute')}` }
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}
