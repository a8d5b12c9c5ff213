import type { Database } from '../../db/client'
import { mailboxesToSearch, type MessageMark, type ServerPlace } from '../../db/queries/message-places'
import { Failure } from '../../mail/failure'
import type { Connection } from '../../mail/imap/connect'
import { normalFlags } from '../../mail/imap/normal-flags'
import { select } from '../../mail/imap/select'
import { findCopy } from './find-copy'

/** Most mailboxes that are searched for one message. */
const MAILBOXES = 100
/** A mail program may carry a message past us, out of a mailbox not yet searched into one that was. That does not happen several times in a row. */
const LOOKS = 3
const SECONDS_BETWEEN = 5

/** Our message in a mailbox where we did not know it to be. */
export interface Found {
  readonly mailboxId: string
  readonly path: string
  readonly place: ServerPlace
}

/** What is looked for. `attempt` counts from 1. */
export interface Sought {
  readonly workspaceId: string
  readonly accountId: string
  readonly messageId: string
  readonly attempt: number
}

/**
 * Searches the mailboxes of the account for a message that is not where our rows say, if they say anything, and leaves the one that holds it open.
 * Our rows are behind the server whenever somebody else moves mail, and a worker that died may have moved it without writing where.
 * Failure `message gone`: no mailbox has it; the first attempts may be repeated, the last may not.
 */
export async function lookFor(database: Database, connection: Connection, { workspaceId, accountId, attempt }: Sought, mark: MessageMark): Promise<Found> {
  for (const { mailboxId, path } of await database.inWorkspace(workspaceId, (tx) => mailboxesToSearch(tx, workspaceId, accountId, MAILBOXES))) {
    const place = await unlessClosedToUs(() => searchMailbox(connection, path, mark))
    if (place !== null) return { mailboxId, path, place }
  }
  throw gone(attempt)
}

function gone(attempt: number): Failure {
  if (attempt >= LOOKS) return new Failure('message gone', { retry: 'no', publicMessage: 'The message is not on the mail server any more.' })
  return new Failure('message gone', { retry: { afterSeconds: SECONDS_BETWEEN }, publicMessage: 'The message was not found on the mail server. It is looked for again in a moment.' })
}

/** Opens a mailbox and finds our message in it; null when it is not there. */
export async function searchMailbox(connection: Connection, path: string, mark: MessageMark): Promise<ServerPlace | null> {
  const { uidValidity } = await select(connection, path)
  const copy = await findCopy(connection, mark)
  return copy === null ? null : { uidValidity: Number(uidValidity), uid: copy.uid, flags: normalFlags(copy.flags) }
}

const OF_ONE_MAILBOX: ReadonlySet<string> = new Set(['mailbox missing', 'not permitted', 'refused by server'])

/** Looks into a mailbox; null when the server will not have this one looked into. */
export async function unlessClosedToUs<T>(looking: () => Promise<T>): Promise<T | null> {
  try {
    return await looking()
  } catch (error) {
    if (error instanceof Failure && OF_ONE_MAILBOX.has(error.code)) return null
    throw error
  }
}
