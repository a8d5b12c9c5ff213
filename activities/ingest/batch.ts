import type { Tx } from '../../db/client'
import type { HeadersOnly, ParsedMessage } from '../../mail/parsed-message'

/** Where a mail lies on its server. */
export interface MailPlacement {
  readonly mailboxId: string
  readonly uidValidity: number
  readonly uid: number
  readonly flags: readonly string[]
  readonly internalDate: Date
}

export interface IngestMail {
  readonly parsed: ParsedMessage | HeadersOnly
  /** The bytes as received; null when only headers were fetched. */
  readonly raw: Buffer | null
  /** Null for mail that no server keeps for us: it is placed in the account's own inbox. */
  readonly placement: MailPlacement | null
  /** True for new mail, which sets off rules; false for history. A message that is known already sets off nothing either way. */
  readonly arrival: boolean
  readonly direction: 'in' | 'out'
  /** `forever`: nobody else has the bytes. `cache`: a week. */
  readonly keepRaw: 'forever' | 'cache' | 'none'
  readonly receivedAt: Date
}

export interface IngestBatch {
  readonly workspaceId: string
  readonly accountId: string
  /** Fence of a watcher: nothing is written once another has taken the account over. */
  readonly epoch?: number
  readonly mails: readonly IngestMail[]
  /** Moves the cursor that covers these mails, in the same transaction. */
  readonly cursor?: (tx: Tx) => Promise<void>
}
