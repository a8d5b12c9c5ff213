import { daysFromToday, stretchOf } from './moment'
import type { Expectation } from './operators'

/** What is wrong with what an operator was given, as a problem's code; null when nothing is. Patterns are checked by `patternProblem`. */
export function expectationProblem(expects: Expectation, values: readonly string[]): 'needsValue' | 'needsList' | 'needsNumber' | 'rangeReversed' | 'needsDay' | 'needsDuration' | 'needsTimes' | null {
  const given = values.filter((value) => value.trim() !== '')
  switch (expects) {
    case 'nothing':
      return null
    case 'values':
    case 'patterns':
      return given.length > 0 ? null : 'needsValue'
    case 'lists':
      return given.length > 0 ? null : 'needsList'
    case 'number':
      return isPlain(values[0]) ? null : 'needsNumber'
    case 'range':
      if (!isPlain(values[0]) || !isPlain(values[1])) return 'needsNumber'
      return Number(values[0]) <= Number(values[1]) ? null : 'rangeReversed'
    case 'day':
      return isDay(values[0]) ? null : 'needsDay'
    case 'days':
      if (!isDay(values[0]) || !isDay(values[1])) return 'needsDay'
      return areReversed(values[0] ?? '', values[1] ?? '') ? 'rangeReversed' : null
    case 'span':
      return isPlain(values[0]) && Number(values[0]) > 0 && Number(values[0]) <= MAX_SPAN_SECONDS ? null : 'needsDuration'
    case 'times':
      return isTime(values[0]) && isTime(values[1]) && values[0] !== values[1] ? null : 'needsTimes'
  }
}

/** Longest stretch a date may be compared over: ten years. */
const MAX_SPAN_SECONDS = 10 * 366 * 86_400

function isPlain(text: string | undefined): boolean {
  return text !== undefined && /^-?\d{1,15}(\.\d{1,6})?$/.test(text.trim())
}

const ANY_DAY = { now: '2000-01-01T00:00:00.000Z', timeZone: 'UTC' }

function isDay(text: string | undefined): boolean {
  return text !== undefined && stretchOf(text, ANY_DAY) !== null
}

/** Only days told the same way can be put in order without knowing today. */
function areReversed(first: string, last: string): boolean {
  const [a, b] = [daysFromToday(first), daysFromToday(last)]
  if ((a === null) !== (b === null)) return false
  return a !== null && b !== null ? a > b : first > last
}

function isTime(text: string | undefined): boolean {
  return text !== undefined && /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)
}
