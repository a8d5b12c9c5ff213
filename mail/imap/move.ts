import { Failure } from '../failure'
import type { Placed } from './append'
import { call } from './call'
import type { Connection } from './connect'
import { readFlags } from './set-flags'

/**
 * Moves a message of the open mailbox. With MOVE (RFC 6851) the server does it in one step; without, it is copied, the copy must be confirmed by COPYUID,
 * and only then this one UID is expunged (RFC 4315). A bare EXPUNGE, which would also remove what others marked, is never sent.
 * Null: the message is not in this mailbox any more. Failure `move unsupported`, `mailbox missing`, `copy not confirmed`: the source is untouched.
 */
export async function move(connection: Connection, uid: number, destination: string): Promise<Placed | null> {
  if ((await readFlags(connection, uid)) === null) return null
  if (connection.has('MOVE')) return moveAtOnce(connection, uid, destination)
  if (connection.has('UIDPLUS')) return copyThenExpunge(connection, uid, destination)
  throw new Failure('move unsupported', { retry: 'no', publicMessage: 'This mail server has no safe way to move a message.' })
}

async function moveAtOnce(connection: Connection, uid: number, destination: string): Promise<Placed> {
  const moved = await call(connection, 'move', () => connection.client.messageMove(String(uid), destination, { uid: true }))
  if (!moved) throw moveRefused()
  return { uidValidity: moved.uidValidity ?? null, uid: moved.uidMap?.get(uid) ?? null }
}

async function copyThenExpunge(connection: Connection, uid: number, destination: string): Promise<Placed> {
  const { client } = connection
  const copied = await call(connection, 'copy', () => client.messageCopy(String(uid), destination, { uid: true }))
  if (!copied) throw moveRefused()
  const placed = copied.uidMap?.get(uid)
  if (placed === undefined) throw new Failure('copy not confirmed', { retry: 'no', publicMessage: 'The mail server did not confirm the copy, so the message was left where it is.' })
  // With UIDPLUS the library sends UID EXPUNGE for this UID alone.
  const expunged = await call(connection, 'expunge', () => client.messageDelete(String(uid), { uid: true }))
  if (!expunged) throw new Failure('move incomplete', { retry: 'yes', publicMessage: 'The message was copied, but the mail server did not remove it from its old folder.' })
  return { uidValidity: copied.uidValidity ?? null, uid: placed }
}

function moveRefused(): Failure {
  return new Failure('move refused', { retry: 'no', publicMessage: 'The mail server refused to move the message. The folder may not exist any more.' })
}
