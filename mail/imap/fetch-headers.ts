import { headersOnly } from '../facts'
import type { HeadersOnly } from '../parsed-message'
import { attachmentsOf } from '../structure'
import { pull } from './call'
import type { Connection } from './connect'
import { dateOf } from './fetch-new'
import { uidSet } from './uids'

/** A message of the past as far as its header and structure tell. */
export interface FetchedHeaders extends HeadersOnly {
  readonly uid: number
  readonly flags: readonly string[]
  readonly receivedAt: Date
  readonly modseq: bigint | null
}

/**
 * Headers, structure and size of the given UIDs of the open mailbox, newest (highest UID) first, without the bodies. Give slices of a few hundred.
 * UIDs that are gone are left out.
 */
export async function fetchHeaders(connection: Connection, uids: readonly number[]): Promise<FetchedHeaders[]> {
  if (uids.length === 0) return []
  const query = { uid: true, flags: true, internalDate: true, size: true, headers: true, bodyStructure: true }
  const found: FetchedHeaders[] = []
  for await (const message of pull(connection, 'fetch', connection.client.fetch(uidSet(uids), query, { uid: true }))) {
    if (message.headers === undefined) continue
    const facts = headersOnly(message.headers, message.size ?? 0, attachmentsOf(message.bodyStructure ?? null))
    found.push({ ...facts, uid: message.uid, flags: [...(message.flags ?? [])], receivedAt: dateOf(message.internalDate), modseq: message.modseq ?? null })
  }
  return found.sort((left, right) => right.uid - left.uid)
}
