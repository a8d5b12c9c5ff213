import { call } from './call'
import type { Connection } from './connect'
import { refused } from './failures'

/** UIDs in the open mailbox whose Message-ID is `messageId` (with angle brackets), ascending: how a lost answer to APPEND or MOVE is settled. */
export async function findByMessageId(connection: Connection, messageId: string): Promise<number[]> {
  const found = await call(connection, 'search', () => connection.client.search({ header: { 'message-id': messageId } }, { uid: true }))
  if (!Array.isArray(found)) throw refused('search')
  return found.toSorted((left, right) => left - right)
}
