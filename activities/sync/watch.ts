import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database, Tx } from '../../db/client'
import { account } from '../../db/schema'
import { Failure } from '../../mail/failure'
import type { Connection } from '../../mail/imap/connect'
import type { Parser } from '../../mail/parse'
import type { ActivityLog } from '../deps'
import type { IngestBatch } from '../ingest/batch'
import { persistently } from './errors'

/**
 * Reading an account: one watcher, one connection, one epoch. Each file here is one slice of the work and writes only through `commitAs`, so that a watcher
 * whose successor has begun writes nothing more. Rows and the cursor that covers them are one transaction.
 */
export interface Watch {
  readonly workspaceId: string
  readonly accountId: string
  readonly epoch: number
  /** Null while the account is being connected for the first time. */
  readonly connectedAt: Date | null
  readonly connection: Connection
  readonly database: Database
  readonly parser: Parser
  /** Takes mail in, in one transaction, fenced by the epoch in the batch. */
  readonly ingest: (batch: IngestBatch) => Promise<unknown>
  readonly log: ActivityLog
}

/** Takes the account over from whoever watched it before; null when it was removed or paused. */
export async function takeEpoch(database: Database, workspaceId: string, accountId: string): Promise<{ readonly epoch: number; readonly connectedAt: Date | null } | null> {
  const [taken] = await database.inWorkspace(workspaceId, (tx) =>
    tx
      .update(account)
      .set({ epoch: sql`${account.epoch} + 1`, state: 'syncing', problem: null, provenAt: sql`now()` })
      .where(and(eq(account.workspaceId, workspaceId), eq(account.id, accountId), isNull(account.deletedAt), sql`${account.state} <> 'paused'`))
      .returning({ epoch: account.epoch, connectedAt: account.connectedAt }),
  )
  return taken ?? null
}

/** One transaction of this watcher, run again when it was in another's way. Throws `superseded`, and writes nothing, when another one has taken over or the account is gone. */
export function commitAs<T>(watch: Pick<Watch, 'database' | 'workspaceId' | 'accountId' | 'epoch'>, work: (tx: Tx) => Promise<T>): Promise<T> {
  const once = () => watch.database.inWorkspace(watch.workspaceId, async (tx) => {
    // The share lock makes a successor wait for this transaction, so that the cursor it reads is final.
    const [mine] = await tx
      .select({ id: account.id })
      .from(account)
      .where(and(eq(account.workspaceId, watch.workspaceId), eq(account.id, watch.accountId), eq(account.epoch, watch.epoch), isNull(account.deletedAt), sql`${account.state} <> 'paused'`))
      .for('share')
    if (mine === undefined) throw superseded()
    return work(tx)
  })
  return persistently(once)
}

/** What a watcher ends with when another has taken its account over. */
export function superseded(): Failure {
  return new Failure('superseded', { retry: 'no', publicMessage: 'Another connection reads this account now.' })
}

/** What one mailbox may refuse without the rest of the account suffering from it. */
const OF_ONE_MAILBOX = new Set(['mailbox missing', 'not permitted', 'refused by server', 'mailbox unreadable'])

/** Does something with one mailbox; null when the server will not have it. */
export async function unlessRefused<T>(watch: Watch, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Failure) || !OF_ONE_MAILBOX.has(error.code)) throw error
    watch.log.info({ workspaceId: watch.workspaceId, accountId: watch.accountId, code: error.code }, 'a mailbox could not be read')
    return null
  }
}
