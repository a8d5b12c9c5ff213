import type { Calendar } from './calendar'
import { instantOf, wallTimeAt } from './wall-clock'

/** When and where something is decided, and what is known there beside the mail. Plain data: the same moment gives the same verdict. */
export interface Moment {
  /** ISO 8601 in UTC. */
  readonly now: string
  /** IANA zone: days, weekdays and times of day are wall-clock there (semantics 17). */
  readonly timeZone: string
  /** What steps before this one left, by name (semantics 10). */
  readonly values: Readonly<Record<string, string>>
  /** Working hours by ref. A calendar that is not there is never open. */
  readonly calendars: Readonly<Record<string, Calendar>>
  /** Entries of word lists by ref. A list that is not there is empty. */
  readonly lists?: Readonly<Record<string, readonly string[]>>
}

/** The moment a mail came in, in UTC, where nothing else is known: what decides nothing beside the mail needs no more. */
export function arrivalOf(facts: { readonly receivedAt: string | null }): Moment {
  return { now: facts.receivedAt ?? new Date(0).toISOString(), timeZone: 'UTC', values: {}, calendars: {} }
}

/** A stretch of time, [start, end) in milliseconds since 1970. A minute that is named exactly is one of no length. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

const MAX_DAYS_AWAY = 3_660

/**
 * A day as conditions name it, in the moment's zone: `2026-05-04`, a minute of it `2026-05-04T09:30`, or told from today: `today`, `today-7`, `today+1`.
 * Null for anything else.
 */
export function stretchOf(day: string, { now, timeZone }: Pick<Moment, 'now' | 'timeZone'>): Stretch | null {
  const fixed = FIXED.exec(day)
  const relative = RELATIVE.exec(day)
  if (fixed === null && relative === null) return null
  if (fixed !== null) {
    const [year = 0, month = 1, date = 1, hour, minute = 0] = fixed.slice(1).map((part) => (part === undefined ? undefined : Number(part)))
    if (!isDate(year, month, date) || (hour ?? 0) > 23 || minute > 59) return null
    const wall = { year, month, day: date, hour: hour ?? 0, minute, second: 0 }
    const start = instantOf(wall, timeZone)
    return { start, end: hour === undefined ? instantOf({ ...wall, day: date + 1 }, timeZone) : start }
  }
  const away = Number(relative?.[1] ?? 0)
  if (Math.abs(away) > MAX_DAYS_AWAY) return null
  const today = { ...wallTimeAt(Date.parse(now), timeZone), hour: 0, minute: 0, second: 0 }
  return { start: instantOf({ ...today, day: today.day + away }, timeZone), end: instantOf({ ...today, day: today.day + away + 1 }, timeZone) }
}

/** How many days from today a day is told, or null when it is a date. */
export function daysFromToday(day: string): number | null {
  const found = RELATIVE.exec(day)
  return found === null ? null : Number(found[1] ?? 0)
}

const FIXED = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/
const RELATIVE = /^today([+-]\d{1,4})?$/

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
