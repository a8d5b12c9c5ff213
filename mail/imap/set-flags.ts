import { Failure } from '../failure'
import { call } from './call'
import type { Connection } from './connect'

/** Adds flags or keywords to a message of the open mailbox, or removes them; repeating it changes nothing. */
export async function setFlags(connection: Connection, uid: number, change: { readonly add?: readonly string[]; readonly remove?: readonly string[] }): Promise<void> {
  const { client } = connection
  const { add = [], remove = [] } = change
  if (add.length > 0) confirm(await call(connection, 'store', () => client.messageFlagsAdd(String(uid), [...add], { uid: true })))
  if (remove.length > 0) confirm(await call(connection, 'store', () => client.messageFlagsRemove(String(uid), [...remove], { uid: true })))
}

/** The flags of a message of the open mailbox as they are now; null when the message is gone. */
export async function readFlags(connection: Connection, uid: number): Promise<readonly string[] | null> {
  const found = await call(connection, 'fetch', () => connection.client.fetchOne(String(uid), { uid: true, flags: true }, { uid: true }))
  return found === false || found === undefined || found.uid !== uid ? null : [...(found.flags ?? [])]
}

function confirm(stored: boolean): void {
  if (!stored) throw new Failure('flags refused', { retry: 'no', publicMessage: 'The mail server did not let the mark on the message be changed.' })
}
