import type { OpenRecord, RecordType } from './record'

/** Records as subjects name them: `[#12]`, `Ticket 12`, `lead #7`, `[Ticket#12]`. A bare `#12` says nothing: orders and invoices are counted too. */

export interface RecordName {
  /** Null: the subject does not say of which kind. */
  readonly type: RecordType | null
  readonly number: number
}

/** Every record that a subject may mean, each once, in the order it names them. */
export function recordNamesIn(subject: string): readonly RecordName[] {
  const names = [...subject.slice(0, MAX_SUBJECT).matchAll(NAMED)].map(({ groups }) => ({ type: typeOf(groups?.['type']), number: Number(groups?.['number'] ?? groups?.['alone']) }))
  return names.filter(({ type, number }, index) => number > 0 && names.findIndex((other) => other.type === type && other.number === number) === index).slice(0, MAX_NAMES)
}

/** A record that a mail could be put to. */
export interface LinkableRecord extends OpenRecord {
  /** Address in lower case; empty: nobody's. */
  readonly contact: string
  readonly isOpen: boolean
  /** The mail's thread is its own, or was put to it before. */
  readonly isLinked: boolean
}

/** Which record a mail is to be put to. */
export interface RecordChoice {
  readonly by: 'number' | 'contact'
  /** Null: of any type. */
  readonly recordType: RecordType | null
  readonly named: readonly RecordName[]
  /** Who wrote, in lower case; null: nobody. */
  readonly contact: string | null
  /** A record that is named must be the contact's. */
  readonly ofContactOnly: boolean
}

/** The record that is meant among those there are, newest first; null when there is none, or when a number alone leaves it open which is meant. */
export function chooseRecord({ by, recordType, named, contact, ofContactOnly }: RecordChoice, records: readonly LinkableRecord[]): LinkableRecord | null {
  const isTheirs = (record: LinkableRecord) => contact !== null && record.contact === contact
  const fitting = records.filter(({ type }) => recordType === null || type === recordType)
  if (by === 'contact') return fitting.find((record) => record.isOpen && isTheirs(record)) ?? null
  for (const name of named) {
    const meant = fitting.filter((record) => record.number === name.number && (name.type === null || record.type === name.type) && (!ofContactOnly || isTheirs(record)))
    const [only] = meant.length > 1 ? meant.filter(({ isOpen }) => isOpen) : meant
    if (only !== undefined && meant.filter(({ isOpen }) => isOpen === only.isOpen).length === 1) return only
  }
  return null
}

const MAX_SUBJECT = 998
const MAX_NAMES = 5

// Either the kind stands before the number, or number and sign stand alone in square brackets.
const NAMED = /(?<![\p{L}\p{N}])(?<type>ticket|lead)(?:\s*[-#:]\s*|\s+(?:nr\.?\s*|no\.?\s*)?)#?(?<number>\d{1,9})(?!\p{N})|\[\s*#(?<alone>\d{1,9})\s*\]/giu

function typeOf(word: string | undefined): RecordType | null {
  const lower = word?.toLowerCase()
  return lower === 'ticket' || lower === 'lead' ? lower : null
}
