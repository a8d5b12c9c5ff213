import MailComposer from 'nodemailer/lib/mail-composer'
import type { Address, ContentFacts } from '../rules/facts'
import { parseAddress } from './address'
import { Failure } from './failure'
import { messageIdsIn } from './thread'

/** A mail to be built. Everything that makes two builds differ is given by the caller: the same input gives the same headers. */
export interface Draft {
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc?: readonly Address[]
  readonly replyTo?: Address | null
  readonly subject: string
  /** Plain text; any line ends. */
  readonly text: string
  /** With angle brackets; kept over every resend. */
  readonly messageId: string
  readonly date: Date
  /** From `replyTo…` below; null and empty for a new mail. */
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  /** RFC 3834 5: `auto-replied` for an automatic answer, `auto-generated` for what a rule sends by itself, null when a person wrote it. */
  readonly automatic: 'auto-replied' | 'auto-generated' | null
  /** How many automatic mails led to this one; read back by the loop guard. Null when a person wrote it. */
  readonly hop: number | null
  readonly attachments?: readonly Carried[]
}

/** One attachment with its decoded bytes. */
export interface Carried {
  readonly name: string
  /** Media type. `message/rfc822` goes as it is, without a transfer encoding of its own (RFC 2046 5.2.1). */
  readonly type: string
  readonly content: Buffer
}

/** Name of the field that carries `hop`. */
export const HOP_FIELD = 'X-Postroom-Hop'

/**
 * Builds the raw message (RFC 5322, MIME): CRLF line ends, 7-bit, no Bcc. Throws Failure `invalid address` or `invalid header` (never retried) rather than
 * letting a line break, NUL or control character reach a header.
 */
export async function compose(draft: Draft): Promise<Buffer> {
  const composer = new MailComposer({
    from: mailbox(draft.from),
    to: draft.to.map(mailbox),
    cc: (draft.cc ?? []).map(mailbox),
    replyTo: draft.replyTo ? mailbox(draft.replyTo) : undefined,
    subject: headerText('Subject', draft.subject),
    text: draft.text.replace(/\r\n?/g, '\n'),
    messageId: oneMessageId(draft.messageId),
    date: draft.date,
    inReplyTo: draft.inReplyTo === null ? undefined : oneMessageId(draft.inReplyTo),
    references: draft.references.map(oneMessageId),
    headers: automaticFields(draft),
    attachments: (draft.attachments ?? []).map(({ name, type, content }) => ({ filename: headerText('file name', name), contentType: type, contentDisposition: 'attachment' as const, content })),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}

/** What a reply takes from the message it answers (RFC 5322 3.6.4): its id, the thread behind it, and `Re:` once. */
export function replyTo(facts: Pick<ContentFacts, 'messageId' | 'inReplyTo' | 'references' | 'subject'>): Pick<Draft, 'inReplyTo' | 'references' | 'subject'> {
  const earlier = facts.references.length > 0 ? facts.references : facts.inReplyTo.slice(0, 1)
  const thread = facts.messageId === null ? earlier : [...earlier.filter((id) => id !== facts.messageId), facts.messageId]
  return {
    inReplyTo: facts.messageId,
    // The root and the newest twenty: servers refuse header fields that grow without end.
    references: thread.length <= 21 ? thread : [...thread.slice(0, 1), ...thread.slice(-20)],
    subject: /^\s*(?:re|aw|antw|sv|vs|odp|ynt)\s*(?:\[\d+\])?\s*:/i.test(facts.subject) ? facts.subject : `Re: ${facts.subject}`,
  }
}

/** The hop count a message came with: 0 when it carries none, or one that is no small number. */
export function hopOf(headers: Readonly<Record<string, readonly string[]>>): number {
  const value = headers[HOP_FIELD.toLowerCase()]?.[0]?.trim() ?? ''
  return /^\d{1,3}$/.test(value) ? Number(value) : 0
}

function automaticFields({ automatic, hop }: Draft): { key: string; value: string }[] {
  const fields = hop === null ? [] : [{ key: HOP_FIELD, value: String(hop) }]
  if (automatic === null) return fields
  // The second field is what Exchange reads instead of the first.
  return [{ key: 'Auto-Submitted', value: automatic }, { key: 'X-Auto-Response-Suppress', value: 'All' }, ...fields]
}

function mailbox({ name, address }: Address): { name: string; address: string } {
  const strict = parseAddress(address)
  if (strict === null) throw new Failure('invalid address', { retry: 'no', publicMessage: 'An address of this mail is not a valid e-mail address.' })
  return { name: headerText('name', name), address: strict }
}

function headerText(field: string, text: string): string {
  if (/[\p{Cc}\u2028\u2029]/u.test(text)) throw invalidHeader(field)
  if (text.length > 998) throw invalidHeader(field)
  return text
}

function oneMessageId(id: string): string {
  const [only] = messageIdsIn(id)
  if (only !== id || !/^<[!-;=?-~]+>$/.test(id)) throw invalidHeader('Message-ID')
  return id
}

function invalidHeader(field: string): Failure {
  return new Failure('invalid header', { retry: 'no', publicMessage: `The ${field} of this mail holds characters that a mail header cannot carry, or is too long.` })
}
