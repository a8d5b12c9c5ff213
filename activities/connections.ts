import type { Database } from '../db/client'
import { accountConnection, type AccountConnection } from '../db/queries/account-connection'
import type { Sealed } from '../db/schema/columns'
import { Failure } from '../mail/failure'
import { connect, type Connection } from '../mail/imap/connect'
import type { OutboundGuard } from '../mail/outbound-guard'

/**
 * IMAP connections of accounts. A watcher owns one of its own; everything else that touches a mailbox (effects, what people change, the copy in Sent)
 * shares a second one per account, used from one place at a time and closed when nobody needed it for a while.
 */
export interface Connections {
  /** A new connection that the caller owns. Failure as `connect` of mail/imap; `account removed`, `no mail server`. */
  open(workspaceId: string, accountId: string): Promise<Connection>
  /** Runs `work` on the account's shared connection, after whoever came before. A connection that failed is not used again. */
  use<T>(workspaceId: string, accountId: string, work: (connection: Connection) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens a sealed secret that belongs to the named place; throws a Failure when it cannot. */
export type OpenSecret = (sealed: Sealed, place: { readonly workspaceId: string; readonly record: string; readonly field: string }) => string

export interface ConnectionsOptions {
  readonly database: Database
  readonly guard: OutboundGuard
  readonly openSecret: OpenSecret
  /** How long a shared connection is kept unused. */
  readonly idleMs?: number
}

interface Lane {
  tail: Promise<unknown>
  shared: { readonly connection: Connection; readonly settings: string } | null
  timer: NodeJS.Timeout | null
}

/** The connections of one process. */
export function createConnections({ database, guard, openSecret, idleMs = 30_000 }: ConnectionsOptions): Connections {
  const lanes = new Map<string, Lane>()

  const load = async (workspaceId: string, accountId: string): Promise<AccountConnection> => {
    const found = await database.inWorkspace(workspaceId, (tx) => accountConnection(tx, workspaceId, accountId))
    if (found === null) throw new Failure('account removed', { retry: 'no', publicMessage: 'The account was removed.' })
    return found
  }
  const openFor = (account: AccountConnection): Promise<Connection> => {
    const { imap, secret } = account
    if (imap === null || secret === null) throw new Failure('no mail server', { retry: 'no', publicMessage: 'This account has no mail server or no password.' })
    const password = openSecret(secret, { workspaceId: account.workspaceId, record: account.id, field: 'account.imap_secret' })
    return connect({ ...imap, secret: { password } }, guard)
  }
  const shared = async (lane: Lane, workspaceId: string, accountId: string): Promise<Connection> => {
    const account = await load(workspaceId, accountId)
    const settings = JSON.stringify([account.imap, account.secret])
    if (lane.shared !== null && lane.shared.settings === settings) return lane.shared.connection
    drop(lane)
    const connection = await openFor(account)
    lane.shared = { connection, settings }
    void connection.lost.then(() => {
      if (lane.shared?.connection === connection) lane.shared = null
    })
    return connection
  }

  return {
    open: async (workspaceId, accountId) => openFor(await load(workspaceId, accountId)),
    use(workspaceId, accountId, work) {
      const lane = lanes.get(accountId) ?? { tail: Promise.resolve(), shared: null, timer: null }
      lanes.set(accountId, lane)
      const turn = lane.tail.then(async () => {
        if (lane.timer !== null) clearTimeout(lane.timer)
        lane.timer = null
        try {
          return await work(await shared(lane, workspaceId, accountId))
        } catch (error) {
          // After any failure the state of the connection is not known well enough to go on with it.
          drop(lane)
          throw error
        } finally {
          lane.timer = setTimeout(() => drop(lane), idleMs)
          lane.timer.unref()
        }
      })
      lane.tail = turn.then(nothing, nothing)
      return turn
    },
    async close() {
      await Promise.all([...lanes.values()].map((lane) => lane.tail))
      for (const lane of lanes.values()) {
        if (lane.timer !== null) clearTimeout(lane.timer)
        drop(lane)
      }
      lanes.clear()
    },
  }
}

function drop(lane: Lane): void {
  lane.shared?.connection.close()
  lane.shared = null
}

function nothing(): undefined {
  return undefined
}
