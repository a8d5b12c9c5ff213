import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from 'drizzle-orm/postgres-js'
import type { ExtractTablesWithRelations } from 'drizzle-orm'
import postgres, { type Sql } from 'postgres'
import { announce, Closing, payloadOf } from './closing'
import { guarded } from './driver'
import { transportFor } from './gathering-socket'
import { send } from './send'
import * as schema from './schema'

/**
 * The two doors to the database. `inWorkspace` is the application role: one transaction that sees one workspace's rows and no others.
 * `system` is the second role, for what happens before a workspace is known, the dispatcher and the sweeps. Imports drizzle and the driver only.
 */

type Schema = typeof schema
export type Tx = PostgresJsTransaction<Schema, ExtractTablesWithRelations<Schema>>
export type System = PostgresJsDatabase<Schema>

export interface Database {
  /** Runs `work` in one transaction bound to the workspace. The error of `work` rolls everything back and is thrown on. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>
  readonly system: System
  /** The raw driver of the application role, for LISTEN. */
  readonly listen: Sql
  close(): Promise<void>
}

export interface DatabaseUrls {
  readonly appUrl: string
  readonly systemUrl: string
  /** Connections of the application role; the system role takes a quarter of it, at least two. */
  readonly connections?: number
  /** Keeps the plans of statements that repeat, for a process that asks the same few things all day. Not through a pooler that shares sessions between transactions. */
  readonly prepare?: boolean
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Opens both pools lazily: nothing connects before the first query. */
export function openDatabase({ appUrl, systemUrl, connections = 10, prepare = false }: DatabaseUrls): Database {
  // What repeats is planned once: a plan of its own for each value costs more than it saves where all statements ask by id.
  const limits = { lock_timeout: 2_000, idle_in_transaction_session_timeout: 10_000, ...(prepare ? { plan_cache_mode: 'force_generic_plan' } : {}) }
  const appSql = postgres(appUrl, { ...transportFor(appUrl), max: connections, onnotice: () => undefined, connection: { application_name: 'postroom', ...limits } })
  const systemSql = postgres(systemUrl, { ...transportFor(systemUrl), max: Math.max(2, Math.ceil(connections / 4)), onnotice: () => undefined, connection: { application_name: 'postroom-system', ...limits } })
  const app = drizzle(guarded(appSql, prepare), { schema })
  const system = drizzle(guarded(systemSql, prepare), { schema })
  return {
    async inWorkspace(workspaceId, work) {
      if (!UUID.test(workspaceId)) throw new TypeError('workspace id must be a lower-case UUID')
      const closing = new Closing(workspaceId)
      const done = await app.transaction(async (tx) => {
        closings.set(tx, closing)
        // Sent together with the first statement of `work`; the server takes them in this order.
        const [, result] = await Promise.all([send(tx, sql`select set_config('app.workspace_id', ${workspaceId}, true)`), work(tx)])
        closings.delete(tx)
        closing.send(tx)
        return result
      }).catch(async (error: unknown) => {
        throw await closing.causeOf(error)
      })
      // A transaction in which a statement failed is rolled back by its COMMIT, which says nothing.
      await closing.settled()
      return done
    },
    system,
    listen: appSql,
    async close() {
      await Promise.all([appSql.end({ timeout: 5 }), systemSql.end({ timeout: 5 })])
    },
  }
}

const closings = new WeakMap<Tx, Closing>()

/** Tells every browser of the workspace what changed, at commit. A hint: readers refetch, they never trust it as a fact. */
export async function notifyChanged(tx: Tx, workspaceId: string, kind: string, ids: readonly string[]): Promise<void> {
  const closing = closings.get(tx)
  if (closing === undefined) await announce(tx, [payloadOf(workspaceId, kind, ids)])
  else closing.announce(kind, ids)
}

/**
 * Lets a transaction end without waiting for the answer to its last statements, which nobody reads: they and COMMIT travel together. If the server refuses one
 * nothing is committed, and `inWorkspace` throws the error. Give it only what was sent already.
 */
export async function withCommit(tx: Tx, ...sent: readonly Promise<unknown>[]): Promise<void> {
  const closing = closings.get(tx)
  if (closing === undefined) await Promise.all(sent)
  else for (const statement of sent) closing.include(statement)
}
