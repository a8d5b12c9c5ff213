import { and, eq, isNull, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { account } from '../schema'

/** What is wrong with an account: a code of mail/failure.ts and a text safe to show. */
export interface AccountProblem {
  readonly code: string
  readonly message: string
}

/** Records that the account's server answered just now, and how far its mail is. Only for the watcher of this epoch; browsers are told when the state changes. */
export async function proveAccount(tx: Tx, workspaceId: string, accountId: string, epoch: number, state: 'syncing' | 'live'): Promise<void> {
  const mine = and(eq(account.workspaceId, workspaceId), eq(account.id, accountId), eq(account.epoch, epoch), isNull(account.deletedAt))
  const [before] = await tx.select({ state: account.state }).from(account).where(mine).for('no key update')
  if (before === undefined || before.state === 'paused') return
  await tx.update(account).set({ state, problem: null, provenAt: sql`now()` }).where(mine)
  if (before.state !== state) await notifyChanged(tx, workspaceId, 'account', [accountId])
}

/** After the first look at every mailbox: from now on mail that comes is new. */
export async function markConnected(tx: Tx, workspaceId: string, accountId: string): Promise<Date> {
  const [row] = await tx
    .update(account)
    .set({ connectedAt: sql`coalesce(${account.connectedAt}, now())` })
    .where(and(eq(account.workspaceId, workspaceId), eq(account.id, accountId)))
    .returning({ connectedAt: account.connectedAt })
  return row?.connectedAt ?? new Date()
}

/** Records why the account is not read. With an epoch: only if nobody took over since. Returns whether it was recorded. */
export async function reportProblem(tx: Tx, workspaceId: string, accountId: string, state: 'failing' | 'signed out', problem: AccountProblem, epoch: number | null): Promise<boolean> {
  const found = await tx
    .update(account)
    .set({ state, problem: { ...problem, at: new Date().toISOString() } })
    .where(
      and(
        eq(account.workspaceId, workspaceId),
        eq(account.id, accountId),
        isNull(account.deletedAt),
        sql`${account.state} <> 'paused'`,
        epoch === null ? undefined : eq(account.epoch, epoch),
      ),
    )
    .returning({ id: account.id })
  if (found.length > 0) await notifyChanged(tx, workspaceId, 'account', [accountId])
  return found.length > 0
}
