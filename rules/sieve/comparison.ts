import type { ConditionItem } from '../condition-tree'
import type { FieldId } from '../fields'
import { parsePattern } from '../pattern'
import { textsOf } from './arguments'
import type { Given } from './arguments'
import { anyOf, asked, item, lost } from './said'
import type { Said } from './said'

/** How a test compares (RFC 5228 2.7.1, RFC 5231, draft-ietf-sieve-regex): `is` where nothing is said. Relational ones carry their sign, such as `ge`. */
export type Match = { readonly kind: 'is' | 'contains' | 'matches' | 'regex' } | { readonly kind: 'value' | 'count'; readonly sign: Sign }
const SIGNS = ['gt', 'ge', 'lt', 'le', 'eq', 'ne'] as const
export type Sign = (typeof SIGNS)[number]

export const MATCH_TAGS: readonly string[] = ['is', 'contains', 'matches', 'regex', 'value', 'count', 'comparator']

/** Null: a kind of match that is not known here. */
export function matchOf(given: Given): Match | null {
  for (const kind of ['contains', 'matches', 'regex'] as const) if (given.tags.has(kind)) return { kind }
  for (const kind of ['value', 'count'] as const) {
    if (!given.tags.has(kind)) continue
    const sign = SIGNS.find((known) => known === textsOf(given, kind)?.[0]?.toLowerCase())
    return sign === undefined ? null : { kind, sign }
  }
  return given.tags.has('list') ? null : { kind: 'is' }
}

/** Whether the test tells capital letters from small ones, which rules never do. */
export function mindsCase(given: Given): boolean {
  return textsOf(given, 'comparator')?.[0]?.toLowerCase() === 'i;octet'
}

/** A text that is asked: a field, its header where it is one, and what may stand before and after it in what the field reads. */
export interface Asked {
  readonly field: FieldId
  readonly header: string
  /** RE2; what is compared stands between the two, and patterns alone can say it. */
  readonly around?: readonly [before: string, after: string]
  /** What `*` stands for between them; anything at all when absent. */
  readonly any?: string
}

const MAX_VALUE = 500
const MAX_VALUES = 100

/** One text compared with any of the keys. */
export function compareText(of: Asked, match: Match, keys: readonly string[]): Said {
  if (match.kind === 'value' || match.kind === 'count') return lost('unknownMatch')
  const kind = match.kind
  const wanted = keys.map((key) => wantedOf(of, kind, key))
  const broken = wanted.find(({ operator, value }) => operator === 'matches' && parsePattern(value) === null)
  if (broken !== undefined) return lost('brokenPattern', { pattern: broken.value })
  if (wanted.some(({ value }) => value.length > MAX_VALUE)) return lost('tooLong')
  const items = (['is', 'contains', 'startsWith', 'endsWith', 'matches'] as const).flatMap((operator): readonly ConditionItem[] => {
    const values = [...new Set(wanted.filter((one) => one.operator === operator).map(({ value }) => value))]
    return chunks(values).map((some) => asked(of.field, of.header, operator, some))
  })
  return item(anyOf(items))
}

interface Wanted {
  readonly operator: 'is' | 'contains' | 'startsWith' | 'endsWith' | 'matches'
  readonly value: string
}

function wantedOf(of: Asked, kind: 'is' | 'contains' | 'matches' | 'regex', key: string): Wanted {
  if (kind === 'regex') return { operator: 'matches', value: of.around === undefined ? key : `${of.around[0]}(?:${key})${of.around[1]}` }
  // An empty key, or one of blanks, is no value of a condition: a pattern says it.
  const isBlank = key.trim() === ''
  if (of.around === undefined && !isBlank) {
    if (kind !== 'matches') return { operator: kind, value: key }
    const plain = plainGlob(key)
    if (plain !== null) return plain
  }
  const any = of.any ?? '.*'
  const middle = kind === 'is' ? escaped(key) : kind === 'contains' ? `${any}${escaped(key)}${any}` : globbed(key, any)
  const [before, after] = of.around ?? ['^', '$']
  return { operator: 'matches', value: `(?s)${before}${middle}${after}` }
}

/** `*x*`, `x*`, `*x` and `x`, which need no pattern. */
function plainGlob(key: string): Wanted | null {
  const found = /^(\*?)((?:[^*?\\]|\\.)+?)(\*?)$/s.exec(key)
  if (found === null) return null
  const value = (found[2] ?? '').replace(/\\(.)/gs, '$1')
  if (value.trim() === '') return null
  if (found[1] === '') return { operator: found[3] === '' ? 'is' : 'startsWith', value }
  return { operator: found[3] === '' ? 'endsWith' : 'contains', value }
}

/** RFC 5228 2.7.1: `*` is any text, `?` one character, a backslash takes a character as it is. */
function globbed(key: string, any: string): string {
  return [...key.matchAll(/\\(.)|([*?])|([^\\])|\\$/gs)].map(([whole, literal, wildcard]) => (wildcard === '*' ? any : wildcard === '?' ? any.replace(/\*$/, '') : escaped(literal ?? whole))).join('')
}

export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function chunks(values: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(values.length / MAX_VALUES) }, (_, index) => values.slice(index * MAX_VALUES, (index + 1) * MAX_VALUES))
}
