import { moveCursor } from '../../db/queries/mailbox-cursor'
import type { Connection } from '../../mail/imap/connect'
import { fetchRange, type FetchedMessage } from '../../mail/imap/fetch-new'
import { uids, uidSet } from '../../mail/imap/uids'
import type { OpenMailbox } from './open-mailbox'
import { takeIn, type Piece } from './take-in'
import { commitAs, type Watch } from './watch'

/** Messages of the first FETCH, so that a new account shows its newest mail at once; of every other; and most bytes that are committed together. */
const FIRST_CHUNK = 50
const CHUNK = 200
const PIECE_BYTES = 8 * 1024 * 1024

/**
 * Reads history newest first, until all is read or `pause` says that something more urgent waits. Returns true when all is read; what was read stays,
 * and the next call goes on below it.
 */
export async function backfill(watch: Watch, box: OpenMailbox, pause: () => boolean): Promise<boolean> {
  if (box.backfilledTo <= 1) return true
  const newestFirst = (await uids(watch.connection)).filter((uid) => uid < box.backfilledTo).reverse()
  let paused = false
  await takeIn(watch, box, pieces(watch.connection, newestFirst, () => (paused = pause())))
  if (paused) return false
  await commitAs(watch, (tx) => moveCursor(tx, watch.workspaceId, box.row.id, { backfilledTo: 1 }))
  box.backfilledTo = 1
  return true
}

async function* pieces(connection: Connection, newestFirst: readonly number[], pause: () => boolean): AsyncGenerator<Piece, void, undefined> {
  for (let at = 0, end = FIRST_CHUNK; at < newestFirst.length; at = end, end += CHUNK) {
    if (at > 0 && pause()) return
    yield* chunk(connection, newestFirst.slice(at, end))
  }
}

/** One chunk, usually in one piece. The server sends it lowest UID first, so the cursor moves only with the last piece. */
async function* chunk(connection: Connection, wanted: readonly number[]): AsyncGenerator<Piece, void, undefined> {
  let messages: FetchedMessage[] = []
  let bytes = 0
  for await (const part of fetchRange(connection, uidSet(wanted))) {
    messages.push(...part)
    bytes += part.reduce((sum, message) => sum + message.raw.length, 0)
    if (bytes < PIECE_BYTES) continue
    yield { messages, cursor: {} }
    messages = []
    bytes = 0
  }
  yield { messages, cursor: { backfilledTo: wanted.at(-1) ?? 1 } }
}
