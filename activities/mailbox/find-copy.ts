import type { MessageMark, Place } from '../../db/queries/message-places'
import type { Connection } from '../../mail/imap/connect'
import { fetchHeaders } from '../../mail/imap/fetch-headers'
import { findByMessageId } from '../../mail/imap/find-by-message-id'
import { select } from '../../mail/imap/select'
import { readFlags } from '../../mail/imap/set-flags'
import { uids } from '../../mail/imap/uids'

/**
 * Finding our message on its server. Everything in this folder changes mail for a person or a rule over the account's shared connection; what it did is
 * written to our placements at once, and the watcher finds nothing new when it comes by.
 */

/** Without a Message-ID only the newest of a mailbox are compared. */
const NEWEST = 50

/** Opens the mailbox of a place and returns the UID our message has there now; null when it is not there any more. */
export async function openPlace(connection: Connection, place: Pick<Place, 'path' | 'uidValidity' | 'uid'>, mark: MessageMark): Promise<number | null> {
  const { uidValidity } = await select(connection, place.path)
  if (Number(uidValidity) !== place.uidValidity || place.uid < 1) return findCopy(connection, mark)
  return (await readFlags(connection, place.uid)) === null ? null : place.uid
}

/** The newest UID of the open mailbox that holds our message; null when none does. */
export async function findCopy(connection: Connection, { messageIdHeader, identity }: MessageMark): Promise<number | null> {
  const candidates = messageIdHeader === null ? (await uids(connection)).slice(-NEWEST) : await findByMessageId(connection, messageIdHeader)
  const same = (await fetchHeaders(connection, candidates)).filter((found) => found.identity.equals(identity))
  // A server may rewrite headers of what it stores; its own answer to the Message-ID then has to do.
  return same[0]?.uid ?? (messageIdHeader !== null && candidates.length === 1 ? (candidates[0] ?? null) : null)
}
