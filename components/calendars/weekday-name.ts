import { WEEKDAYS } from '../../rules/calendar'
import type { Weekday } from '../../rules/calendar'

/** A weekday as the reader calls it. */
export function weekdayName(locale: string, day: Weekday, weekday: 'long' | 'short'): string {
  // The fifth of January 1970 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(Date.UTC(1970, 0, 5 + WEEKDAYS.indexOf(day)))
}
