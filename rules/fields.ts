import { authResults, AUTH_RESULTS } from './authentication-results'
import type { AuthMethod } from './authentication-results'
import { isOpen, WEEKDAYS } from './calendar'
import type { Address, MessageFacts } from './facts'
import { fold } from './fold'
import { guessLanguage } from './guess-language'
import type { Moment } from './moment'
import { operandOf } from './operators'
import type { FieldKind, Operand } from './operators'
import { STAGE_WORDS } from './record'
import { wallTimeAt } from './wall-clock'

/**
 * What conditions may ask about: a table of objects, each reading one operand from the facts. To add one: an entry here, its place in `FIELD_IDS` and its
 * German phrases. `label` names it in a list; `sentence` stands as the subject of an operator's sentence; a flag says itself, true or false.
 * What is known to be absent reads as no values, never as an empty one.
 */

export const FIELD_GROUPS = ['sender', 'recipients', 'content', 'attachments', 'kind', 'state', 'thread', 'record', 'time', 'rule'] as const
export type FieldGroup = (typeof FIELD_GROUPS)[number]

/** What a field needs the name of: a header, a keyword, a field of the record, a value of the rule, a calendar. */
export type NamedThing = 'header' | 'keyword' | 'recordField' | 'value' | 'calendar'

export interface Field {
  readonly kind: FieldKind
  readonly group: FieldGroup
  readonly label: string
  readonly sentence: string
  /** Flags only: the whole sentence when it is not so. */
  readonly sentenceWhenFalse?: string
  readonly names?: NamedThing
  /** What numbers count; absent: things. */
  readonly unit?: 'bytes'
  /** The words a choice may be, with what each is called. */
  readonly choices?: Readonly<Record<string, string>>
  /** The words are refs of members. */
  readonly choicesFrom?: 'users'
  /** It depends on the moment, not on the mail alone: it is read anew each time. */
  readonly isFleeting?: true
  /** `name` is that of the thing the field needs the name of; a header's in lower case. */
  read(facts: MessageFacts, name: string, moment: Moment): readonly string[]
}

const flag = (value: boolean): readonly string[] => [String(value)]
const maybe = (value: string | null | undefined): readonly string[] => (value === null || value === undefined || value === '' ? [] : [value])
const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)
const addresses = (list: readonly Address[]) => list.map(({ address }) => address)
const has = (flagName: string) => ({ flags }: MessageFacts) => flag(flags.some((held) => held.toLowerCase() === flagName))
const held = (of: Readonly<Record<string, readonly string[]>>, name: string) => (Object.hasOwn(of, name) ? (of[name] ?? []) : [])
const results = (method: AuthMethod) => ({ headers }: MessageFacts) => authResults(headers, method)

const CLASSES = { list: 'a mailing list', automatic: 'an automatic mail', bounce: 'a delivery report', person: 'a person’s mail' }
const RECORD_TYPES = { ticket: 'a ticket', lead: 'a lead' }
const DAYS = { monday: 'Monday', tuesday: 'Tuesday', wednesday: 'Wednesday', thursday: 'Thursday', friday: 'Friday', saturday: 'Saturday', sunday: 'Sunday' }
const VERDICTS = Object.fromEntries(AUTH_RESULTS.map((result) => [result, result]))
const LANGUAGES = {
  en: 'English', de: 'German', fr: 'French', es: 'Spanish', it: 'Italian', nl: 'Dutch', pt: 'Portuguese', pl: 'Polish', sv: 'Swedish', tr: 'Turkish', cs: 'Czech', ru: 'Russian', uk: 'Ukrainian',
  bg: 'Bulgarian', el: 'Greek', he: 'Hebrew', ar: 'Arabic', ja: 'Japanese', ko: 'Korean', zh: 'Chinese', th: 'Thai', hi: 'Hindi',
}

export const FIELDS = {
  from: { kind: 'address', group: 'sender', label: 'Sender', sentence: 'the sender', read: ({ from }) => (from === null ? [] : [from.address]) },
  fromName: { kind: 'text', group: 'sender', label: 'Sender name', sentence: 'the sender’s name', read: ({ from }) => maybe(from?.name) },
  fromDomain: { kind: 'domain', group: 'sender', label: 'Sender domain', sentence: 'the sender’s domain', read: ({ from }) => (from === null ? [] : [domainOf(from.address)]) },
  replyTo: { kind: 'address', group: 'sender', label: 'Reply address', sentence: 'the reply address', read: ({ replyTo }) => addresses(replyTo) },
  envelopeFrom: { kind: 'address', group: 'sender', label: 'Envelope sender', sentence: 'the envelope sender', read: ({ envelopeFrom }) => maybe(envelopeFrom) },
  contactKnown: { kind: 'flag', group: 'sender', label: 'Sender is known', sentence: 'the sender is known', sentenceWhenFalse: 'the sender is not known', read: ({ contactKnown }) => flag(contactKnown) },
  spf: { kind: 'choice', group: 'sender', label: 'SPF', sentence: 'the SPF check', choices: VERDICTS, read: results('spf') },
  dkim: { kind: 'choice', group: 'sender', label: 'DKIM', sentence: 'the DKIM check', choices: VERDICTS, read: results('dkim') },
  dmarc: { kind: 'choice', group: 'sender', label: 'DMARC', sentence: 'the DMARC check', choices: VERDICTS, read: results('dmarc') },

  to: { kind: 'address', group: 'recipients', label: 'Recipient', sentence: 'a recipient', read: ({ to, cc }) => addresses([...to, ...cc]) },
  toOnly: { kind: 'address', group: 'recipients', label: 'Recipient in To', sentence: 'a recipient in To', read: ({ to }) => addresses(to) },
  cc: { kind: 'address', group: 'recipients', label: 'Recipient in Cc', sentence: 'a recipient in Cc', read: ({ cc }) => addresses(cc) },
  recipientDomain: { kind: 'domain', group: 'recipients', label: 'Recipient domain', sentence: 'a recipient’s domain', read: ({ to, cc }) => addresses([...to, ...cc]).map(domainOf) },
  recipientCount: { kind: 'number', group: 'recipients', label: 'Number of recipients', sentence: 'the number of recipients', read: ({ to, cc }) => [String(to.length + cc.length)] },
  alias: { kind: 'address', group: 'recipients', label: 'Our address it was sent to', sentence: 'our address it was sent to', read: aliasesOf },

  subject: { kind: 'text', group: 'content', label: 'Subject', sentence: 'the subject', read: ({ subject }) => [subject] },
  text: { kind: 'text', group: 'content', label: 'Text', sentence: 'the text', read: ({ text }) => (text === null ? [] : [text]) },
  header: { kind: 'loose', group: 'content', label: 'Header', sentence: 'the header {name}', names: 'header', read: ({ headers }, name) => held(headers, name) },
  language: { kind: 'choice', group: 'content', label: 'Language (a guess)', sentence: 'the language', choices: LANGUAGES, read: ({ subject, text }) => maybe(guessLanguage(text === null || text.trim() === '' ? subject : text)) },
  size: { kind: 'number', group: 'content', label: 'Size', sentence: 'the size', unit: 'bytes', read: ({ size }) => [String(size)] },

  hasAttachment: { kind: 'flag', group: 'attachments', label: 'Has an attachment', sentence: 'it has an attachment', sentenceWhenFalse: 'it has no attachment', read: ({ attachments }) => flag(attachments.length > 0) },
  attachmentCount: { kind: 'number', group: 'attachments', label: 'Number of attachments', sentence: 'the number of attachments', read: ({ attachments }) => [String(attachments.length)] },
  attachmentName: { kind: 'text', group: 'attachments', label: 'Attachment name', sentence: 'an attachment’s name', read: ({ attachments }) => attachments.map(({ name }) => name) },
  attachmentType: { kind: 'text', group: 'attachments', label: 'Attachment type', sentence: 'an attachment’s type', read: ({ attachments }) => attachments.map(({ type }) => type) },
  attachmentSize: { kind: 'number', group: 'attachments', label: 'Attachment size', sentence: 'an attachment’s size', unit: 'bytes', read: ({ attachments }) => attachments.map(({ size }) => String(size)) },

  isAutomatic: { kind: 'flag', group: 'kind', label: 'Was sent by a program', sentence: 'it was sent by a program', sentenceWhenFalse: 'it was not sent by a program', read: ({ mailClass }) => flag(mailClass !== null) },
  mailClass: { kind: 'choice', group: 'kind', label: 'Kind of mail', sentence: 'the mail', choices: CLASSES, read: ({ mailClass }) => [mailClass ?? 'person'] },

  isRead: { kind: 'flag', group: 'state', label: 'Is read', sentence: 'it is read', sentenceWhenFalse: 'it is not read', read: has('\\seen') },
  isStarred: { kind: 'flag', group: 'state', label: 'Is starred', sentence: 'it is starred', sentenceWhenFalse: 'it is not starred', read: has('\\flagged') },
  keyword: { kind: 'flag', group: 'state', label: 'Has the keyword', sentence: 'it has the keyword {name}', sentenceWhenFalse: 'it does not have the keyword {name}', names: 'keyword', read: (facts, name) => has(name.toLowerCase())(facts) },
  tag: { kind: 'text', group: 'state', label: 'Tag', sentence: 'a tag on it', read: ({ tags }) => tags },
  mailbox: { kind: 'text', group: 'state', label: 'Folder', sentence: 'its folder', read: ({ mailboxName }) => maybe(mailboxName) },

  isReply: { kind: 'flag', group: 'thread', label: 'Is a reply', sentence: 'it is a reply', sentenceWhenFalse: 'it is not a reply', read: ({ isReply }) => flag(isReply) },
  isAnswered: { kind: 'flag', group: 'thread', label: 'Is answered', sentence: 'it is answered', sentenceWhenFalse: 'it is not answered', read: (facts) => flag(facts.isAnswered || has('\\answered')(facts)[0] === 'true') },
  threadMessageCount: { kind: 'number', group: 'thread', label: 'Mails in the conversation', sentence: 'the number of mails in the conversation', read: ({ threadMessageCount }) => [String(threadMessageCount)] },
  threadLastInboundAt: { kind: 'date', group: 'thread', label: 'They last wrote', sentence: 'the last mail of theirs', read: ({ threadLastInboundAt }) => maybe(threadLastInboundAt) },
  threadLastOutboundAt: { kind: 'date', group: 'thread', label: 'We last wrote', sentence: 'the last mail of ours', read: ({ threadLastOutboundAt }) => maybe(threadLastOutboundAt) },

  recordType: { kind: 'choice', group: 'record', label: 'Open record', sentence: 'the open record of the conversation', choices: RECORD_TYPES, read: ({ record }) => maybe(record?.type) },
  recordStage: { kind: 'choice', group: 'record', label: 'Stage of the record', sentence: 'the record’s stage', choices: STAGE_WORDS, read: ({ record }) => maybe(record?.stage) },
  recordNumber: { kind: 'number', group: 'record', label: 'Number of the record', sentence: 'the record’s number', read: ({ record }) => (record === null ? [] : [String(record.number)]) },
  recordTitle: { kind: 'text', group: 'record', label: 'Title of the record', sentence: 'the record’s title', read: ({ record }) => maybe(record?.title) },
  recordAssignee: { kind: 'choice', group: 'record', label: 'Who has the record', sentence: 'who has the record', choicesFrom: 'users', read: ({ record }) => maybe(record?.assigneeRef) },
  recordField: { kind: 'loose', group: 'record', label: 'Field of the record', sentence: 'the record’s field {name}', names: 'recordField', read: ({ record }, name) => recordFieldOf(record?.fields ?? {}, name) },

  receivedAt: { kind: 'date', group: 'time', label: 'Received', sentence: 'the day it was received', read: ({ receivedAt }) => maybe(receivedAt) },
  sentAt: { kind: 'date', group: 'time', label: 'Written', sentence: 'the day it was written', read: ({ sentAt }) => maybe(sentAt) },
  receivedWeekday: { kind: 'choice', group: 'time', label: 'Weekday of receipt', sentence: 'the weekday it was received', choices: DAYS, isFleeting: true, read: ({ receivedAt }, _, { timeZone }) => weekdayOf(receivedAt, timeZone) },
  receivedTime: { kind: 'time', group: 'time', label: 'Time of receipt', sentence: 'the time it was received', isFleeting: true, read: ({ receivedAt }, _, { timeZone }) => timeOf(receivedAt, timeZone) },
  receivedInHours: { kind: 'flag', group: 'time', label: 'Received in working hours', sentence: 'it was received in the working hours {name}', sentenceWhenFalse: 'it was not received in the working hours {name}', names: 'calendar', isFleeting: true, read: ({ receivedAt }, name, moment) => openAt(receivedAt, name, moment) },
  now: { kind: 'date', group: 'time', label: 'Today', sentence: 'today', isFleeting: true, read: (_, __, { now }) => [now] },
  nowWeekday: { kind: 'choice', group: 'time', label: 'Weekday now', sentence: 'the weekday now', choices: DAYS, isFleeting: true, read: (_, __, { now, timeZone }) => weekdayOf(now, timeZone) },
  nowTime: { kind: 'time', group: 'time', label: 'Time now', sentence: 'the time now', isFleeting: true, read: (_, __, { now, timeZone }) => timeOf(now, timeZone) },
  nowInHours: { kind: 'flag', group: 'time', label: 'Working hours now', sentence: 'it is within the working hours {name} now', sentenceWhenFalse: 'it is outside the working hours {name} now', names: 'calendar', isFleeting: true, read: (_, name, moment) => openAt(moment.now, name, moment) },

  value: { kind: 'loose', group: 'rule', label: 'Value of this rule', sentence: 'the value {name}', names: 'value', isFleeting: true, read: (_, name, { values }) => (Object.hasOwn(values, name) ? maybe(values[name]) : []) },
} as const satisfies Record<string, Field>

export type FieldId = keyof typeof FIELDS

/** In the order the form lists them, group by group. */
export const FIELD_IDS: readonly FieldId[] = [
  'from', 'fromName', 'fromDomain', 'replyTo', 'envelopeFrom', 'contactKnown', 'spf', 'dkim', 'dmarc', 'to', 'toOnly', 'cc', 'recipientDomain', 'recipientCount', 'alias', 'subject', 'text', 'header', 'language',
  'size', 'hasAttachment', 'attachmentCount', 'attachmentName', 'attachmentType', 'attachmentSize', 'isAutomatic', 'mailClass', 'isRead', 'isStarred', 'keyword', 'tag', 'mailbox', 'isReply', 'isAnswered',
  'threadMessageCount', 'threadLastInboundAt', 'threadLastOutboundAt', 'recordType', 'recordStage', 'recordNumber', 'recordTitle', 'recordAssignee', 'recordField', 'receivedAt', 'sentAt', 'receivedWeekday',
  'receivedTime', 'receivedInHours', 'now', 'nowWeekday', 'nowTime', 'nowInHours', 'value',
]

/** The field of this id. */
export function fieldOf(id: FieldId): Field {
  return FIELDS[id]
}

/** A field as comparisons are stored under: its id, and what it is asked of where it needs a name. */
export function fieldKey(id: FieldId, name: string): string {
  return fieldOf(id).names === undefined ? id : `${id}:${name}`
}

/** Reads operands of one message, each folded once however many rules ask: a hundred rules fold a long text once. */
export type Operands = (asked: AskedField, moment: Moment) => Operand

/** A field and what it is asked of, ready to be read; `slot` is where readers keep what they read. */
export interface AskedField {
  readonly slot: number
  readonly field: Field
  /** A header's in lower case. */
  readonly name: string
}

/** The same field asked of the same thing has the same slot, in whichever rule. */
export function askedField(id: FieldId, given: string): AskedField {
  const field = fieldOf(id)
  const name = field.names === 'header' ? given.toLowerCase() : given
  const key = fieldKey(id, name)
  const slot = slots.get(key) ?? slots.size
  slots.set(key, slot)
  return { slot, field, name }
}

const slots = new Map<string, number>()

/** The reader of a message. Facts are plain values that nobody changes, so what was read of them is kept beside them. */
export function operandsOf(facts: MessageFacts): Operands {
  // Rule after rule asks about the same mail.
  if (facts === latest?.facts) return latest.reader
  const reader = readers.get(facts) ?? readerOf(facts)
  readers.set(facts, reader)
  latest = { facts, reader }
  return reader
}

const readers = new WeakMap<MessageFacts, Operands>()
let latest: { readonly facts: MessageFacts; readonly reader: Operands } | null = null

function readerOf(facts: MessageFacts): Operands {
  const read: (Operand | undefined)[] = []
  return ({ slot, field, name }, moment) => {
    const kept = read[slot]
    if (kept !== undefined) return kept
    const operand = operandOf(field.read(facts, name, moment))
    if (field.isFleeting !== true) read[slot] = operand
    return operand
  }
}

/** Addresses of ours among the recipients, and where servers say it was delivered. */
function aliasesOf({ to, cc, headers, ownAddresses }: MessageFacts): readonly string[] {
  const own = new Set(ownAddresses.map(fold))
  const delivered = [...held(headers, 'delivered-to'), ...held(headers, 'x-original-to')].map((value) => value.trim().replace(/^<|>$/g, ''))
  const found = [...addresses([...to, ...cc]), ...delivered].filter((address) => own.has(fold(address)))
  return found.filter((address, index) => found.findIndex((other) => fold(other) === fold(address)) === index)
}

/** Names of fields are people's words: the case does not count. */
function recordFieldOf(fields: Readonly<Record<string, string>>, name: string): readonly string[] {
  const wanted = fold(name.trim())
  return maybe(Object.entries(fields).find(([key]) => fold(key.trim()) === wanted)?.[1])
}

function weekdayOf(instant: string | null, timeZone: string): readonly string[] {
  if (instant === null) return []
  const { year, month, day } = wallTimeAt(Date.parse(instant), timeZone)
  // In JavaScript a week begins on Sunday.
  return maybe(WEEKDAYS[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7])
}

function timeOf(instant: string | null, timeZone: string): readonly string[] {
  if (instant === null) return []
  const { hour, minute } = wallTimeAt(Date.parse(instant), timeZone)
  return [`${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`]
}

function openAt(instant: string | null, ref: string, { calendars }: Moment): readonly string[] {
  const calendar = Object.hasOwn(calendars, ref) ? calendars[ref] : undefined
  return flag(instant !== null && calendar !== undefined && isOpen(calendar, Date.parse(instant)))
}
