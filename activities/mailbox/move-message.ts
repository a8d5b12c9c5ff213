import type { Database } from '../../db/client'
import { messageMark, type MessageMark, type Place, type ServerPlace } from '../../db/queries/message-places'
import { Failure } from '../../mail/failure'
import type { Connection } from '../../mail/imap/connect'
import { move } from '../../mail/imap/move'
import { openPlace } from './find-copy'
import { lookFor, searchMailbox, unlessClosedToUs, type Sought } from './look-for'

/** A place to look for a message on its server. A UID below 1 is not the server's: the mailbox is searched. */
export type SourcePlace = Pick<Place, 'path' | 'uidValidity' | 'uid'>

export interface MoveOrder extends Sought {
  /** Null: we do not know where it lies. */
  readonly source: SourcePlace | null
  readonly target: { readonly mailboxId: string; readonly path: string }
}

/** Where the message lies in the target; null when it lies there under a UID the server did not tell. */
export type Moved = ServerPlace | null

/**
 * Moves a message on its server. When it is not where we thought it is searched for, first in the target: an earlier attempt, or somebody else,
 * may have moved it there.
 * `calling` is awaited right before the server is asked to change anything. The caller writes where it is now. Failure `message gone`, and those of `move`.
 */
export async function moveMessage(database: Database, connection: Connection, order: MoveOrder, calling: () => Promise<void>): Promise<Moved> {
  const { workspaceId, messageId, source, target } = order
  const mark = await markOf(database, workspaceId, messageId)
  const uid = source === null ? null : await unlessClosedToUs(() => openPlace(connection, source, mark))
  if (uid === null) {
    const there = await searchMailbox(connection, target.path, mark)
    if (there !== null) return there
  }
  const from = uid ?? (await lookFor(database, connection, order, mark)).place.uid
  await calling()
  const placed = await move(connection, from, target.path)
  if (placed !== null && placed.uid !== null && placed.uidValidity !== null) return { uidValidity: Number(placed.uidValidity), uid: placed.uid, flags: null }
  const found = await searchMailbox(connection, target.path, mark)
  if (found === null && placed === null) throw gone()
  return found
}

/**
 * After an attempt whose end nobody saw: where the message is in the target, or `not moved`. A server without MOVE may have copied it and not removed the
 * source yet: then that is finished here.
 */
export async function wasMoved(database: Database, connection: Connection, order: MoveOrder): Promise<Moved | 'not moved'> {
  const { workspaceId, messageId, source, target } = order
  const mark = await markOf(database, workspaceId, messageId)
  const left = source === null ? null : await unlessClosedToUs(() => openPlace(connection, source, mark))
  if (left !== null && connection.has('MOVE')) return 'not moved'
  const found = await searchMailbox(connection, target.path, mark)
  if (found === null) return 'not moved'
  if (left !== null && source !== null) await removeLeftover(connection, source, mark)
  return found
}

/** Copied but not yet expunged: the copy is confirmed by the search, so only the source is left to remove (UID EXPUNGE, RFC 4315, of this UID alone). */
async function removeLeftover(connection: Connection, source: SourcePlace, mark: MessageMark): Promise<void> {
  const uid = await openPlace(connection, source, mark)
  if (uid === null) return
  if (!connection.has('UIDPLUS')) throw new Failure('move unsupported', { retry: 'no', publicMessage: 'This mail server has no safe way to move a message.' })
  await connection.client.messageDelete(String(uid), { uid: true })
}

async function markOf(database: Database, workspaceId: string, messageId: string): Promise<MessageMark> {
  const mark = await database.inWorkspace(workspaceId, (tx) => messageMark(tx, workspaceId, messageId))
  if (mark === null) throw gone()
  return mark
}

function gone(): Failure {
  return new Failure('message gone', { retry: 'no', publicMessage: 'The message is not on the mail server any more.' })
}
