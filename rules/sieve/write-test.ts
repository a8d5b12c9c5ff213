import type { ConditionGroup, ConditionItem, ConditionTest } from '../condition-tree'
import { fieldOf } from '../fields'
import { operatorOf } from '../operators'
import { notOf } from './said'
import { writeMoment } from './write-moment'
import { posixPattern } from './posix-pattern'
import { literalGlob, quotedList } from './script-text'
import type { Demands } from './script-text'

/** Conditions as a test of Sieve; null where there are no words for one of them. */
export function writeTree(tree: ConditionGroup, demands: Demands): string | null {
  const items = tree.items.map((item) => writeItem(item, demands))
  if (!items.every((item) => item !== null)) return null
  const [first = '', second] = items
  const body = second === undefined ? first : `${tree.mode === 'all' ? 'allof' : 'anyof'} (${items.join(', ')})`
  return tree.mode === 'none' ? notText(body) : body
}

export function notText(test: string): string {
  return test.startsWith('not ') ? test.slice(4) : `not ${test}`
}

function writeItem(item: ConditionItem, demands: Demands): string | null {
  if (item.kind === 'group') return writeTree(item, demands)
  const turned = operatorOf(item.operator).isNegative ? notOf(item) : item
  const plain: ConditionItem = turned.kind === 'test' ? { ...turned, values: turned.values.filter((value) => value.trim() !== '') } : turned
  if (plain.kind === 'group' || operatorOf(plain.operator).isNegative) return null
  const said = writeTest(plain, demands)
  return said === null ? null : turned === item ? said : notText(said)
}

function writeTest(test: ConditionTest, demands: Demands): string | null {
  if (test.field === 'size') return writeSize(test)
  if (fieldOf(test.field).group === 'time') return writeMoment(test, demands)
  if (test.field === 'recipientCount') return writeNumber(`address`, '["to", "cc"]', 'count', test, demands)
  const source = sourceOf(test, demands)
  if (source === null) return null
  const { values } = test
  switch (test.operator) {
    case 'contains':
      return source.compare(':contains', values)
    case 'is':
    case 'isOneOf':
      return source.compare(':is', values)
    case 'startsWith':
      return source.compare(':matches', values.map((value) => `${literalGlob(value)}*`))
    case 'endsWith':
      return source.compare(':matches', values.map((value) => `*${literalGlob(value)}`))
    case 'containsWord':
      demands.changed('wordPattern')
      return writePatterns(source, values.map((value) => `(^|[^[:alnum:]_])${value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}([^[:alnum:]_]|$)`), demands)
    case 'matches':
      return writePatterns(source, values.map(posixPattern), demands)
    case 'domainIs':
      return source.domain?.(':is', values) ?? null
    case 'domainUnder':
      return source.domain === null ? null : `anyof (${source.domain(':is', values)}, ${source.domain(':matches', values.map((value) => `*.${literalGlob(value)}`))})`
    case 'exists':
      return source.exists
    case 'equals':
    case 'greaterThan':
    case 'lessThan':
    case 'between':
      if (test.field === 'header') demands.changed('numeric')
      return test.field === 'header' ? writeNumber('header', quotedList([test.header], demands), 'value', test, demands) : null
    default:
      return null
  }
}

function writePatterns(source: Source, patterns: readonly (string | null)[], demands: Demands): string | null {
  const known = patterns.flatMap((pattern) => pattern ?? [])
  if (known.length < patterns.length) return null
  demands.need('regex')
  demands.changed('patternRead')
  return source.compare(':regex', known)
}

/** Where a text is read from, in the words of Sieve. */
interface Source {
  compare(match: string, keys: readonly string[]): string
  readonly domain: ((match: string, keys: readonly string[]) => string) | null
  readonly exists: string | null
}

const HEADERS: Readonly<Partial<Record<ConditionTest['field'], readonly string[]>>> = { from: ['from'], toOnly: ['to'], cc: ['cc'], to: ['to', 'cc'], replyTo: ['reply-to'], fromDomain: ['from'], recipientDomain: ['to', 'cc'] }

function sourceOf({ field, header, values }: ConditionTest, demands: Demands): Source | null {
  // Servers fold the letters of ASCII alone.
  if (values.some((value) => /[^\p{ASCII}]/u.test(value) && value.toLowerCase() !== value.toUpperCase())) demands.changed('asciiOnly')
  const list = (texts: readonly string[]) => quotedList(texts, demands)
  if (field === 'subject' || field === 'header') {
    const name = list([field === 'subject' ? 'subject' : header])
    return { compare: (match, keys) => `header ${match} ${name} ${list(keys)}`, domain: null, exists: `exists ${name}` }
  }
  if (field === 'text') {
    demands.need('body')
    return { compare: (match, keys) => `body :text ${match} ${list(keys)}`, domain: null, exists: null }
  }
  if (field === 'envelopeFrom') {
    demands.need('envelope')
    return { compare: (match, keys) => `envelope ${match} "from" ${list(keys)}`, domain: (match, keys) => `envelope :domain ${match} "from" ${list(keys)}`, exists: 'not envelope :is "from" ""' }
  }
  const names = HEADERS[field]
  if (names === undefined) return null
  const domain = (match: string, keys: readonly string[]) => `address :domain ${match} ${list(names)} ${list(keys)}`
  const isDomain = field === 'fromDomain' || field === 'recipientDomain'
  const exists = names.length === 1 ? `exists ${list(names)}` : `anyof (${names.map((name) => `exists ${list([name])}`).join(', ')})`
  return { compare: isDomain ? domain : (match, keys) => `address ${match} ${list(names)} ${list(keys)}`, domain, exists }
}

function writeSize({ operator, values: [first = '', second = ''] }: ConditionTest): string | null {
  const [least, most] = [Number(first), Number(second)]
  if (!Number.isInteger(least) || least < 0 || !Number.isInteger(most)) return null
  switch (operator) {
    case 'greaterThan':
      return `size :over ${least}`
    case 'lessThan':
      return `size :under ${least}`
    case 'equals':
      return `not anyof (size :over ${least}, size :under ${least})`
    case 'between':
      return `not anyof (size :under ${least}, size :over ${most})`
    default:
      return null
  }
}

/** RFC 5231, numbers without a sign. */
function writeNumber(name: string, of: string, kind: 'value' | 'count', { operator, values }: ConditionTest, demands: Demands): string | null {
  if (!values.every((value) => /^\d{1,15}$/.test(value.trim()))) return null
  demands.need('relational')
  demands.need('comparator-i;ascii-numeric')
  const compare = (sign: string, value = '') => `${name} :${kind} "${sign}" :comparator "i;ascii-numeric" ${of} "${value.trim()}"`
  switch (operator) {
    case 'equals':
      return compare('eq', values[0])
    case 'greaterThan':
      return compare('gt', values[0])
    case 'lessThan':
      return compare('lt', values[0])
    case 'between':
      return `allof (${compare('ge', values[0])}, ${compare('le', values[1])})`
    default:
      return null
  }
}
