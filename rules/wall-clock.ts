/**
 * Wall-clock time in a zone, with nothing but the zone rules every JavaScript engine carries (IANA, through Intl). A wall time that daylight saving skips
 * moves to the next one that exists, one that repeats is used the first time (semantics 17). Years are those of the Gregorian calendar.
 */

/** What a clock on the wall shows. `month` and `day` count from 1; values beyond their range roll over, so that day 32 is in the next month. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const HOUR = 3_600_000
/** Wider than any zone's offset, so that the probes below stand on either side of a change of offset. */
const DAY = 24 * HOUR

/** What clocks in the zone show at an instant, in milliseconds since 1970. @throws RangeError for a zone that does not exist. */
export function wallTimeAt(instant: number, zone: string): WallTime {
  const shown = new Date(instant + offsetAt(instant, zone))
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  }
}

/** The instant at which clocks in the zone show this; see above for times that are skipped or repeated. @throws RangeError for a zone that does not exist. */
export function instantOf({ year, month, day, hour, minute, second }: WallTime, zone: string): number {
  const shown = Date.UTC(year, month - 1, day, hour, minute, second)
  const before = offsetAt(shown - DAY, zone)
  const after = offsetAt(shown + DAY, zone)
  // Of two instants that show the same, the greater offset is the earlier one.
  const fitting = [Math.max(before, after), Math.min(before, after)].map((offset) => shown - offset).find((instant) => instant + offsetAt(instant, zone) === shown)
  return fitting ?? changeBetween(shown - Math.max(before, after), shown - Math.min(before, after), zone)
}

/** A wall time as text, `2026-11-21T09:00`, in the zone; null for any other text. */
export function instantOfText(text: string, zone: string): number | null {
  const found = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  const day = readDay(found?.[1] ?? '')
  return found === null || day === null ? null : instantOf({ ...day, hour: Number(found[2]), minute: Number(found[3]), second: 0 }, zone)
}

/** The day a text begins with, `2026-11-21` or `21.11.2026`; null where there is none, or none that exists. */
export function readDay(text: string): Pick<WallTime, 'year' | 'month' | 'day'> | null {
  const iso = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/.exec(text)
  const dotted = /^\s*(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)/.exec(text)
  const [year, month, day] = iso === null ? [dotted?.[3], dotted?.[2], dotted?.[1]].map(Number) : iso.slice(1, 4).map(Number)
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(year)) return null
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? { year, month, day } : null
}

/** Milliseconds that clocks in the zone are ahead of UTC at an instant, to the second. @throws RangeError for a zone that does not exist. */
export function offsetAt(instant: number, zone: string): number {
  const whole = Math.floor(instant / 1_000) * 1_000
  const at: Record<string, number> = {}
  for (const { type, value } of formatOf(zone).formatToParts(whole)) at[type] = Number(value)
  return Date.UTC(at['year'] ?? 0, (at['month'] ?? 1) - 1, at['day'], at['hour'], at['minute'], at['second']) - whole
}

/** True for a name that the engine's zone rules know. */
export function isTimeZone(zone: string): boolean {
  try {
    return formatOf(zone) !== null
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** The first instant with the offset that holds at `until`: the moment at which the skipped time is over. */
function changeBetween(since: number, until: number, zone: string): number {
  const offset = offsetAt(until, zone)
  let [early, late] = [since, until]
  while (late - early > 1_000) {
    const middle = Math.floor((early + late) / 2_000) * 1_000
    if (offsetAt(middle, zone) === offset) late = middle
    else early = middle
  }
  return late
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  formats.set(zone, format)
  return format
}
