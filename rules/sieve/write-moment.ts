import { WEEKDAYS } from '../calendar'
import type { ConditionTest } from '../condition-tree'
import type { ActiveWindow } from '../window'
import type { Demands } from './script-text'

/** Days, weekdays and times of day (RFC 5260). A script runs when a mail comes in, so that receipt and now are one; both count in the server's zone. */
export function writeMoment(test: ConditionTest, demands: Demands): string | null {
  const of = SOURCES[test.field]
  const written = of === undefined ? null : writePart(of, test)
  if (written === null) return null
  demands.need('date')
  if (written.includes(':value')) demands.need('relational')
  demands.changed('serverZone')
  return written
}

/** When a rule or a step is active, as a test; null when it always is. */
export function writeWindow({ from, until, weekdays = [], hours }: ActiveWindow, demands: Demands): string | null {
  const tests = [
    ...(from === undefined ? [] : [compare('currentdate', 'ge', 'date', from)]),
    ...(until === undefined ? [] : [compare('currentdate', 'le', 'date', until)]),
    ...(weekdays.length === 0 || weekdays.length === 7 ? [] : [`currentdate :is "weekday" ${list(weekdays.map((day) => String(day % 7)))}`]),
    ...(hours === undefined ? [] : [within('currentdate', hours.from, hours.until)]),
  ]
  if (tests.length === 0) return null
  demands.need('date')
  demands.need('relational')
  demands.changed('serverZone')
  return tests.length === 1 ? (tests[0] ?? null) : `allof (${tests.join(', ')})`
}

const SOURCES: Readonly<Partial<Record<ConditionTest['field'], string>>> = {
  now: 'currentdate', receivedAt: 'currentdate', nowWeekday: 'currentdate', receivedWeekday: 'currentdate', nowTime: 'currentdate', receivedTime: 'currentdate', sentAt: 'date',
}

function writePart(of: string, { operator, values }: ConditionTest): string | null {
  const [first = '', second = ''] = values
  switch (operator) {
    case 'before':
      return isDay(first) ? compare(of, 'lt', 'date', first) : null
    case 'after':
      return isDay(first) ? compare(of, 'gt', 'date', first) : null
    case 'onDay':
      return isDay(first) ? `${of} :is ${header(of)}"date" "${first}"` : null
    case 'betweenDays':
      return isDay(first) && isDay(second) ? `allof (${compare(of, 'ge', 'date', first)}, ${compare(of, 'le', 'date', second)})` : null
    case 'is':
      return `${of} :is ${header(of)}"weekday" ${list(values.map((day) => String((WEEKDAYS.findIndex((known) => known === day) + 1) % 7)))}`
    case 'betweenTimes':
      return within(of, first, second)
    default:
      return null
  }
}

function within(of: string, from: string, until: string): string {
  if (until === '00:00') return compare(of, 'ge', 'time', `${from}:00`)
  if (from === '00:00') return compare(of, 'lt', 'time', `${until}:00`)
  return `${from < until ? 'allof' : 'anyof'} (${compare(of, 'ge', 'time', `${from}:00`)}, ${compare(of, 'lt', 'time', `${until}:00`)})`
}

function compare(of: string, sign: string, part: string, key: string): string {
  return `${of} :value "${sign}" ${header(of)}"${part}" "${key}"`
}

function header(of: string): string {
  return of === 'date' ? '"date" ' : ''
}

function list(texts: readonly string[]): string {
  return texts.length === 1 ? `"${texts[0] ?? ''}"` : `[${texts.map((text) => `"${text}"`).join(', ')}]`
}

/** A day of its own: those told from today have no words there. */
function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value)
}
