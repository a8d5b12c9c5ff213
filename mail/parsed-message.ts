import type { ContentFacts } from '../rules/facts'
import type { Returned } from './returned'

/** One attachment as it is recorded: what it is and where its bytes are in the raw message, never the bytes. */
export interface ParsedAttachment {
  /** Cleaned for showing and saving (no path, control or bidi characters); never empty. */
  readonly name: string
  /** Media type in lower case. */
  readonly type: string
  /** Decoded size in bytes. */
  readonly size: number
  readonly sha256: Buffer
  /** Content-ID without angle brackets; null when there is none. */
  readonly contentId: string | null
  /** Shown within the text (Content-Disposition inline, or referred to from HTML) rather than listed. */
  readonly inline: boolean
}

/** Which bound a message broke, or how reading it ended. */
export type QuarantineReason =
  | 'too large'
  | 'header too large'
  | 'too many headers'
  | 'too many encoded words'
  | 'too many parts'
  | 'nested too deep'
  | 'html nested too deep'
  | 'part lost'
  | 'took too long'
  | 'reader crashed'

/** A message read from its raw bytes. When quarantined, `content` holds what a bounded header reader could find, `text` is null and there are no attachments. */
export interface ParsedMessage {
  readonly content: ContentFacts
  /** HTML body as sent, not sanitised: pass it through `sanitizeMailHtml` before showing. Null when there is none. */
  readonly html: string | null
  readonly attachments: readonly ParsedAttachment[]
  /** The first 200 characters of the text on one line. */
  readonly snippet: string
  /** sha256 of the header block without trace fields: the same message in another place has the same identity. */
  readonly identity: Buffer
  /** sha256 of everything after the header block. */
  readonly bodyHash: Buffer
  /** What it reports of a mail that came back; null unless it is a delivery report that says so. */
  readonly returned: Returned | null
  readonly state: 'complete' | 'quarantined'
  readonly quarantineReason: QuarantineReason | null
}

/** What is known of a message from its headers and structure alone (history): the same facts with `text` null, until its body is fetched. */
export interface HeadersOnly {
  readonly content: ContentFacts
  readonly identity: Buffer
}
