import { CAPS } from '../caps'
import { call } from './call'
import type { Connection } from './connect'

/** The raw message under a UID of the open mailbox, without setting `\Seen`; null when it is not there any more. */
export async function fetchSource(connection: Connection, uid: number): Promise<Buffer | null> {
  const found = await call(connection, 'fetch', () => connection.client.fetchOne(String(uid), { uid: true, source: { maxLength: CAPS.rawBytes + 1 } }, { uid: true }), 300_000)
  return found === false || found === undefined || found.uid !== uid ? null : (found.source ?? null)
}
