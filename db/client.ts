import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase, type PostgresJsTransaction } from 'drizzle-orm/postgres-js'
import type { ExtractTablesWithRelations } from 'drizzle-orm'
import postgres, { type Sql } from 'postgres'
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
  const limits = { lock_timeout: 2_000, idle_in_transaction_session_timeout: 10_000 }
  const appSql = postgres(appUrl, { ...transportFor(appUrl), max: connections, onnotice: () => undefined, connection: { application_name: 'postroom', ...limits } })
  const systemSql = postgres(systemUrl, { ...transportFor(systemUrl), max: Math.max(2, Math.ceil(connections / 4)), onnotice: () => undefined, connection: { application_name: 'postroom-system', ...limits } })
  const app = drizzle(guarded(appSql, prepare), { schema })
  const system = drizzle(guarded(systemSql, prepare), { schema })
  return {
    inWorkspace(workspaceId, work) {
      if (!UUID.test(workspaceId)) throw new TypeError('workspace id must be a lower-case UUID')
      return app.transaction(async (tx) => {
        // Sent together with the first statement of `work`; the server takes them in this order.
        const [, result] = await Promise.all([send(tx, sql`select set_config('app.workspace_id', ${workspaceId}, true)`), work(tx)])
        return result
      })
    },
    system,
    listen: appSql,
    async close() {
      await Promise.all([appSql.end({ timeout: 5 }), systemSql.end({ timeout: 5 })])
    },
  }
}

/** Tells every browser of the workspace what changed, at commit. A hint: readers refetch, they never trust it as a fact. */
export async function notifyChanged(tx: Tx, workspaceId: string, kind: string, ids: readonly string[]): Promise<void> {
  const payload = JSON.stringify({ workspaceId, kind, ids: ids.slice(0, 50) })
  await send(tx, sql`select pg_notify('postroom_changed', ${payload})`)
}
