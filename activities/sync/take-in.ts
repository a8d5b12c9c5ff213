import type { Tx } from '../../db/client'
import { moveCursor, type CursorChange } from '../../db/queries/mailbox-cursor'
import type { MailboxRole } from '../../db/schema'
import type { FetchedMessage } from '../../mail/imap/fetch-new'
import { normalFlags } from '../../mail/imap/normal-flags'
import { quarantined } from '../../mail/read-message'
import type { IngestMail } from '../ingest/batch'
import { isAboutTheMail } from './errors'
import type { OpenMailbox } from './open-mailbox'
import { pipeline } from './pipeline'
import type { Watch } from './watch'

/** A new message counts as arriving anywhere but here (architecture: mail arrives). */
const NOT_ARRIVING: ReadonlySet<MailboxRole | null> = new Set<MailboxRole>(['sent', 'drafts', 'trash', 'junk', 'all', 'flagged', 'important'])

/** Messages that are committed together, and where the cursor stands once they and all before them are in. */
export interface Piece {
  readonly messages: readonly FetchedMessage[]
  readonly cursor: CursorChange
}

/** Reads and commits messages of the open mailbox, piece by piece in order. Returns how many there were. */
export async function takeIn(watch: Watch, box: OpenMailbox, pieces: AsyncIterable<Piece>): Promise<number> {
  let count = 0
  await pipeline(
    pieces,
    async ({ messages, cursor }) => ({ cursor, mails: await Promise.all(messages.map((message) => mailOf(watch, box, message))) }),
    async ({ cursor, mails }) => {
      await commit(watch, mails, (tx) => moveCursor(tx, watch.workspaceId, box.row.id, cursor))
      box.uidNext = cursor.uidNext ?? box.uidNext
      box.backfilledTo = cursor.backfilledTo ?? box.backfilledTo
      count += mails.length
    },
  )
  return count
}

/** Whether an unknown message here is new mail, which fires rules, or history. */
function countsAsArrival(role: MailboxRole | null, arrivalFloor: number | null, connectedAt: Date | null, message: { readonly uid: number; readonly receivedAt: Date }): boolean {
  if (NOT_ARRIVING.has(role)) return false
  if (arrivalFloor !== null) return message.uid >= arrivalFloor
  // INTERNALDATE knows whole seconds only.
  return connectedAt !== null && message.receivedAt.getTime() >= Math.floor(connectedAt.getTime() / 1000) * 1000
}

async function mailOf(watch: Watch, box: OpenMailbox, message: FetchedMessage): Promise<IngestMail> {
  const { uid, receivedAt, raw } = message
  const arrival = countsAsArrival(box.row.role, box.arrivalFloor, watch.connectedAt, message)
  return {
    parsed: await watch.parser.parse(raw),
    raw,
    placement: { mailboxId: box.row.id, uidValidity: box.life.uidValidity, uid, flags: normalFlags(message.flags), internalDate: receivedAt },
    arrival,
    direction: box.row.role === 'sent' || box.row.role === 'drafts' ? 'out' : 'in',
    // The server keeps the mail; what just arrived is what people open and rules look at.
    keepRaw: arrival ? 'cache' : 'none',
    receivedAt,
  }
}

const TRIES = 3

/**
 * Commits a batch. One mail that cannot be stored must not hold up the others: the batch is taken apart, and what still fails alone after three tries
 * is stored quarantined.
 */
async function commit(watch: Watch, mails: readonly IngestMail[], cursor: (tx: Tx) => Promise<void>): Promise<void> {
  const { workspaceId, accountId, epoch } = watch
  const store = (some: readonly IngestMail[], also: { cursor?: (tx: Tx) => Promise<void> }) => watch.ingest({ workspaceId, accountId, epoch, mails: some, ...also })
  try {
    await store(mails, { cursor })
  } catch (error) {
    if (!isAboutTheMail(error)) throw error
    for (const mail of mails) await storeAlone((one) => store([one], {}), mail)
    await store([], { cursor })
  }
}

async function storeAlone(store: (mail: IngestMail) => Promise<unknown>, mail: IngestMail): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await store(attempt > TRIES && mail.raw !== null ? { ...mail, parsed: quarantined(mail.raw, null, 'reader crashed') } : mail)
      return
    } catch (error) {
      if (!isAboutTheMail(error) || attempt > TRIES) throw error
    }
  }
}
