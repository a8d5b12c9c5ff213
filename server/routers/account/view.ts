import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { account, type AutomationMode, type ServerAddress } from '../../../db/schema/account'
import { notFound } from '../../failure-status'
import type { SecretPlace } from '../../secrets'

type Row = typeof account.$inferSelect

/** An account as the API shows it: everything but its secret. */
export interface AccountView {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly identities: readonly string[]
  readonly kind: Row['kind']
  readonly imap: ServerAddress | null
  /** Whether a password is stored; never the password. */
  readonly hasPassword: boolean
  readonly outgoingServerId: string | null
  readonly incomingMode: AutomationMode
  readonly outgoingMode: AutomationMode
  /** Its kill switch is on. */
  readonly halted: boolean
  readonly state: Row['state']
  readonly problem: Row['problem']
  readonly provenAt: Date | null
  readonly connectedAt: Date | null
  readonly demo: boolean
  readonly createdAt: Date
}

export function accountView(row: Row): AccountView {
  const { id, name, address, identities, kind, imap, outgoingServerId, incomingMode, outgoingMode, halted, state, problem, provenAt, connectedAt, demo, createdAt } = row
  return { id, name, address, identities, kind, imap, hasPassword: row.imapSecret !== null, outgoingServerId, incomingMode, outgoingMode, halted, state, problem, provenAt, connectedAt, demo, createdAt }
}

/** The accounts that are there, oldest first. */
export async function accountsOf(tx: Tx, workspaceId: string): Promise<readonly Row[]> {
  return tx.select().from(account).where(and(eq(account.workspaceId, workspaceId), isNull(account.deletedAt))).orderBy(asc(account.createdAt), asc(account.id))
}

/** One account, or `not found`. `lock`: no one else changes it until the transaction ends. */
export async function accountOf(tx: Tx, workspaceId: string, id: string, lock: 'lock' | 'read' = 'read'): Promise<Row> {
  const query = tx.select().from(account).where(and(eq(account.workspaceId, workspaceId), eq(account.id, id), isNull(account.deletedAt)))
  const [row] = await (lock === 'lock' ? query.for('no key update') : query)
  if (row === undefined) throw notFound('account')
  return row
}

/** Where its password belongs, for sealing and opening. */
export function accountSecretPlace(workspaceId: string, accountId: string): SecretPlace {
  return { workspaceId, record: accountId, field: 'account.imap_secret' }
}
