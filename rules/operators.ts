import { fold, unfoldSpan } from './fold'
import { keep } from './kept'
import type { Kept, Mark } from './kept'

/**
 * The operators of conditions: a table of objects. To add one: an entry here, its phrases in `phrases.ts` through `label` and `sentence`.
 * An operator compares folded text (see `fold.ts`). Several expected values mean any of them; a negative operator means none of them.
 */

/** What kind of operand a field reads: free text, mail addresses, a domain, or a flag read as `true` or `false`. */
export type FieldKind = 'text' | 'address' | 'domain' | 'flag'

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
}

export interface Operator {
  readonly label: string
  /** Said with `{field}` and, where values are expected, `{values}`. */
  readonly sentence: string
  readonly accepts: readonly FieldKind[]
  readonly expects: 'values' | 'nothing'
  /** True for operators that hold when something is not there: under ANY they match nearly everything. */
  readonly isNegative: boolean
  /** `expected` is folded. */
  test(actual: Operand, expected: readonly string[]): TestResult
}

const TEXTUAL = ['text', 'address', 'domain'] as const

const contains = (value: string, wanted: string) => value.indexOf(wanted)
const equals = (value: string, wanted: string) => (value === wanted ? 0 : -1)
const startsWith = (value: string, wanted: string) => (value.startsWith(wanted) ? 0 : -1)
const endsWith = (value: string, wanted: string) => (value.endsWith(wanted) ? value.length - wanted.length : -1)

export const OPERATORS = {
  contains: { label: 'contains', sentence: '{field} contains {values}', accepts: TEXTUAL, expects: 'values', isNegative: false, test: found(contains) },
  notContains: { label: 'does not contain', sentence: '{field} does not contain {values}', accepts: TEXTUAL, expects: 'values', isNegative: true, test: absent(contains) },
  is: { label: 'is', sentence: '{field} is {values}', accepts: TEXTUAL, expects: 'values', isNegative: false, test: found(equals) },
  isNot: { label: 'is not', sentence: '{field} is not {values}', accepts: TEXTUAL, expects: 'values', isNegative: true, test: absent(equals) },
  startsWith: { label: 'starts with', sentence: '{field} starts with {values}', accepts: TEXTUAL, expects: 'values', isNegative: false, test: found(startsWith) },
  endsWith: { label: 'ends with', sentence: '{field} ends with {values}', accepts: TEXTUAL, expects: 'values', isNegative: false, test: found(endsWith) },
  isOneOf: { label: 'is one of', sentence: '{field} is one of {values}', accepts: TEXTUAL, expects: 'values', isNegative: false, test: found(equals) },
  isNotOneOf: { label: 'is none of', sentence: '{field} is none of {values}', accepts: TEXTUAL, expects: 'values', isNegative: true, test: absent(equals) },
  domainIs: { label: 'has the domain', sentence: '{field} is at {values}', accepts: ['address'], expects: 'values', isNegative: false, test: found(domainIs) },
  exists: { label: 'is there', sentence: '{field} is there', accepts: TEXTUAL, expects: 'nothing', isNegative: false, test: (actual) => ({ holds: isPresent(actual) }) },
  notExists: { label: 'is not there', sentence: '{field} is not there', accepts: TEXTUAL, expects: 'nothing', isNegative: true, test: (actual) => ({ holds: !isPresent(actual) }) },
  isTrue: { label: 'is true', sentence: '{field}', accepts: ['flag'], expects: 'nothing', isNegative: false, test: (actual) => ({ holds: actual.values[0] === 'true' }) },
  isFalse: { label: 'is not true', sentence: '{field}', accepts: ['flag'], expects: 'nothing', isNegative: true, test: (actual) => ({ holds: actual.values[0] !== 'true' }) },
} as const satisfies Record<string, Operator>

export type OperatorId = keyof typeof OPERATORS

export const OPERATOR_IDS: readonly OperatorId[] = ['contains', 'notContains', 'is', 'isNot', 'startsWith', 'endsWith', 'isOneOf', 'isNotOneOf', 'domainIs', 'exists', 'notExists', 'isTrue', 'isFalse']

export function operatorOf(id: OperatorId): Operator {
  return OPERATORS[id]
}

/** The operators a field of this kind can be tested with, in the order they are offered. */
export function operatorsFor(kind: FieldKind): readonly OperatorId[] {
  return OPERATOR_IDS.filter((id) => operatorOf(id).accepts.includes(kind))
}

export function operandOf(values: readonly string[]): Operand {
  return { values, folded: values.map(fold), kept: keep(values, undefined) }
}

// Most tests of most mails end in one of these two: no object is made for them.
const HOLDS: TestResult = { holds: true }
const FAILS: TestResult = { holds: false }

/** Where what is wanted begins in the value; -1 when it does not hold. */
type Find = (value: string, wanted: string) => number

function found(find: Find) {
  return (actual: Operand, expected: readonly string[]): TestResult => {
    for (let index = 0; index < actual.folded.length; index++) {
      for (const wanted of expected) {
        const at = find(actual.folded[index] ?? '', wanted)
        if (at >= 0) return { holds: true, mark: [index, ...unfoldSpan(actual.values[index] ?? '', wanted, at)] }
      }
    }
    return FAILS
  }
}

/** A negative operator; its mark is what stood in the way. */
function absent(find: Find) {
  const present = found(find)
  return (actual: Operand, expected: readonly string[]): TestResult => {
    const { holds, mark } = present(actual, expected)
    return holds ? { holds: false, mark } : HOLDS
  }
}

/** The domain of an address, compared whole: `example.com` is not `mail.example.com`. */
function domainIs(value: string, wanted: string): number {
  const at = value.lastIndexOf('@') + 1
  return at > 0 && value.slice(at) === wanted ? at : -1
}

function isPresent(actual: Operand): boolean {
  return actual.values.some((value) => value.trim() !== '')
}
