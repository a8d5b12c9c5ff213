import type { ConditionGroup, ConditionItem, ConditionTest } from '../condition-tree'
import type { FieldId } from '../fields'
import type { OperatorId } from '../operators'

/** A test of a script as a condition of a rule: known beforehand, a condition, or nothing that a rule could ask. */
export type Said = { readonly kind: 'known'; readonly holds: boolean } | { readonly kind: 'item'; readonly item: ConditionItem } | { readonly kind: 'lost'; readonly code: LostCode; readonly values?: Readonly<Record<string, string>> }

/** Why something is left out, or what is not quite the same; the phrases are `exchange.sieve.<code>`. */
export type LostCode = 'unknownTest' | 'unknownTag' | 'unknownMatch' | 'brokenPattern' | 'tooLong' | 'tooManyTests' | 'badArguments' | 'noNumber' | 'datePart' | 'countOf' | 'unknownValue' | 'addressPart' | 'bodyPart'
export type ChangedCode = 'caseMatters' | 'envelopeFrom' | 'envelopeTo' | 'bodyRaw' | 'zone' | 'numeric' | 'otherAddresses'

export function lost(code: LostCode, values?: Readonly<Record<string, string>>): Said {
  return values === undefined ? { kind: 'lost', code } : { kind: 'lost', code, values }
}

export const HOLDS: Said = { kind: 'known', holds: true }
export const FAILS: Said = { kind: 'known', holds: false }

export function asked(field: FieldId, header: string, operator: OperatorId, values: readonly string[] = []): ConditionTest {
  return { kind: 'test', field, header, operator, values }
}

export function item(found: ConditionItem): Said {
  return { kind: 'item', item: found }
}

/** Any of them; at least one is given. */
export function anyOf(items: readonly ConditionItem[]): ConditionItem {
  const [first, second] = items
  return first !== undefined && second === undefined ? first : group('any', items)
}

export function allOf(items: readonly ConditionItem[]): ConditionItem {
  const [first, second] = items
  return first !== undefined && second === undefined ? first : group('all', items)
}

/** A group without groups of its own mode directly within. */
export function group(mode: ConditionGroup['mode'], items: readonly ConditionItem[]): ConditionGroup {
  const inner = mode === 'all' ? 'all' : 'any'
  return { kind: 'group', mode, items: items.flatMap((one) => (one.kind === 'group' && one.mode === inner ? one.items : [one])) }
}

/** The opposite, in the words people use where there are some. */
export function notOf(one: ConditionItem): ConditionItem {
  if (one.kind === 'test') {
    const opposite = OPPOSITES[one.operator]
    return opposite === undefined ? group('none', [one]) : { ...one, operator: opposite }
  }
  if (one.mode === 'none') return anyOf(one.items)
  return one.mode === 'any' ? { ...one, mode: 'none' } : { kind: 'group', mode: 'none', items: [one] }
}

const PAIRS: readonly (readonly [OperatorId, OperatorId])[] = [
  ['contains', 'notContains'], ['is', 'isNot'], ['startsWith', 'notStartsWith'], ['endsWith', 'notEndsWith'], ['isOneOf', 'isNotOneOf'], ['matches', 'notMatches'], ['domainIs', 'domainIsNot'],
  ['equals', 'notEquals'], ['between', 'notBetween'], ['onDay', 'notOnDay'], ['betweenTimes', 'notBetweenTimes'], ['exists', 'notExists'], ['isTrue', 'isFalse'],
]
const OPPOSITES: Readonly<Partial<Record<OperatorId, OperatorId>>> = Object.fromEntries(PAIRS.flatMap(([a, b]) => [[a, b], [b, a]]))
