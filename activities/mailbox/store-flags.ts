import type { Database } from '../../db/client'
import type { MessageMark } from '../../db/queries/message-places'
import type { Connection } from '../../mail/imap/connect'
import { setFlags } from '../../mail/imap/set-flags'
import { openPlace } from './find-copy'
import { lookFor, unlessClosedToUs, type Found, type Sought } from './look-for'
import type { SourcePlace } from './move-message'

export interface FlagOrder extends Sought {
  /** Where it lies as far as we know. */
  readonly places: readonly SourcePlace[]
  readonly mark: MessageMark
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/**
 * Sets and clears flags on every copy we know of. When none of them is there any more the message is looked for, so that this never ends well without having
 * changed one. Returns the copy that had to be looked for, else null. `calling` is awaited right before the server is asked to change anything.
 * Failure `message gone`, and those of `setFlags`.
 */
export async function storeFlags(database: Database, connection: Connection, order: FlagOrder, calling: () => Promise<void>): Promise<Found | null> {
  const { places, mark, add, remove } = order
  let stored = false
  for (const place of places) {
    const uid = await unlessClosedToUs(() => openPlace(connection, place, mark))
    if (uid === null) continue
    await calling()
    await setFlags(connection, uid, { add, remove })
    stored = true
  }
  if (stored) return null
  const found = await lookFor(database, connection, order, mark)
  await calling()
  await setFlags(connection, found.place.uid, { add, remove })
  return found
}
