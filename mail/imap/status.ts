import { call } from './call'
import type { Connection } from './connect'
import { refused } from './failures'

export interface MailboxStatus {
  readonly messages: number
  readonly uidNext: number | null
  readonly uidValidity: bigint | null
  readonly highestModseq: bigint | null
}

/** Asks for a mailbox's counters without opening it (RFC 9051 6.3.11): cheap enough to poll. */
export async function status(connection: Connection, path: string): Promise<MailboxStatus> {
  const found = await call(connection, 'status', () => connection.client.status(path, { messages: true, uidNext: true, uidValidity: true, highestModseq: true }))
  if (found === false) throw refused(`status of ${path}`)
  const { messages = 0, uidNext, uidValidity, highestModseq } = found
  return {
    messages,
    uidNext: uidNext !== undefined && uidNext > 0 ? uidNext : null,
    uidValidity: uidValidity !== undefined && uidValidity > 0n ? uidValidity : null,
    highestModseq: highestModseq !== undefined && highestModseq > 0n ? highestModseq : null,
  }
}
