import type { Sentence, SentencePart, SentenceValue } from './node-type'
import { englishSay } from './phrases'

/** From structured sentences to words, in any language that has a message catalogue. */

export interface Language {
  /** BCP 47; lists and durations are worded by it. */
  readonly locale: string
  /** The catalogue's phrase for a key with its placeholders filled: next-intl's `t`, or `englishSay`. */
  say(key: string, values: Readonly<Record<string, string>>): string
}

/** Names of what sentences refer to, by ref. A ref without a name is said as it is, one of our ids as “…”: its name is not there yet, or was never told. */
export interface Names {
  readonly mailbox: Readonly<Record<string, string>>
  readonly user: Readonly<Record<string, string>>
  readonly account: Readonly<Record<string, string>>
  readonly calendar?: Readonly<Record<string, string>>
  readonly hook?: Readonly<Record<string, string>>
  readonly list?: Readonly<Record<string, string>>
  readonly endpoint?: Readonly<Record<string, string>>
  readonly rule?: Readonly<Record<string, string>>
}

/** A stretch of a said sentence: where it comes from, so that a click can focus the node or edit the value. */
export interface SpokenPart {
  readonly text: string
  /** The node this stretch speaks of. */
  readonly node?: string
  /** Set when the stretch is a value of the rule, not wording. */
  readonly value?: SentenceValue
}

/** An id that tells a reader nothing (RFC 9562). */
const OUR_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const NO_NAMES: Names = { mailbox: {}, user: {}, account: {} }

/** A sentence in the words of a language, cut so that values can be shown apart from wording. */
export function speak(sentence: Sentence, language: Language, names: Names): readonly SpokenPart[] {
  return new Speaker(language, names).sentence(sentence, undefined)
}

/** A sentence as one plain text. */
export function toText(sentence: Sentence, language: Language, names: Names): string {
  return speak(sentence, language, names).map(({ text }) => text).join('')
}

export const ENGLISH: Language = { locale: 'en', say: englishSay }

/** A sentence as one plain English text: for logs, exports and the command line. */
export function toEnglish(sentence: Sentence, names: Names = NO_NAMES): string {
  return toText(sentence, ENGLISH, names)
}

// A placeholder's value is handed to the catalogue as a private-use mark around its index and put back as parts afterwards, so that each language
// may order its placeholders as it likes and no value can pass for wording.
const MARK = /\ue000(\d+)\ue001/
const markOf = (index: number) => `\ue000${index}\ue001`

class Speaker {
  constructor(
    private readonly language: Language,
    private readonly names: Names,
  ) {}

  sentence(sentence: Sentence, node: string | undefined): readonly SpokenPart[] {
    return sentence.flatMap((part, index) => (index === 0 ? this.part(part, node) : [{ text: ' ' }, ...this.part(part, node)]))
  }

  private part(part: SentencePart, node: string | undefined): readonly SpokenPart[] {
    if ('list' in part) return this.list(part.list.map((item) => this.sentence(item, node)), part.join)
    const speaker = part.node ?? node
    const entries = Object.entries(part.values ?? {})
    const said = this.language.say(part.phrase, Object.fromEntries(entries.map(([name], index) => [name, markOf(index)])))
    return this.fill(said, entries.map(([, value]) => this.value(value, speaker)), speaker)
  }

  private fill(said: string, values: readonly (readonly SpokenPart[])[], node: string | undefined): readonly SpokenPart[] {
    return said.split(MARK).flatMap((piece, index) => {
      if (index % 2 === 1) return values[Number(piece)] ?? []
      return piece === '' ? [] : [spoken(piece, node)]
    })
  }

  private value(value: SentenceValue, node: string | undefined): readonly SpokenPart[] {
    if ('sentence' in value) return this.sentence(value.sentence, node)
    if ('refs' in value) return this.list(value.ids.map((id) => [spoken(this.word({ ref: value.refs, id }), node, value)]), value.join)
    if ('texts' in value) return this.list(value.texts.map((text) => this.quoted(text, value, node)), value.join)
    return [spoken(this.word(value), node, value)]
  }

  private word(value: Exclude<SentenceValue, { sentence: Sentence } | { texts: readonly string[] } | { ids: readonly string[] }>): string {
    if ('text' in value) return value.text
    if ('count' in value) return new Intl.NumberFormat(this.language.locale).format(value.count)
    if ('durationSeconds' in value) return this.duration(value.durationSeconds)
    if ('instant' in value) return new Intl.DateTimeFormat(this.language.locale, { dateStyle: 'medium', timeStyle: 'short' }).format(Date.parse(value.instant))
    if ('wallTime' in value) return this.wallTime(value.wallTime)
    if ('day' in value) return new Intl.DateTimeFormat(this.language.locale, { timeZone: 'UTC', dateStyle: 'long' }).format(Date.parse(value.day))
    if ('bytes' in value) return this.bytes(value.bytes)
    if (value.id === '') return this.language.say('rule.unset', {})
    const names = value.ref === 'tag' || value.ref === 'channel' ? undefined : this.names[value.ref]
    if (names !== undefined && Object.hasOwn(names, value.id)) return names[value.id] ?? value.id
    return OUR_ID.test(value.id) ? '…' : value.id
  }

  private quoted(text: string, value: SentenceValue, node: string | undefined): readonly SpokenPart[] {
    return this.fill(this.language.say('rule.quoted', { value: markOf(0) }), [[spoken(text, node, value)]], node)
  }

  private list(items: readonly (readonly SpokenPart[])[], join: 'and' | 'or' | 'nor'): readonly SpokenPart[] {
    const format = new Intl.ListFormat(this.language.locale, { type: join === 'and' ? 'conjunction' : 'disjunction' })
    return this.fill(format.format(items.map((_, index) => markOf(index))), items, undefined)
  }

  /** `2026-11-21T09:00` or `09:00`, as people write it; the zone is the rule's and needs no saying. */
  private wallTime(wall: string): string {
    const isClock = !wall.includes('T')
    const shown = Date.parse(`${isClock ? `1970-01-01T${wall}` : wall}:00Z`)
    if (Number.isNaN(shown)) return wall === '' ? this.language.say('rule.unset', {}) : wall
    return new Intl.DateTimeFormat(this.language.locale, { timeZone: 'UTC', timeStyle: 'short', ...(isClock ? {} : { dateStyle: 'long' }) }).format(shown)
  }

  /** In decimal units, as sizes are shown everywhere. */
  private bytes(size: number): string {
    const [unit, length] = [['gigabyte', 1_000_000_000], ['megabyte', 1_000_000], ['kilobyte', 1_000]].find(([, whole]) => size >= Number(whole)) ?? ['byte', 1]
    return new Intl.NumberFormat(this.language.locale, { style: 'unit', unit: String(unit), unitDisplay: 'short', maximumFractionDigits: 2 }).format(size / Number(length))
  }

  private duration(seconds: number): string {
    const [unit, length] = UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? ['second', 1]
    return new Intl.NumberFormat(this.language.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / length)
  }
}

const UNITS: readonly (readonly [unit: string, seconds: number])[] = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

function spoken(text: string, node: string | undefined, value?: SentenceValue): SpokenPart {
  return { text, ...(node === undefined ? {} : { node }), ...(value === undefined ? {} : { value }) }
}
