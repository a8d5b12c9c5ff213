import type { MessageMark, Place } from '../../db/queries/message-places'
import type { Connection } from '../../mail/imap/connect'
import { fetchHeaders, type FetchedHeaders } from '../../mail/imap/fetch-headers'
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

/** Our message as it lies in the open mailbox. */
export type Copy = Pick<FetchedHeaders, 'uid' | 'flags' | 'receivedAt'>

/** Opens the mailbox of a place and returns the UID our message has there now; null when it is not there any more. */
export async function openPlace(connection: Connection, place: Pick<Place, 'path' | 'uidValidity' | 'uid'>, mark: MessageMark): Promise<number | null> {
  const { uidValidity } = await select(connection, place.path)
  if (Number(uidValidity) !== place.uidValidity || place.uid < 1) return (await findCopy(connection, mark))?.uid ?? null
  return (await readFlags(connection, place.uid)) === null ? null : place.uid
}

/** The newest copy of our message in the open mailbox; null when none lies there. */
export async function findCopy(connection: Connection, { messageIdHeader, identity }: MessageMark): Promise<Copy | null> {
  const candidates = messageIdHeader === null ? (await uids(connection)).slice(-NEWEST) : await findByMessageId(connection, messageIdHeader)
  const found = await fetchHeaders(connection, candidates)
  // A server may rewrite headers of what it stores; its own answer to the Message-ID then has to do.
  return found.find((copy) => copy.identity.equals(identity)) ?? (messageIdHeader !== null && found.length === 1 ? (found[0] ?? null) : null)
}
