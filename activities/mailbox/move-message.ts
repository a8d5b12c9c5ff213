import type { Database } from '../../db/client'
import { messageMark, type MessageMark, type Place } from '../../db/queries/message-places'
import { Failure } from '../../mail/failure'
import type { Connection } from '../../mail/imap/connect'
import { move } from '../../mail/imap/move'
import { select } from '../../mail/imap/select'
import type { Placed } from '../../mail/imap/append'
import { findCopy, openPlace } from './find-copy'

/** A place to look for a message on its server. A UID below 1 is not the server's: the mailbox is searched. */
export type SourcePlace = Pick<Place, 'path' | 'uidValidity' | 'uid'>

export interface MoveOrder {
  readonly workspaceId: string
  readonly messageId: string
  /** Null: we do not know where it lies. */
  readonly source: SourcePlace | null
  readonly target: { readonly mailboxId: string; readonly path: string }
}

/** Where the message lies in the target; null when it lies there under a UID the server did not tell. */
export type Moved = { readonly uidValidity: number; readonly uid: number } | null

/**
 * Moves a message on its server. When the source is gone the target is searched: an earlier attempt, or somebody else, may have moved it there.
 * `calling` is awaited right before the server is asked to change anything. The caller writes where it is now. Failure `message gone`, and those of `move`.
 */
export async function moveMessage(database: Database, connection: Connection, order: MoveOrder, calling: () => Promise<void>): Promise<Moved> {
  const { workspaceId, messageId, source, target } = order
  const mark = await markOf(database, workspaceId, messageId)
  const uid = source === null ? null : await openPlace(connection, source, mark)
  if (uid !== null) await calling()
  const placed = uid === null ? null : await move(connection, uid, target.path)
  const found = placed?.uid == null ? await searchTarget(connection, target.path, mark) : placed
  if (found === null && placed === null) throw gone()
  return movedTo(found)
}

/**
 * After an attempt whose end nobody saw: where the message is in the target, or `not moved`. A server without MOVE may have copied it and not removed the
 * source yet: then that is finished here.
 */
export async function wasMoved(database: Database, connection: Connection, order: MoveOrder): Promise<Moved | 'not moved'> {
  const { workspaceId, messageId, source, target } = order
  const mark = await markOf(database, workspaceId, messageId)
  const left = source === null ? null : await openPlace(connection, source, mark)
  if (left !== null && connection.has('MOVE')) return 'not moved'
  const found = await searchTarget(connection, target.path, mark)
  if (found === null) return 'not moved'
  if (left !== null && source !== null) await removeLeftover(connection, source, mark)
  return movedTo(found)
}

/** Copied but not yet expunged: the copy is confirmed by the search, so only the source is left to remove (UID EXPUNGE, RFC 4315, of this UID alone). */
async function removeLeftover(connection: Connection, source: SourcePlace, mark: MessageMark): Promise<void> {
  const uid = await openPlace(connection, source, mark)
  if (uid === null) return
  if (!connection.has('UIDPLUS')) throw new Failure('move unsupported', { retry: 'no', publicMessage: 'This mail server has no safe way to move a message.' })
  await connection.client.messageDelete(String(uid), { uid: true })
}

async function searchTarget(connection: Connection, path: string, mark: MessageMark): Promise<Placed | null> {
  const { uidValidity } = await select(connection, path)
  const uid = await findCopy(connection, mark)
  return uid === null ? null : { uidValidity, uid }
}

function movedTo(placed: Placed | null): Moved {
  return placed === null || placed.uid === null || placed.uidValidity === null ? null : { uidValidity: Number(placed.uidValidity), uid: placed.uid }
}

async function markOf(database: Database, workspaceId: string, messageId: string): Promise<MessageMark> {
  const mark = await database.inWorkspace(workspaceId, (tx) => messageMark(tx, workspaceId, messageId))
  if (mark === null) throw gone()
  return mark
}

function gone(): Failure {
  return new Failure('message gone', { retry: 'no', publicMessage: 'The message is not on the mail server any more.' })
}
