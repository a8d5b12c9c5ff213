import type { FieldId } from '../fields'
import { stringsAt } from './arguments'
import type { Given } from './arguments'
import { compareText } from './comparison'
import type { Match } from './comparison'
import { countedRecipients } from './read-number'
import type { Question } from './question'
import { anyOf, asked, item, lost } from './said'
import type { Said } from './said'

type Part = 'all' | 'localpart' | 'domain' | 'user' | 'detail'

/** RFC 5228 5.1: addresses in header fields, whole or in part. */
export function readAddresses({ given, match, note }: Question): Said {
  const [names, keys] = [stringsAt(given, -2), stringsAt(given, -1)]
  if (names === null || keys === null) return lost('badArguments', { name: 'address' })
  if (match.kind === 'count') return countedRecipients(names, match.sign, keys)
  const fields = fieldsOf(names.map((name) => name.toLowerCase()))
  if (fields.some(({ field }) => field === 'header')) note('otherAddresses')
  return anyField(fields, partOf(given), match, keys)
}

/** RFC 5228 5.4: what the mail servers said to each other, as far as it reaches an account. */
export function readEnvelope({ given, match, note }: Question): Said {
  const [parts, keys] = [stringsAt(given, -2), stringsAt(given, -1)]
  if (parts === null || keys === null) return lost('badArguments', { name: 'envelope' })
  const names = parts.map((part) => part.toLowerCase())
  if (!names.every((name) => name === 'from' || name === 'to')) return lost('addressPart')
  for (const name of names) note(name === 'from' ? 'envelopeFrom' : 'envelopeTo')
  return anyField(names.map((name) => ({ field: name === 'from' ? 'envelopeFrom' : 'alias', header: '' })), partOf(given), match, keys)
}

interface AddressField {
  readonly field: FieldId
  readonly header: string
}

function fieldsOf(names: readonly string[]): readonly AddressField[] {
  const isBoth = names.includes('to') && names.includes('cc')
  return names.flatMap((name): readonly AddressField[] => {
    if (isBoth && (name === 'to' || name === 'cc')) return name === 'to' ? [{ field: 'to', header: '' }] : []
    const field = FIELDS[name]
    return [field === undefined ? { field: 'header', header: name } : { field, header: '' }]
  })
}

const FIELDS: Readonly<Record<string, FieldId>> = { from: 'from', to: 'toOnly', cc: 'cc', 'reply-to': 'replyTo' }
/** Fields that read the domains alone. */
const DOMAINS: Readonly<Partial<Record<FieldId, FieldId>>> = { from: 'fromDomain', to: 'recipientDomain' }

function partOf({ tags }: Given): Part {
  return (['localpart', 'domain', 'user', 'detail'] as const).find((part) => tags.has(part)) ?? 'all'
}

function anyField(fields: readonly AddressField[], part: Part, match: Match, keys: readonly string[]): Said {
  const items = fields.map((of) => (of.field === 'header' ? ofHeader(of, part, match, keys) : ofField(of, part, match, keys)))
  const unsaid = items.find(({ kind }) => kind === 'lost')
  return unsaid ?? item(anyOf(items.flatMap((said) => (said.kind === 'item' ? [said.item] : []))))
}

function ofField(of: AddressField, part: Part, match: Match, keys: readonly string[]): Said {
  // The empty reverse-path is no address here.
  if (part === 'all' && match.kind === 'is' && keys.every((key) => key === '')) return item(asked(of.field, of.header, 'notExists'))
  if (part === 'all') return compareText(of, match, keys)
  const domains = DOMAINS[of.field]
  if (part === 'domain' && domains !== undefined) return compareText({ field: domains, header: '' }, match, keys)
  if (part === 'domain' && match.kind === 'is' && keys.every((key) => key.trim() !== '')) return item(asked(of.field, of.header, 'domainIs', keys))
  if (match.kind === 'regex') return lost('addressPart')
  return compareText({ ...of, around: AROUND[part], any: '[^@]*' }, match, keys)
}

/** RE2 before and after the part. The plus sign begins a detail (RFC 5233 4 leaves it to the site, and this is what sites use). */
const AROUND: Readonly<Record<Exclude<Part, 'all'>, readonly [string, string]>> = {
  localpart: ['^', '@[^@]*$'],
  domain: ['^.*@', '$'],
  user: ['^', '(?:\\+[^@]*)?@[^@]*$'],
  detail: ['^[^@+]*\\+', '@[^@]*$'],
}

/** A header that rules do not read as addresses: one address is found in its text by what may stand around it. */
function ofHeader(of: AddressField, part: Part, match: Match, keys: readonly string[]): Said {
  if (match.kind === 'regex') return lost('addressPart')
  const [before, after] = { all: ['', ''], localpart: ['', '@[^@\\s<>,;]+'], domain: ['[^@\\s<>,;]+@', ''], user: ['', '(?:\\+[^@\\s<>,;]*)?@[^@\\s<>,;]+'], detail: ['[^@+\\s<>,;]*\\+', '@[^@\\s<>,;]+'] }[part]
  return compareText({ ...of, around: [`(?:^|[\\s<,;:])${before ?? ''}`, `${after ?? ''}(?:$|[\\s>,;])`], any: part === 'all' ? '[^\\s<>,;]*' : '[^@\\s<>,;]*' }, match, keys)
}

/** An address that can be written to, without a name. */
export function plainAddress(written: string): string | null {
  const found = /^\s*(?:[^<>]*<)?([^\s<>@]+@[^\s<>@]+\.[^\s<>@]+)>?\s*$/.exec(written)
  return found?.[1] ?? null
}
