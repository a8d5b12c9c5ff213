import { call } from './call'
import type { Connection } from './connect'
import { refused } from './failures'

/** Where an appended or moved message is now, as far as the server says (UIDPLUS, RFC 4315). */
export interface Placed {
  readonly uidValidity: bigint | null
  readonly uid: number | null
}

/** Puts a raw message into a mailbox, such as a sent mail into Sent. `receivedAt` becomes its INTERNALDATE. Failure `mailbox missing`, `over quota`, … */
export async function append(connection: Connection, path: string, raw: Buffer, options: { readonly flags?: readonly string[]; readonly receivedAt?: Date } = {}): Promise<Placed> {
  const placed = await call(connection, 'append', () => connection.client.append(path, raw, [...(options.flags ?? [])], options.receivedAt), 300_000)
  if (placed === false) throw refused(`append to ${path}`)
  return { uidValidity: placed.uidValidity ?? null, uid: placed.uid ?? null }
}
