import { ConditionTree } from '../condition-tree'
import type { ConditionItem } from '../condition-tree'
import { given, stringsAt, strangeTag } from './arguments'
import type { Given } from './arguments'
import { compareText, MATCH_TAGS, matchOf, mindsCase } from './comparison'
import type { Known, Question } from './question'
import { readAddresses, readEnvelope } from './read-address'
import { readDate } from './read-date'
import { readNumber } from './read-number'
import { allOf, anyOf, asked, FAILS, group, HOLDS, item, lost, notOf } from './said'
import type { ChangedCode, Said } from './said'
import { EXTENSIONS } from './extensions'
import type { SieveTest } from './syntax'
import { expanded, plainText } from './variables'
import type { Values } from './variables'

/** A test as a condition of a rule. `note` is told what is not quite the same. */
export function readTest(test: SieveTest, known: Known, note: (code: ChangedCode) => void): Said {
  const said = readAny(test, known, note)
  if (said.kind !== 'item') return said
  return ConditionTree.safeParse(group('all', [said.item])).success ? said : lost('tooManyTests')
}

function readAny(test: SieveTest, known: Known, note: (code: ChangedCode) => void): Said {
  switch (test.name) {
    case 'true':
      return HOLDS
    case 'false':
      return FAILS
    case 'not':
      return opposite(test.tests[0] === undefined ? lost('badArguments', { name: 'not' }) : readAny(test.tests[0], known, note))
    case 'allof':
    case 'anyof':
      return joined(test.name === 'allof', test.tests.map((one) => readAny(one, known, note)), test.name)
    default:
      return readPlain(test, known, note)
  }
}

function opposite(said: Said): Said {
  if (said.kind === 'known') return said.holds ? FAILS : HOLDS
  return said.kind === 'item' ? item(notOf(said.item)) : said
}

/** What is known beforehand decides, or drops out. */
function joined(isAll: boolean, parts: readonly Said[], name: string): Said {
  if (parts.length === 0) return lost('badArguments', { name })
  if (parts.some((said) => said.kind === 'known' && said.holds !== isAll)) return isAll ? FAILS : HOLDS
  const unsaid = parts.find(({ kind }) => kind === 'lost')
  if (unsaid !== undefined) return unsaid
  const items = parts.flatMap((said): readonly ConditionItem[] => (said.kind === 'item' ? [said.item] : []))
  if (items.length === 0) return isAll ? HOLDS : FAILS
  return item(isAll ? allOf(items) : anyOf(items))
}

function readPlain(test: SieveTest, known: Known, note: (code: ChangedCode) => void): Said {
  const filled = filledIn(test, known.values)
  if (filled === null) return lost('unknownValue')
  const reader = READERS[test.name]
  if (reader === undefined || !Object.hasOwn(READERS, test.name)) return lost('unknownTest', { name: test.name })
  const strange = strangeTag(filled, reader.tags)
  if (strange !== null) return lost('unknownTag', { tag: `:${strange}`, name: test.name })
  const match = matchOf(filled)
  if (match === null) return lost('unknownMatch')
  if (mindsCase(filled)) note('caseMatters')
  return reader.read({ test, given: filled, match, known, note })
}

/** The arguments with their variables filled in. */
function filledIn(test: SieveTest, values: Values | null): Given | null {
  const texts = test.arguments.map((argument) => {
    if (argument.kind !== 'strings') return argument
    const filled = argument.values.map((text) => plainText(expanded(text, values)))
    return filled.every((text) => text !== null) ? { ...argument, values: filled } : null
  })
  return texts.every((argument) => argument !== null) ? given(texts) : null
}

interface Reader {
  readonly tags: readonly string[]
  read(question: Question): Said
}

const ADDRESS_TAGS = [...MATCH_TAGS, 'all', 'localpart', 'domain', 'user', 'detail'] as const

const READERS: Readonly<Record<string, Reader>> = {
  header: { tags: MATCH_TAGS, read: readHeader },
  address: { tags: ADDRESS_TAGS, read: readAddresses },
  envelope: { tags: ADDRESS_TAGS, read: readEnvelope },
  exists: { tags: [], read: readExists },
  size: { tags: ['over', 'under'], read: readSize },
  body: { tags: [...MATCH_TAGS, 'raw', 'text', 'content'], read: readBody },
  date: { tags: [...MATCH_TAGS, 'zone', 'originalzone'], read: readDate },
  currentdate: { tags: [...MATCH_TAGS, 'zone'], read: readDate },
  hasflag: { tags: MATCH_TAGS, read: readFlags },
  string: { tags: MATCH_TAGS, read: readString },
  ihave: { tags: [], read: ({ given: { rest } }) => (rest[0]?.kind === 'strings' && rest[0].values.every((name) => EXTENSIONS.has(name)) ? HOLDS : FAILS) },
}

function readHeader({ given: args, match, note }: Question): Said {
  const [names, keys] = [stringsAt(args, -2), stringsAt(args, -1)]
  if (names === null || keys === null) return lost('badArguments', { name: 'header' })
  if (match.kind === 'count') return lost('countOf')
  const items = names.map((name): Said => {
    if (match.kind === 'value') return readNumber(args, asked('header', name, 'exists'), match.sign, keys, note)
    return compareText(name.toLowerCase() === 'subject' ? { field: 'subject', header: '' } : { field: 'header', header: name }, match, keys)
  })
  return joined(false, items, 'header')
}

function readExists({ given: args }: Question): Said {
  const names = stringsAt(args, -1)
  return names === null ? lost('badArguments', { name: 'exists' }) : item(allOf(names.map((name) => asked('header', name, 'exists'))))
}

function readSize({ given: args }: Question): Said {
  const limit = args.rest[0]
  const isOver = args.tags.has('over')
  if (limit?.kind !== 'number' || isOver === args.tags.has('under')) return lost('badArguments', { name: 'size' })
  return item(asked('size', '', isOver ? 'greaterThan' : 'lessThan', [String(limit.value)]))
}

function readBody({ given: args, match, note }: Question): Said {
  const keys = stringsAt(args, -1)
  if (keys === null) return lost('badArguments', { name: 'body' })
  const content = args.tags.get('content')
  if (content?.kind === 'strings' && !content.values.every((type) => ['', 'text', 'text/plain', 'text/html'].includes(type.toLowerCase()))) return lost('bodyPart')
  if (args.tags.has('raw') || args.tags.has('content')) note('bodyRaw')
  return compareText({ field: 'text', header: '' }, match, keys)
}

/** Which flags the script set itself is known where it asks. */
function readFlags({ given: args, match, known }: Question): Said {
  const keys = stringsAt(args, -1)
  if (keys === null || args.rest.length > 1 || (match.kind !== 'is' && match.kind !== 'contains')) return lost('unknownMatch')
  const wanted = keys.flatMap((key) => key.toLowerCase().split(/\s+/)).filter((key) => key !== '')
  return wanted.some((key) => known.flags.some((flag) => (match.kind === 'is' ? flag === key : flag.includes(key)))) ? HOLDS : FAILS
}

function readString({ given: args, match }: Question): Said {
  const [sources, keys] = [stringsAt(args, -2), stringsAt(args, -1)]
  if (sources === null || keys === null || (match.kind !== 'is' && match.kind !== 'contains')) return lost('unknownMatch')
  const holds = sources.some((source) => keys.some((key) => (match.kind === 'is' ? source.toLowerCase() === key.toLowerCase() : source.toLowerCase().includes(key.toLowerCase()))))
  return holds ? HOLDS : FAILS
}
