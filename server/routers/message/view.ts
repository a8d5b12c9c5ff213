import type { ThreadMessageRow } from '../../../db/queries/thread-messages'
import { sanitizeMailHtml } from '../../../mail/sanitize'

/** A mail as it may leave the server: its HTML made safe, last of all. */
export interface MessageView extends ThreadMessageRow {
  /** Remote pictures left out of `html`. */
  readonly blockedRemote: number
  /** `not here yet`: only the headers are; `quarantined`: it could not be read safely, and message.raw has it as it came. */
  readonly body: 'here' | 'not here yet' | 'quarantined'
}

export function messageView(row: ThreadMessageRow, allowRemote = false): MessageView {
  const safe = row.html === null ? null : sanitizeMailHtml(row.html, { allowRemote })
  const body = row.state === 'quarantined' ? 'quarantined' : row.text === null && row.html === null ? 'not here yet' : 'here'
  return { ...row, html: safe?.html ?? null, blockedRemote: safe?.blockedRemote ?? 0, body }
}
