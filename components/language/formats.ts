/** How one reader writes times and amounts. Everything comes from Intl; nothing is put together from pieces here. */
export interface Formats {
  readonly tag: string
  readonly timeZone: string
  /** For scanning: time today, weekday within the last or next 7 days, else the date. */
  short(at: Date, now: Date): string
  /** `14:21`, with seconds where steps are compared. */
  clock(at: Date, precision?: 'minutes' | 'seconds'): string
  date(at: Date): string
  /** With weekday, year and time: for hover, focus and details. */
  full(at: Date): string
  /** A heading for a day: `Today` and `Yesterday` are the catalogue's, so the caller is told which. */
  day(at: Date, now: Date): 'today' | 'yesterday' | { readonly label: string }
  number(value: number): string
  percent(share: number): string
  /** `184 kB` */
  bytes(bytes: number): string
  /** `4 ms`, `31.2 s`, `3 h 49 m`: two units at most, each close to its number, for spans people compare. */
  duration(milliseconds: number): string
  /** `in 4 minutes`, `2 hours ago`. */
  relative(at: Date, now: Date): string
  list(items: readonly string[], join?: 'and' | 'or'): string
}

const DAY = 86_400_000
/** A narrow space that does not break. */
const THIN = '\u202f'

export function formatsOf(tag: string, timeZone: string): Formats {
  const at = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone, ...options })
  const clock = at({ hour: '2-digit', minute: '2-digit' })
  const seconds = at({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const weekday = at({ weekday: 'short' })
  const thisYear = at({ day: 'numeric', month: 'short' })
  const otherYear = at({ day: 'numeric', month: 'short', year: 'numeric' })
  const full = at({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' })
  const longDay = at({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const number = new Intl.NumberFormat(tag)
  const unitFormat = (name: string, digits: number, unitDisplay: 'short' | 'narrow') => new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits })
  const unit = (value: number, name: string, digits: number) => unitFormat(name, digits, 'short').format(value)
  // Languages that write the narrow unit at its number leave `58ms`, which is hard to read in a column.
  const spaced = (value: number, name: string, digits = 0) => {
    const parts = unitFormat(name, digits, 'narrow').formatToParts(value)
    return parts.map(({ type, value: text }, index) => (type === 'unit' && index > 0 && parts[index - 1]?.type !== 'literal' ? `${THIN}${text}` : text)).join('')
  }
  const date = (when: Date, now: Date) => (dayKey.format(when).slice(0, 4) === dayKey.format(now).slice(0, 4) ? thisYear : otherYear).format(when)
  const days = (when: Date, now: Date) => Math.round((Date.parse(dayKey.format(when)) - Date.parse(dayKey.format(now))) / DAY)
  return {
    tag,
    timeZone,
    short(when, now) {
      const away = days(when, now)
      if (away === 0) return clock.format(when)
      return Math.abs(away) < 7 ? weekday.format(when) : date(when, now)
    },
    clock: (when, precision = 'minutes') => (precision === 'seconds' ? seconds : clock).format(when),
    date: (when) => otherYear.format(when),
    full: (when) => full.format(when),
    day(when, now) {
      const away = days(when, now)
      if (away === 0) return 'today'
      return away === -1 ? 'yesterday' : { label: Math.abs(away) < 300 ? longDay.format(when) : otherYear.format(when) }
    },
    number: (value) => number.format(value),
    percent: (share) => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }).format(share),
    bytes(size) {
      if (size < 1000) return unit(size, 'byte', 0)
      if (size < 1_000_000) return unit(size / 1000, 'kilobyte', 0)
      return unit(size / 1_000_000, 'megabyte', 1)
    },
    duration(span) {
      if (span < 1000) return spaced(Math.max(0, Math.round(span)), 'millisecond')
      if (span < 60_000) return spaced(span / 1000, 'second', 1)
      const units = [['day', DAY], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000]] as const
      const first = units.findIndex(([, size]) => span >= size)
      let rest = span
      return units
        .slice(first, first + 2)
        .map(([name, size]) => {
          const count = Math.floor(rest / size)
          rest -= count * size
          return count === 0 ? '' : spaced(count, name)
        })
        .filter(Boolean)
        .join(' ')
    },
    relative(when, now) {
      const span = when.getTime() - now.getTime()
      const [name, size] = RELATIVE.find(([, length]) => Math.abs(span) >= length) ?? (['second', 1000] as const)
      return new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(Math.round(span / size), name)
    },
    list: (items, join = 'and') => new Intl.ListFormat(tag, { type: join === 'and' ? 'conjunction' : 'disjunction' }).format(items),
  }
}

const RELATIVE = [['day', DAY], ['hour', 3_600_000], ['minute', 60_000], ['second', 1000]] as const
