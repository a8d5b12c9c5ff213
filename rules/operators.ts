import { stretchOf } from './moment'
import type { Moment } from './moment'
import { fold, unfoldSpan } from './fold'
import { keep } from './kept'
import type { Kept, Mark } from './kept'
import { numberOf } from './number'
import { parsePattern } from './pattern'
import { addressInList, prepareList } from './word-list'
import type { PreparedList } from './word-list'
import { isBorder, wordAt, wordsOf } from './words'

/**
 * The operators of conditions: a table of objects. To add one: an entry here and its German phrases; the English ones are `label` and `sentence`.
 * Text is compared folded (see `fold.ts`), patterns excepted. Several expected values mean any of them; a negative operator means none of them, and it
 * holds where the operand is absent.
 */

/**
 * What kind of operand a field reads: free text, mail addresses, a domain, a flag read as `true` or `false`, a plain number, an instant (ISO 8601 in UTC),
 * a time of day (`09:30`), one of a fixed set of words, or text that may hold a number.
 */
export type FieldKind = 'text' | 'address' | 'domain' | 'flag' | 'number' | 'date' | 'time' | 'choice' | 'loose'

/**
 * What an operator is given to compare with: any number of texts; patterns; refs of word lists; one number, or two; one day, or two (see `stretchOf`);
 * a length of time in seconds; two times of day; or nothing.
 */
export type Expectation = 'values' | 'patterns' | 'lists' | 'number' | 'range' | 'day' | 'days' | 'span' | 'times' | 'nothing'

/** An operand as read from a message, with its folded form and what is kept of it beside it. No values: known to be absent. */
export interface Operand {
  readonly values: readonly string[]
  readonly folded: readonly string[]
  readonly kept: Kept
}

export interface TestResult {
  readonly holds: boolean
  /** The deciding part: [index of the value, start, end) in UTF-16 units of that value. */
  readonly mark?: Mark
  /** What a pattern's names found. */
  readonly captures?: Readonly<Record<string, string>>
}

export type Test = (actual: Operand, moment: Moment) => TestResult

export interface Operator {
  readonly label: string
  /** Said with `{field}` and, where something is expected, `{values}`. */
  readonly sentence: string
  readonly accepts: readonly FieldKind[]
  readonly expects: Expectation
  /** True for operators that hold when something is not there: under ANY they match nearly everything. */
  readonly isNegative: boolean
  /** The expected part of the work, done once; `expected` is as written. */
  prepare(expected: readonly string[]): Test
}

const TEXTUAL = ['text', 'address', 'domain', 'loose'] as const
const PROSE = ['text', 'loose'] as const
const LISTED = ['text', 'address', 'domain', 'loose'] as const
const NUMERIC = ['number', 'loose'] as const
const NAMED = [...TEXTUAL, 'choice'] as const
const ANY_BUT_FLAGS = [...NAMED, 'number', 'date', 'time'] as const

const contains = (value: string, wanted: string) => value.indexOf(wanted)
const equals = (value: string, wanted: string) => (value === wanted ? 0 : -1)
const startsWith = (value: string, wanted: string) => (value.startsWith(wanted) ? 0 : -1)
const endsWith = (value: string, wanted: string) => (value.endsWith(wanted) ? value.length - wanted.length : -1)

export const OPERATORS = {
  contains: { label: 'contains', sentence: '{field} contains {values}', accepts: TEXTUAL, expects: 'values', ...when(found(contains)) },
  notContains: { label: 'does not contain', sentence: '{field} does not contain {values}', accepts: TEXTUAL, expects: 'values', ...unless(found(contains)) },
  containsWord: { label: 'contains the word', sentence: '{field} contains the word {values}', accepts: PROSE, expects: 'values', ...when(found(wordAt)) },
  notContainsWord: { label: 'does not contain the word', sentence: '{field} does not contain the word {values}', accepts: PROSE, expects: 'values', ...unless(found(wordAt)) },
  is: { label: 'is', sentence: '{field} is {values}', accepts: NAMED, expects: 'values', ...when(found(equals)) },
  isNot: { label: 'is not', sentence: '{field} is not {values}', accepts: NAMED, expects: 'values', ...unless(found(equals)) },
  startsWith: { label: 'starts with', sentence: '{field} starts with {values}', accepts: TEXTUAL, expects: 'values', ...when(found(startsWith)) },
  notStartsWith: { label: 'does not start with', sentence: '{field} does not start with {values}', accepts: TEXTUAL, expects: 'values', ...unless(found(startsWith)) },
  endsWith: { label: 'ends with', sentence: '{field} ends with {values}', accepts: TEXTUAL, expects: 'values', ...when(found(endsWith)) },
  notEndsWith: { label: 'does not end with', sentence: '{field} does not end with {values}', accepts: TEXTUAL, expects: 'values', ...unless(found(endsWith)) },
  isOneOf: { label: 'is one of', sentence: '{field} is one of {values}', accepts: TEXTUAL, expects: 'values', ...when(found(equals)) },
  isNotOneOf: { label: 'is none of', sentence: '{field} is none of {values}', accepts: TEXTUAL, expects: 'values', ...unless(found(equals)) },
  inList: { label: 'is in the list', sentence: '{field} is in the list {values}', accepts: LISTED, expects: 'lists', ...when(listed(wholeInList)) },
  notInList: { label: 'is not in the list', sentence: '{field} is not in the list {values}', accepts: LISTED, expects: 'lists', ...unless(listed(wholeInList)) },
  containsWordOf: { label: 'contains a word of the list', sentence: '{field} contains a word of the list {values}', accepts: PROSE, expects: 'lists', ...when(listed(wordOfList)) },
  notContainsWordOf: { label: 'contains no word of the list', sentence: '{field} contains no word of the list {values}', accepts: PROSE, expects: 'lists', ...unless(listed(wordOfList)) },
  matches: { label: 'matches the pattern', sentence: '{field} matches the pattern {values}', accepts: TEXTUAL, expects: 'patterns', ...when(matches) },
  notMatches: { label: 'does not match the pattern', sentence: '{field} does not match the pattern {values}', accepts: TEXTUAL, expects: 'patterns', ...unless(matches) },
  domainIs: { label: 'has the domain', sentence: '{field} is at {values}', accepts: ['address'], expects: 'values', ...when(found(domainIs)) },
  domainIsNot: { label: 'does not have the domain', sentence: '{field} is not at {values}', accepts: ['address'], expects: 'values', ...unless(found(domainIs)) },
  domainUnder: { label: 'is at or below the domain', sentence: '{field} is at or below {values}', accepts: ['address', 'domain'], expects: 'values', ...when(found(domainUnder)) },
  equals: { label: '=', sentence: '{field} is {values}', accepts: NUMERIC, expects: 'number', ...when(counted((value, [wanted]) => value === wanted)) },
  notEquals: { label: '≠', sentence: '{field} is not {values}', accepts: NUMERIC, expects: 'number', ...unless(counted((value, [wanted]) => value === wanted)) },
  lessThan: { label: '<', sentence: '{field} is less than {values}', accepts: NUMERIC, expects: 'number', ...when(counted((value, [most]) => value < most)) },
  greaterThan: { label: '>', sentence: '{field} is greater than {values}', accepts: NUMERIC, expects: 'number', ...when(counted((value, [least]) => value > least)) },
  between: { label: 'is between', sentence: '{field} is between {values}', accepts: NUMERIC, expects: 'range', ...when(counted((value, [least, most]) => value >= least && value <= most)) },
  notBetween: { label: 'is not between', sentence: '{field} is not between {values}', accepts: NUMERIC, expects: 'range', ...unless(counted((value, [least, most]) => value >= least && value <= most)) },
  before: { label: 'is before', sentence: '{field} is before {values}', accepts: ['date'], expects: 'day', ...when(dated((at, [day]) => at < day.start)) },
  after: { label: 'is after', sentence: '{field} is after {values}', accepts: ['date'], expects: 'day', ...when(dated((at, [day]) => (day.start === day.end ? at > day.start : at >= day.end))) },
  onDay: { label: 'is on', sentence: '{field} is on {values}', accepts: ['date'], expects: 'day', ...when(dated(isOn)) },
  notOnDay: { label: 'is not on', sentence: '{field} is not on {values}', accepts: ['date'], expects: 'day', ...unless(dated(isOn)) },
  betweenDays: { label: 'is between the days', sentence: '{field} is between {values}', accepts: ['date'], expects: 'days', ...when(dated((at, [first, last]) => at >= first.start && (at < last.end || at === last.start))) },
  withinLast: { label: 'is within the last', sentence: '{field} is within the last {values}', accepts: ['date'], expects: 'span', ...when(aged((age, span) => age <= span)) },
  olderThan: { label: 'is longer ago than', sentence: '{field} is longer ago than {values}', accepts: ['date'], expects: 'span', ...when(aged((age, span) => age > span)) },
  betweenTimes: { label: 'is between the times', sentence: '{field} is between {values}', accepts: ['time'], expects: 'times', ...when(clocked) },
  notBetweenTimes: { label: 'is not between the times', sentence: '{field} is not between {values}', accepts: ['time'], expects: 'times', ...unless(clocked) },
  exists: { label: 'is there', sentence: '{field} is there', accepts: ANY_BUT_FLAGS, expects: 'nothing', ...when(() => isPresent) },
  notExists: { label: 'is not there', sentence: '{field} is not there', accepts: ANY_BUT_FLAGS, expects: 'nothing', ...unless(() => isPresent) },
  isTrue: { label: 'is true', sentence: '{field}', accepts: ['flag'], expects: 'nothing', ...when(() => isSo) },
  isFalse: { label: 'is not true', sentence: '{field}', accepts: ['flag'], expects: 'nothing', ...unless(() => isSo) },
} as const satisfies Record<string, Operator>

export type OperatorId = keyof typeof OPERATORS

export const OPERATOR_IDS: readonly OperatorId[] = [
  'contains', 'notContains', 'containsWord', 'notContainsWord', 'is', 'isNot', 'startsWith', 'notStartsWith', 'endsWith', 'notEndsWith', 'isOneOf', 'isNotOneOf', 'inList', 'notInList',
  'containsWordOf', 'notContainsWordOf', 'matches', 'notMatches', 'domainIs', 'domainIsNot', 'domainUnder', 'equals', 'notEquals', 'lessThan', 'greaterThan', 'between', 'notBetween', 'before', 'after',
  'onDay', 'notOnDay', 'betweenDays', 'withinLast', 'olderThan', 'betweenTimes', 'notBetweenTimes', 'exists', 'notExists', 'isTrue', 'isFalse',
]

/** The operator of this id. */
export function operatorOf(id: OperatorId): Operator {
  return OPERATORS[id]
}

/** The operators a field of this kind can be tested with, in the order they are offered. */
export function operatorsFor(kind: FieldKind): readonly OperatorId[] {
  return OPERATOR_IDS.filter((id) => operatorOf(id).accepts.includes(kind))
}

/** Values of a field as operators read them, folded once for all tests of the message. */
export function operandOf(values: readonly string[]): Operand {
  return { values, folded: values.map(fold), kept: keep(values, undefined) }
}

// Most tests of most mails end in one of these two: no object is made for them.
const HOLDS: TestResult = { holds: true }
const FAILS: TestResult = { holds: false }

type Prepare = (expected: readonly string[]) => Test

function when(prepare: Prepare): Pick<Operator, 'isNegative' | 'prepare'> {
  return { isNegative: false, prepare }
}

/** Holds exactly where the other does not; its mark is what stood in the way, and it captures nothing. */
function unless(prepare: Prepare): Pick<Operator, 'isNegative' | 'prepare'> {
  return {
    isNegative: true,
    prepare(expected) {
      const test = prepare(expected)
      return (actual, moment) => {
        const { holds, mark } = test(actual, moment)
        if (!holds) return HOLDS
        return mark === undefined ? FAILS : { holds: false, mark }
      }
    },
  }
}

/** Where what is wanted begins in the value; -1 when it does not hold. Both are folded. */
type Find = (value: string, wanted: string) => number

function found(find: Find): Prepare {
  return (expected) => {
    const folded = expected.map(fold)
    return ({ values, folded: actual }) => {
      // Asked of every mail by every rule: indexes, because iterators cost more than the comparison.
      for (let index = 0; index < actual.length; index++) {
        const value = actual[index] ?? ''
        for (let each = 0; each < folded.length; each++) {
          const wanted = folded[each] ?? ''
          const at = find(value, wanted)
          if (at >= 0) return { holds: true, mark: [index, ...unfoldSpan(values[index] ?? '', wanted, at)] }
        }
      }
      return FAILS
    }
  }
}

/** The domain of an address, compared whole: `example.com` is not `mail.example.com`. */
function domainIs(value: string, wanted: string): number {
  const at = value.lastIndexOf('@') + 1
  return at > 0 && value.slice(at) === wanted ? at : -1
}

/** A domain itself or anything below it: `mail.example.com` is below `example.com`, `badexample.com` is not. */
function domainUnder(value: string, wanted: string): number {
  const start = value.lastIndexOf('@') + 1
  const at = value.length - wanted.length
  return wanted !== '' && at >= start && value.endsWith(wanted) && (at === start || value[at - 1] === '.') ? at : -1
}

/** Where an entry of a list stands in a folded value: [start, end), or null. */
type FindInList = (value: string, list: PreparedList) => readonly [number, number] | null

function listed(find: FindInList): Prepare {
  return (refs) => ({ values, folded }, { lists = {} }) => {
    for (const ref of refs) {
      const list = prepareList(Object.hasOwn(lists, ref) ? (lists[ref] ?? NO_ENTRIES) : NO_ENTRIES)
      for (const [index, value] of folded.entries()) {
        const span = find(value, list)
        if (span !== null) return { holds: true, mark: [index, ...unfoldSpan(values[index] ?? '', value.slice(...span), span[0])] }
      }
    }
    return FAILS
  }
}

const NO_ENTRIES: readonly string[] = []

function wholeInList(value: string, list: PreparedList): readonly [number, number] | null {
  const at = addressInList(value.trim(), list)
  return at < 0 ? null : [at, value.length]
}

/** Time grows with the text, not with the list. */
function wordOfList(value: string, { byFirstWord, others }: PreparedList): readonly [number, number] | null {
  if (byFirstWord.size > 0) {
    for (const { 0: word, index } of wordsOf(value)) {
      const entry = byFirstWord.get(word)?.find((wanted) => value.startsWith(wanted, index) && isBorder(value, index + wanted.length))
      if (entry !== undefined) return [index, index + entry.length]
    }
  }
  if (others.size === 0) return null
  for (let at = 0; at < value.length; at++) {
    const entry = others.get(value.charAt(at))?.find((wanted) => value.startsWith(wanted, at) && isBorder(value, at) && isBorder(value, at + wanted.length))
    if (entry !== undefined) return [at, at + entry.length]
  }
  return null
}

/** Looks at the text as it was written, because what it captures is used as it was written. */
function matches(expected: readonly string[]): Test {
  const patterns = expected.flatMap((source) => parsePattern(source) ?? [])
  return ({ values }) => {
    for (const [index, value] of values.entries()) {
      for (const pattern of patterns) {
        const hit = pattern.find(value)
        if (hit === null) continue
        const captures = pattern.names.length === 0 ? {} : { captures: hit.captures }
        return hit.span === null ? { holds: true, ...captures } : { holds: true, mark: [index, ...hit.span], ...captures }
      }
    }
    return FAILS
  }
}

/** Any of the numbers; what is no number is passed over. */
function counted(holds: (value: number, expected: readonly [number, number]) => boolean): Prepare {
  return ([first = '', second = '']) => {
    const expected = [Number(first), Number(second)] as const
    return ({ values }) => {
      const index = values.findIndex((value) => {
        const number = numberOf(value)
        return number !== null && holds(number, expected)
      })
      return index < 0 ? FAILS : { holds: true, mark: [index, 0, values[index]?.length ?? 0] }
    }
  }
}

interface Day {
  readonly start: number
  readonly end: number
}

function dated(holds: (at: number, days: readonly [Day, Day]) => boolean): Prepare {
  return ([first = '', second = '']) => ({ values }, moment) => {
    const from = stretchOf(first, moment)
    const to = second === '' ? from : stretchOf(second, moment)
    return from !== null && to !== null && values.some((value) => holds(Date.parse(value), [from, to])) ? HOLDS : FAILS
  }
}

function isOn(at: number, [day]: readonly [Day, Day]): boolean {
  return at === day.start || (at >= day.start && at < day.end)
}

/** What lies ahead (a clock that is fast) is no age at all. */
function aged(holds: (age: number, span: number) => boolean): Prepare {
  return ([seconds = '']) => {
    const span = Number(seconds) * 1_000
    return ({ values }, { now }) => (values.some((value) => holds(Math.max(0, Date.parse(now) - Date.parse(value)), span)) ? HOLDS : FAILS)
  }
}

/** From the first time until just before the second, over midnight where the first is later. */
function clocked([from = '', to = '']: readonly string[]): Test {
  const isWithin = (time: string) => (from <= to ? time >= from && time < to : time >= from || time < to)
  return ({ values }) => (values.some(isWithin) ? HOLDS : FAILS)
}

function isPresent(actual: Operand): TestResult {
  return actual.values.some((value) => value.trim() !== '') ? HOLDS : FAILS
}

function isSo(actual: Operand): TestResult {
  return actual.values[0] === 'true' ? HOLDS : FAILS
}
