import type { ConditionItem } from '../condition-tree'
import { WEEKDAYS } from '../calendar'
import type { FieldId } from '../fields'
import { stringsAt } from './arguments'
import type { Match, Sign } from './comparison'
import type { Question } from './question'
import { anyOf, asked, item, lost, notOf } from './said'
import type { Said } from './said'

/** RFC 5260: days, weekdays and times of day, of now, of receipt, or of writing. */
export function readDate({ test, given, match, note }: Question): Said {
  const isNow = test.name === 'currentdate'
  const [header, part, keys] = [isNow ? ['now'] : stringsAt(given, -3), stringsAt(given, -2), stringsAt(given, -1)]
  const name = part?.[0]?.toLowerCase()
  if (header?.length !== 1 || name === undefined || keys === null) return lost('badArguments', { name: test.name })
  const fields = FIELDS[header[0]?.toLowerCase() ?? '']
  const comparison = comparisonOf(match)
  if (fields === undefined || comparison === null) return lost('datePart')
  const isDays = name === 'weekday' && comparison === 'eq' && fields.weekday !== null && keys.every((key) => /^[0-6]$/.test(key.trim()))
  const items = isDays ? [asked(fields.weekday, '', 'is', keys.flatMap((key) => WEEKDAYS[(Number(key) + 6) % 7] ?? []))] : keys.map((key) => readPart(fields, name, comparison, key.trim()))
  if (!items.every((one) => one !== null)) return lost('datePart')
  if (given.tags.has('zone') || given.tags.has('originalzone')) note('zone')
  return item(anyOf(items))
}

interface DateFields {
  readonly day: FieldId
  readonly weekday: FieldId | null
  readonly time: FieldId | null
}

const FIELDS: Readonly<Record<string, DateFields>> = {
  now: { day: 'now', weekday: 'nowWeekday', time: 'nowTime' },
  received: { day: 'receivedAt', weekday: 'receivedWeekday', time: 'receivedTime' },
  date: { day: 'sentAt', weekday: null, time: null },
}

function comparisonOf(match: Match): Sign | null {
  if (match.kind === 'is') return 'eq'
  return match.kind === 'value' ? match.sign : null
}

function readPart({ day, weekday, time }: DateFields, part: string, sign: Sign, key: string): ConditionItem | null {
  if (part === 'date') return dayCompared(day, sign, key)
  if (part === 'weekday' && weekday !== null && /^[0-6]$/.test(key)) return weekdayCompared(weekday, sign, Number(key))
  if (part === 'hour' && time !== null && /^(?:[01]\d|2[0-3])$/.test(key)) return hourCompared(time, sign, Number(key))
  if (part === 'time' && time !== null) return timeCompared(time, sign, key)
  return null
}

function dayCompared(field: FieldId, sign: Sign, key: string): ConditionItem | null {
  const [before, after] = [dayAway(key, -1), dayAway(key, 1)]
  if (before === null || after === null) return null
  switch (sign) {
    case 'lt':
      return asked(field, '', 'before', [key])
    case 'le':
      return asked(field, '', 'before', [after])
    case 'gt':
      return asked(field, '', 'after', [key])
    case 'ge':
      return asked(field, '', 'after', [before])
    case 'eq':
      return asked(field, '', 'onDay', [key])
    case 'ne':
      return asked(field, '', 'notOnDay', [key])
  }
}

/** Sunday is 0 there (RFC 5260 4.2). */
function weekdayCompared(field: FieldId, sign: Sign, key: number): ConditionItem | null {
  const days = [0, 1, 2, 3, 4, 5, 6].filter((day) => holds(day, sign, key)).flatMap((day) => WEEKDAYS[(day + 6) % 7] ?? [])
  return days.length === 0 ? null : asked(field, '', 'is', days)
}

function holds(a: number, sign: Sign, b: number): boolean {
  return { gt: a > b, ge: a >= b, lt: a < b, le: a <= b, eq: a === b, ne: a !== b }[sign]
}

function hourCompared(field: FieldId, sign: Sign, hour: number): ConditionItem | null {
  const at = (whole: number) => `${String(whole).padStart(2, '0')}:00`
  switch (sign) {
    case 'ge':
      return since(field, at(hour))
    case 'gt':
      return hour === 23 ? null : since(field, at(hour + 1))
    case 'lt':
      return until(field, at(hour))
    case 'le':
      return hour === 23 ? null : until(field, at(hour + 1))
    case 'eq':
      return asked(field, '', 'betweenTimes', [at(hour), hour === 23 ? '00:00' : at(hour + 1)])
    case 'ne':
      return notOf(asked(field, '', 'betweenTimes', [at(hour), hour === 23 ? '00:00' : at(hour + 1)]))
  }
}

/** Rules count minutes: only whole ones can be compared, as a beginning or an end. */
function timeCompared(field: FieldId, sign: Sign, key: string): ConditionItem | null {
  const minute = /^((?:[01]\d|2[0-3]):[0-5]\d):00$/.exec(key)?.[1]
  if (minute === undefined) return null
  return sign === 'ge' ? since(field, minute) : sign === 'lt' ? until(field, minute) : null
}

/** A stretch that ends at midnight, or begins there; one of a whole day is none at all. */
function since(field: FieldId, time: string): ConditionItem | null {
  return time === '00:00' ? null : asked(field, '', 'betweenTimes', [time, '00:00'])
}

function until(field: FieldId, time: string): ConditionItem | null {
  return time === '00:00' ? null : asked(field, '', 'betweenTimes', ['00:00', time])
}

function dayAway(day: string, days: number): string | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null
  const start = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(start) ? null : new Date(start + days * 86_400_000).toISOString().slice(0, 10)
}
