import { forgetGoneMailboxes } from '../../db/queries/placement-sync'
import { mailboxCursors, storeListing, type MailboxCursor } from '../../db/queries/mailbox-cursor'
import { listMailboxes } from '../../mail/imap/list-mailboxes'
import { status, type MailboxStatus } from '../../mail/imap/status'
import { commitAs, unlessRefused, type Watch } from './watch'

/** Makes our list of mailboxes the server's and returns it, the inbox first. Mere views of other mailboxes (`\Flagged`, `\Important`) are left out. */
export async function takeListing(watch: Watch): Promise<MailboxCursor[]> {
  const { workspaceId, accountId } = watch
  const listed = (await listMailboxes(watch.connection)).filter(({ selectable, role }) => selectable && role !== 'flagged' && role !== 'important')
  return commitAs(watch, async (tx) => {
    await storeListing(tx, workspaceId, accountId, listed.map(({ path, name, delimiter, role }) => ({ path, name, delimiter, role })))
    await forgetGoneMailboxes(tx, workspaceId, accountId)
    return mailboxCursors(tx, workspaceId, accountId)
  })
}

/** Asks which of these mailboxes changed since they were last visited, without opening them. `blind`: also those whose flags the server cannot be asked about. */
export async function changedMailboxes(watch: Watch, rows: readonly MailboxCursor[], blind: boolean): Promise<MailboxCursor[]> {
  const changed: MailboxCursor[] = []
  for (const row of rows) {
    const now = await unlessRefused(watch, () => status(watch.connection, row.path))
    if (now === null) continue
    if (differs(row, now) || (blind && now.highestModseq === null && now.messages > 0)) changed.push(row)
  }
  return changed
}

function differs(row: MailboxCursor, now: MailboxStatus): boolean {
  if (row.backfilledTo === null || row.backfilledTo > 1) return true
  return row.messageCount !== now.messages || row.uidNext !== now.uidNext || row.highestModseq !== now.highestModseq || BigInt(row.uidValidity ?? 0) !== now.uidValidity
}
