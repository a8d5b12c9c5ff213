import type { MessageFacts } from './facts'
import { operandOf } from './operators'
import type { FieldKind, Operand } from './operators'

/**
 * What conditions may ask about: a table of objects, each reading one operand from the facts. To add one: an entry here.
 * `label` names it in a list; `sentence` stands as the subject of an operator's sentence; a flag says itself, true or false.
 */

export interface Field {
  readonly kind: FieldKind
  readonly label: string
  readonly sentence: string
  /** Flags only: the whole sentence when it is not so. */
  readonly sentenceWhenFalse?: string
  /** `header` is the wanted header's lower-case name; only the `header` field looks at it. */
  read(facts: MessageFacts, header: string): readonly string[]
}

const flag = (value: boolean): readonly string[] => [String(value)]
const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

export const FIELDS = {
  from: { kind: 'address', label: 'Sender', sentence: 'the sender', read: ({ from }) => (from === null ? [] : [from.address]) },
  fromName: { kind: 'text', label: 'Sender name', sentence: 'the sender’s name', read: ({ from }) => (from === null || from.name === '' ? [] : [from.name]) },
  fromDomain: { kind: 'domain', label: 'Sender domain', sentence: 'the sender’s domain', read: ({ from }) => (from === null ? [] : [domainOf(from.address)]) },
  replyTo: { kind: 'address', label: 'Reply address', sentence: 'the reply address', read: ({ replyTo }) => replyTo.map(({ address }) => address) },
  to: { kind: 'address', label: 'Recipient', sentence: 'a recipient', read: ({ to, cc }) => [...to, ...cc].map(({ address }) => address) },
  subject: { kind: 'text', label: 'Subject', sentence: 'the subject', read: ({ subject }) => [subject] },
  text: { kind: 'text', label: 'Text', sentence: 'the text', read: ({ text }) => (text === null ? [] : [text]) },
  hasAttachment: { kind: 'flag', label: 'Has an attachment', sentence: 'it has an attachment', sentenceWhenFalse: 'it has no attachment', read: ({ attachments }) => flag(attachments.length > 0) },
  attachmentName: { kind: 'text', label: 'Attachment name', sentence: 'an attachment’s name', read: ({ attachments }) => attachments.map(({ name }) => name) },
  isReply: { kind: 'flag', label: 'Is a reply', sentence: 'it is a reply', sentenceWhenFalse: 'it is not a reply', read: ({ isReply }) => flag(isReply) },
  isAutomatic: { kind: 'flag', label: 'Was sent by a program', sentence: 'it was sent by a program', sentenceWhenFalse: 'it was not sent by a program', read: ({ mailClass }) => flag(mailClass !== null) },
  isStarred: { kind: 'flag', label: 'Is starred', sentence: 'it is starred', sentenceWhenFalse: 'it is not starred', read: ({ flags }) => flag(flags.includes('\\Flagged')) },
  tag: { kind: 'text', label: 'Tag', sentence: 'a tag on it', read: ({ tags }) => tags },
  mailbox: { kind: 'text', label: 'Folder', sentence: 'its folder', read: ({ mailboxName }) => (mailboxName === null ? [] : [mailboxName]) },
  header: { kind: 'text', label: 'Header', sentence: 'the header {header}', read: ({ headers }, header) => (Object.hasOwn(headers, header) ? (headers[header] ?? []) : []) },
} as const satisfies Record<string, Field>

export type FieldId = keyof typeof FIELDS

export const FIELD_IDS: readonly FieldId[] = ['from', 'fromName', 'fromDomain', 'replyTo', 'to', 'subject', 'text', 'hasAttachment', 'attachmentName', 'isReply', 'isAutomatic', 'isStarred', 'tag', 'mailbox', 'header']

export function fieldOf(id: FieldId): Field {
  return FIELDS[id]
}

/** A field as comparisons are stored under: its id, and for a header its name too. */
export function fieldKey(id: FieldId, header: string): string {
  return id === 'header' ? `header:${header}` : id
}

/** Reads operands of one message, each folded once however many rules ask: a hundred rules fold a long text once. */
export type Operands = (key: string, id: FieldId, header: string) => Operand

/** The reader of a message. Facts are plain values that nobody changes, so what was read of them is kept beside them. */
export function operandsOf(facts: MessageFacts): Operands {
  const known = readers.get(facts)
  if (known !== undefined) return known
  const read = new Map<string, Operand>()
  const reader: Operands = (key, id, header) => {
    const kept = read.get(key)
    if (kept !== undefined) return kept
    const operand = operandOf(fieldOf(id).read(facts, header.toLowerCase()))
    read.set(key, operand)
    return operand
  }
  readers.set(facts, reader)
  return reader
}

const readers = new WeakMap<MessageFacts, Operands>()
