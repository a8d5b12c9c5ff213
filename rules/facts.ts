/**
 * What conditions may see of a message. A plain value: built by `mail/facts.ts` from a parsed message, completed from the database with what can
 * change (flags, tags, mailbox, thread), and stored operand by operand wherever a condition was decided. Fields are null when known to be absent.
 */

export interface Address {
  /** Display name as decoded (RFC 2047), never trusted for identity. Empty when there is none. */
  readonly name: string
  /** `local@domain`, domain in lower-case ASCII (RFC 5321, IDNA). */
  readonly address: string
}

/** Why a message must not be answered automatically (RFC 3834, RFC 2369, RFC 3464), most specific first. Null: a person wrote it, as far as can be told. */
export type MailClass = 'bounce' | 'list' | 'automatic'

export interface AttachmentFact {
  readonly name: string
  /** Media type in lower case, decided by the parser, without parameters. */
  readonly type: string
  /** Decoded size in bytes. */
  readonly size: number
}

/** The part of the facts that never changes once a message is stored. */
export interface ContentFacts {
  readonly from: Address | null
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  /** Decoded text of the message; text made from HTML where there is no plain part. Null while only headers are known. */
  readonly text: string | null
  /** Header values by lower-case name, decoded, in document order. */
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly attachments: readonly AttachmentFact[]
  /** Message size in bytes as received. */
  readonly size: number
  /** RFC 5322 Message-ID with angle brackets; null when the sender gave none. */
  readonly messageId: string | null
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  /** Null sender is the empty string (a delivery report); null when the envelope is not known (IMAP). */
  readonly envelopeFrom: string | null
  readonly mailClass: MailClass | null
  /** Date header as ISO 8601 in UTC; null when absent or unreadable. */
  readonly sentAt: string | null
}

/** The open record of a message's thread. */
export interface RecordFact {
  readonly ref: string
  readonly type: string
  readonly number: number
  readonly stage: string
  readonly title: string
  /** Null: nobody in particular. */
  readonly assigneeRef: string | null
  /** Further fields by name. */
  readonly fields: Readonly<Record<string, string>>
}

/** The part that can change, read fresh when a step runs (semantics 8). */
export interface StateFacts {
  readonly messageRef: string
  readonly accountRef: string
  /** The account's own address and identities, lower case: the self-reply guard compares with them. */
  readonly ownAddresses: readonly string[]
  readonly threadRef: string
  readonly mailboxRef: string | null
  readonly mailboxName: string | null
  /** IMAP flags and keywords of the message's current placement, such as `\Flagged`. */
  readonly flags: readonly string[]
  /** Names of the tags on the message. */
  readonly tags: readonly string[]
  /** Messages in the thread, this one included. */
  readonly threadMessageCount: number
  /** True when the thread holds an earlier message of ours or from the sender: the reply headers led to something we know. */
  readonly isReply: boolean
  /** When it reached us, ISO 8601 in UTC; null where there is no mail. */
  readonly receivedAt: string | null
  /** When the other side last wrote in the thread before this message, ISO 8601 in UTC; what programs send does not count. Null: never. */
  readonly threadLastInboundAt: string | null
  /** When one of us last wrote in the thread, wherever it was sent; what programs send does not count. Null: never. */
  readonly threadLastOutboundAt: string | null
  /** One of us wrote in the thread after this message; what programs send does not count. */
  readonly isAnswered: boolean
  /** We wrote to the sender before, or have a record of them. At intake it is only looked up where a rule asks. */
  readonly contactKnown: boolean
  /** The thread's open record, the newest where there are several; null: none. At intake it is only looked up where a rule asks. */
  readonly record: RecordFact | null
}

export interface MessageFacts extends ContentFacts, StateFacts {}
