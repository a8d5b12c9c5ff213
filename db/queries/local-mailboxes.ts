import { mailbox, type MailboxRole } from '../schema'
import type { Tx } from '../client'

const FOLDERS: readonly { readonly path: string; readonly role: MailboxRole }[] = [
  { path: 'INBOX', role: 'inbox' },
  { path: 'Archive', role: 'archive' },
  { path: 'Junk', role: 'junk' },
  { path: 'Trash', role: 'trash' },
]

/** Gives an account that no server has folders for those it needs: mail of the gateway lies in its inbox, and can be put away. What is there already stays. */
export async function makeLocalMailboxes(tx: Tx, workspaceId: string, accountId: string): Promise<void> {
  await tx
    .insert(mailbox)
    .values(FOLDERS.map(({ path, role }) => ({ workspaceId, accountId, path, name: path, role, uidValidity: 1, uidNext: 1 })))
    .onConflictDoNothing()
}
