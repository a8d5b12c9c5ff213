import { notifyChanged } from '../../db/client'
import { compareUids, forgetEarlierLife, removeGone } from '../../db/queries/placement-sync'
import { fetchRange } from '../../mail/imap/fetch-new'
import { uids, uidSet } from '../../mail/imap/uids'
import type { OpenMailbox } from './open-mailbox'
import { takeIn, type Piece } from './take-in'
import { commitAs, type Watch } from './watch'

/**
 * Compares the server's UIDs with our placements, as far as the mailbox has been read: removes what is gone and takes in what was missed.
 * Only UIDs below the cursor are judged; above it a message may be on its way in, put there by an effect or by the next fetch.
 */
export async function reconcile(watch: Watch, box: OpenMailbox): Promise<void> {
  const server = await uids(watch.connection)
  const { backfilledTo, uidNext, life } = box
  const unknown = await commitAs(watch, async (tx) => {
    const compared = await compareUids(tx, life, server, backfilledTo, uidNext)
    const removed = await removeGone(tx, life, compared.gone)
    if (removed.length > 0) await notifyChanged(tx, watch.workspaceId, 'message', removed)
    return compared.unknown
  })
  if (unknown.length > 0) await takeIn(watch, box, missed(watch, unknown))
}

/** Once a mailbox has been read to the end in its present life, its placements of an earlier one mean nothing any more. */
export async function forgetPast(watch: Watch, box: OpenMailbox): Promise<void> {
  await commitAs(watch, async (tx) => {
    const forgotten = await forgetEarlierLife(tx, box.life)
    if (forgotten.length > 0) await notifyChanged(tx, watch.workspaceId, 'message', forgotten)
  })
}

async function* missed(watch: Watch, unknown: readonly number[]): AsyncGenerator<Piece, void, undefined> {
  for await (const messages of fetchRange(watch.connection, uidSet(unknown))) yield { messages, cursor: {} }
}
