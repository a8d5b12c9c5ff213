import { fieldOf } from '../fields'
import { fold } from '../fold'
import { daysFromToday, stretchOf } from '../moment'
import type { OperatorId } from '../operators'
import { wordAt } from '../words'
import { consequencesOf, isSingle, isTotal } from './literal'
import type { Literal } from './literal'
import { above, below, EVERYTHING, from, intersection, isEmpty, only, within, without } from './ranges'
import type { Stretches } from './ranges'

/**
 * Whether one more test cannot hold together with those known, which can. Says so only when it certainly cannot: what lists hold, what patterns match and what depends on the zone is left open.
 */
export function contradicts(known: readonly Literal[], latest: Literal): boolean {
  const told = withConsequences([latest])
  const before = withConsequences(known)
  return [...new Set(told.map(({ key }) => key))].some((key) => isImpossible([...before, ...told].filter((literal) => literal.key === key)))
}

function withConsequences(literals: readonly Literal[]): readonly Literal[] {
  const all = [...literals]
  for (const literal of all) all.push(...consequencesOf(literal))
  return all
}

function isImpossible(told: readonly Literal[]): boolean {
  const [first] = told
  if (first === undefined) return false
  const holding = told.filter(({ holds }) => holds)
  const denied = told.filter(({ holds }) => !holds)
  return (
    holding.some((one) => denied.some((other) => implies(one, other))) ||
    (isSingle(first.field) && holding.some((one, index) => holding.slice(index + 1).some((other) => clash(one, other)))) ||
    hasNoValueLeft(first, holding, denied) ||
    hasNoStretchLeft(first, holding, denied)
  )
}

/** How a folded value relates to a folded text, as the operator of that name has it. */
const RELATIONS: Readonly<Partial<Record<OperatorId, (value: string, text: string) => boolean>>> = {
  is: (value, text) => value === text,
  contains: (value, text) => value.includes(text),
  startsWith: (value, text) => value.startsWith(text),
  endsWith: (value, text) => value.endsWith(text),
  containsWord: (value, text) => wordAt(value, text) >= 0,
  domainIs: (value, text) => value.includes('@') && value.slice(value.lastIndexOf('@') + 1) === text,
  domainUnder: (value, text) => isUnder(value.slice(value.lastIndexOf('@') + 1), text),
}

/** What is known of every value that an operator holds for: that these relations hold of this text. */
const KNOWN: Readonly<Partial<Record<OperatorId, { readonly text: (expected: string) => string; readonly relations: readonly OperatorId[] }>>> = {
  contains: { text: (expected) => expected, relations: ['contains'] },
  startsWith: { text: (expected) => expected, relations: ['startsWith', 'contains'] },
  endsWith: { text: (expected) => expected, relations: ['endsWith', 'contains'] },
  containsWord: { text: (expected) => expected, relations: ['containsWord', 'contains'] },
  domainIs: { text: (expected) => `@${expected}`, relations: ['domainIs', 'domainUnder', 'endsWith', 'contains'] },
  domainUnder: { text: (expected) => expected, relations: ['domainUnder', 'endsWith', 'contains'] },
}

/** Of two literals that hold: wherever the one does, the other does. */
function implies(one: Literal, other: Literal): boolean {
  if (one.operator === other.operator && (one.expected.join('\n') === other.expected.join('\n') || (isAnyOf(one) && one.expected.every((text) => other.expected.includes(text))))) return true
  if (other.operator === 'exists') return !['matches', 'inList', 'containsWordOf'].includes(one.operator)
  const relation = RELATIONS[other.operator]
  const known = one.operator === 'is' ? { text: (text: string) => text, relations: null } : KNOWN[one.operator]
  if (relation === undefined || known === undefined || (known.relations !== null && !known.relations.includes(other.operator)) || one.expected.length === 0) return false
  return one.expected.every((text) => other.expected.some((wanted) => relation(known.text(fold(text)), fold(wanted))))
}

/** Patterns and lists: more of them hold for more. */
function isAnyOf({ operator }: Literal): boolean {
  return operator === 'matches' || operator === 'inList' || operator === 'containsWordOf'
}

/** Of two literals about one value: whatever the one asks for, the other forbids. */
function clash(one: Literal, other: Literal): boolean {
  const apart = CLASHES.find(([a, b]) => (a.includes(one.operator) && b.includes(other.operator)) || (a.includes(other.operator) && b.includes(one.operator)))?.[2]
  if (apart === undefined) return false
  return one.expected.every((a) => other.expected.every((b) => apart(endOf(one.operator, fold(a)), endOf(other.operator, fold(b)))))
}

const neitherEnds = (a: string, b: string) => !a.endsWith(b) && !b.endsWith(a)
const CLASHES: readonly (readonly [readonly OperatorId[], readonly OperatorId[], (a: string, b: string) => boolean])[] = [
  [['startsWith'], ['startsWith'], (a, b) => !a.startsWith(b) && !b.startsWith(a)],
  [['domainUnder'], ['domainUnder'], (a, b) => !isUnder(a, b) && !isUnder(b, a)],
  [['domainUnder', 'endsWith', 'domainIs'], ['endsWith', 'domainIs'], neitherEnds],
]

function endOf(operator: OperatorId, text: string): string {
  return operator === 'domainIs' ? `@${text}` : text
}

function isUnder(domain: string, above: string): boolean {
  return above !== '' && (domain === above || domain.endsWith(`.${above}`))
}

/** Where what a value may be is a handful of words, each is tried against everything else that is asked. */
function hasNoValueLeft({ field }: Literal, holding: readonly Literal[], denied: readonly Literal[]): boolean {
  const exact = holding.filter(({ operator }) => operator === 'is')
  const others = isSingle(field) ? holding : []
  const isRuledOut = (value: string, besides: readonly Literal[]) => besides.some((literal) => asked(literal, value) === !literal.holds)
  if (exact.length > 0) return exact.some(({ expected }) => expected.every((value) => isRuledOut(fold(value), [...others, ...denied])))
  const { choices, choicesFrom } = fieldOf(field)
  if (choices === undefined || choicesFrom !== undefined || !(isTotal(field) || holding.length > 0)) return false
  return Object.keys(choices).every((value) => isRuledOut(fold(value), denied))
}

/** Whether a folded value meets what a literal asks; null when that cannot be told. */
function asked({ operator, expected }: Literal, value: string): boolean | null {
  if (operator === 'exists') return true
  const relation = RELATIONS[operator]
  return relation === undefined ? null : expected.some((wanted) => relation(value, fold(wanted)))
}

type System = 'number' | 'date' | 'day from today' | 'age' | 'time'

function hasNoStretchLeft({ field }: Literal, holding: readonly Literal[], denied: readonly Literal[]): boolean {
  const { kind } = fieldOf(field)
  return SYSTEMS.some((system) => {
    const of = (literals: readonly Literal[]) => literals.flatMap((literal) => {
      const range = rangeOf(literal)
      return range?.system === system ? [range.set] : []
    })
    const [wanted, refused] = [of(holding), of(denied)]
    const isWhole = kind === 'number' || system === 'time'
    const domain = kind === 'loose' ? EVERYTHING : DOMAINS[system]
    const isLeft = (sets: readonly Stretches[]) => !isEmpty(refused.reduce(without, sets.reduce(intersection, domain)), isWhole)
    if (!isSingle(field)) return wanted.some((set) => !isLeft([set]))
    const isThere = wanted.length > 0 || (kind !== 'loose' && refused.length > 0 && (isTotal(field) || holding.length > 0))
    return isThere && !isLeft(wanted)
  })
}

const SYSTEMS: readonly System[] = ['number', 'date', 'day from today', 'age', 'time']
const DOMAINS: Readonly<Record<System, Stretches>> = { number: [[[0, 0], [Infinity, 0]]], date: EVERYTHING, 'day from today': EVERYTHING, age: [[[0, 0], [Infinity, 0]]], time: from(0, 1_440) }

/** The order of days is the same in every zone; their length is not, and is not used. */
const ANYWHERE = { now: '2000-01-01T00:00:00.000Z', timeZone: 'UTC' }

function rangeOf({ operator, expected }: Literal): { readonly system: System; readonly set: Stretches } | null {
  const [first = '', second = ''] = expected
  const [a, b] = [Number(first), Number(second)]
  switch (operator) {
    case 'equals':
      return { system: 'number', set: only(a) }
    case 'lessThan':
      return { system: 'number', set: below(a) }
    case 'greaterThan':
      return { system: 'number', set: above(a) }
    case 'between':
      return { system: 'number', set: within(a, b) }
    case 'withinLast':
      return { system: 'age', set: within(0, a) }
    case 'olderThan':
      return { system: 'age', set: above(a) }
    case 'before':
    case 'after':
    case 'onDay':
    case 'betweenDays':
      return daysOf(operator, expected)
    case 'betweenTimes':
      return { system: 'time', set: first <= second ? from(minutes(first), minutes(second)) : [...from(0, minutes(second)), ...from(minutes(first), 1_440)] }
    default:
      return null
  }
}

function daysOf(operator: 'before' | 'after' | 'onDay' | 'betweenDays', expected: readonly string[]): { readonly system: System; readonly set: Stretches } | null {
  const days = expected.map((day) => stretchOf(day, ANYWHERE))
  const [first, last = first] = days
  const isFromToday = expected.map((day) => daysFromToday(day) !== null)
  if (first === undefined || first === null || last === undefined || last === null || new Set(isFromToday).size > 1) return null
  const system = isFromToday[0] === true ? 'day from today' : 'date'
  const isMinute = first.start === first.end
  switch (operator) {
    case 'before':
      return { system, set: below(first.start) }
    case 'after':
      return { system, set: isMinute ? above(first.start) : without(EVERYTHING, below(first.end)) }
    case 'onDay':
      return { system, set: isMinute ? only(first.start) : from(first.start, first.end) }
    case 'betweenDays':
      return { system, set: last.start === last.end ? within(first.start, last.start) : from(first.start, last.end) }
  }
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number)
  return hours * 60 + rest
}
