import { moveCursor } from '../../db/queries/mailbox-cursor'
import { fetchNew } from '../../mail/imap/fetch-new'
import type { Connection } from '../../mail/imap/connect'
import type { OpenMailbox } from './open-mailbox'
import { takeIn, type Piece } from './take-in'
import { commitAs, type Watch } from './watch'

/** Takes in what came after the cursor, oldest first. Returns how many messages came. */
export async function takeNew(watch: Watch, box: OpenMailbox): Promise<number> {
  return takeIn(watch, box, newPieces(watch.connection, box.uidNext))
}

async function* newPieces(connection: Connection, fromUid: number): AsyncGenerator<Piece, void, undefined> {
  for await (const messages of fetchNew(connection, fromUid)) {
    yield { messages, cursor: { uidNext: (messages.at(-1)?.uid ?? 0) + 1 } }
  }
}

/** Right after SELECT: nothing below the server's next UID is still to come, so the cursor passes the UIDs that were never seen or are gone. */
export async function passGaps(watch: Watch, box: OpenMailbox): Promise<void> {
  const next = box.server.uidNext
  if (next === null || next <= box.uidNext) return
  await commitAs(watch, (tx) => moveCursor(tx, watch.workspaceId, box.row.id, { uidNext: next }))
  box.uidNext = next
}
