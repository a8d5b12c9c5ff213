import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client'
import { account, type ServerAddress } from '../schema'
import type { Sealed } from '../schema/columns'

/** What the engine needs to know of an account to work on its mail. */
export interface AccountConnection {
  readonly id: string
  readonly workspaceId: string
  readonly kind: 'imap' | 'local'
  readonly state: 'connecting' | 'syncing' | 'live' | 'failing' | 'signed out' | 'paused'
  /** Null for a local account. */
  readonly imap: ServerAddress | null
  readonly secret: Sealed | null
  readonly outgoingServerId: string | null
  /** First time all mailboxes were seen; null until then. */
  readonly connectedAt: Date | null
}

/** The account; null when it was removed. */
export async function accountConnection(tx: Tx, workspaceId: string, accountId: string): Promise<AccountConnection | null> {
  const [row] = await tx
    .select()
    .from(account)
    .where(and(eq(account.workspaceId, workspaceId), eq(account.id, accountId)))
  if (row === undefined || row.deletedAt !== null) return null
  const { id, kind, state, imap, imapSecret: secret, outgoingServerId, connectedAt } = row
  return { id, workspaceId, kind, state, imap, secret, outgoingServerId, connectedAt }
}
