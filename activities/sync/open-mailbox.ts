import type { CursorChange, MailboxCursor } from '../../db/queries/mailbox-cursor'
import { moveCursor } from '../../db/queries/mailbox-cursor'
import type { MailboxLife } from '../../db/queries/placement-sync'
import { Failure } from '../../mail/failure'
import { select, type Selected } from '../../mail/imap/select'
import { uids } from '../../mail/imap/uids'
import { commitAs, type Watch } from './watch'

/** A mailbox that is open on the watcher's connection, with our cursor of its present life. Slices move the cursor here and in the database together. */
export interface OpenMailbox {
  readonly row: MailboxCursor
  readonly life: MailboxLife
  readonly server: Selected
  readonly arrivalFloor: number | null
  uidNext: number
  backfilledTo: number
  modseq: bigint | null
}

/**
 * Opens a mailbox and settles what its UIDs mean. First SELECT ever: everything there is history, and the arrival floor is the server's next UID (none
 * in a mailbox found later, where the date decides). UIDVALIDITY changed: a new life, all of it to be read again and compared by content.
 */
export async function openMailbox(watch: Watch, row: MailboxCursor): Promise<OpenMailbox> {
  const since = row.uidValidity !== null && row.highestModseq !== null ? { uidValidity: BigInt(row.uidValidity), modseq: row.highestModseq } : undefined
  const server = await select(watch.connection, row.path, since === undefined ? {} : { since })
  const uidValidity = Number(server.uidValidity)
  if (uidValidity <= 0) throw new Failure('mailbox unreadable', { retry: 'yes', publicMessage: `The mail server gives the messages in ${row.path} no lasting numbers.` })
  const life = { workspaceId: watch.workspaceId, mailboxId: row.id, uidValidity }
  const { uidNext, backfilledTo, arrivalFloor } = row
  if (row.uidValidity === uidValidity && uidNext !== null && backfilledTo !== null) {
    return { row, life, server, arrivalFloor, uidNext, backfilledTo, modseq: row.highestModseq }
  }
  const serverNext = server.uidNext ?? ((await uids(watch.connection)).at(-1) ?? 0) + 1
  const floor = row.uidValidity === null && watch.connectedAt === null ? serverNext : null
  const start = { uidValidity, uidNext: serverNext, backfilledTo: serverNext, arrivalFloor: floor, highestModseq: server.highestModseq } satisfies CursorChange
  await commitAs(watch, (tx) => moveCursor(tx, watch.workspaceId, row.id, start))
  return { row, life, server, arrivalFloor: floor, uidNext: serverNext, backfilledTo: serverNext, modseq: server.highestModseq }
}
