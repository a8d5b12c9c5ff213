// The embedded PostgreSQL: real server programs from npm, run on a folder of our own, on loopback only.
// Here: make the cluster, start it, know when it is ready, stop it. Programs, users and orphans are in postgres-server/.
// `npm start` runs it through the supervisor (preparePostgres), the tests by themselves (startPostgres).

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { anyFreePort } from './ports'
import { createCluster, databaseEnv, OWNER, ownerPassword, requireSameMajor } from './postgres-server/cluster'
import { readPostmaster, stopOrphan } from './postgres-server/orphan'
import { choosePlace } from './postgres-server/place'
import { identify, stopIdentity } from './process-identity'
import { spawnUntil } from './spawn-until'

/** A running server. */
export interface Postgres {
  /** The owner's URL (a superuser), on the database `postgres`. */
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Ends all sessions and stops the server cleanly. */
  stop(): Promise<void>
}

/** A cluster that is ready to be started, and how. */
export interface PostgresLaunch {
  readonly url: string
  readonly cluster: string
  readonly command: string
  readonly args: readonly string[]
  readonly uid?: number
  readonly gid?: number
  /** A sentence for the screen when the data could not be kept where it was asked for; else null. */
  readonly notice: string | null
}

export interface PostgresOptions {
  /** Folder of our own; the cluster, the owner's password (0600) and the log lie in it. */
  readonly dataDir: string
  readonly port: number
  /** False only in tests: a crash of the machine may then destroy the data. */
  readonly fsync?: boolean
}

/**
 * Starts a server and waits until it accepts connections. An orphan of a killed run on the same folder is stopped first.
 * Throws with the end of the server's log when it does not come up within 60 s.
 */
export async function startPostgres(options: { dataDir: string; port?: number; fsync?: boolean }): Promise<Postgres> {
  const port = options.port ?? (await anyFreePort())
  const launch = await preparePostgres({ ...options, port })
  const program = { name: 'PostgreSQL', ...launch, cwd: '/', env: databaseEnv(), log: join(options.dataDir, 'postgres.log') }
  const identity = await spawnUntil(program, (pid) => postgresReady(launch.cluster, pid))
  return { url: launch.url, port, pid: identity.pid, stop: async () => void (await stopIdentity(identity, ['SIGINT', 'SIGQUIT'], 10_000)) }
}

/** Makes the cluster where there is none, stops an orphan where there is one, and says how the server is started. */
export async function preparePostgres(options: PostgresOptions): Promise<PostgresLaunch> {
  const place = choosePlace(options.dataDir)
  const password = ownerPassword(place.folder)
  const cluster = join(place.folder, 'cluster')
  if (existsSync(join(cluster, 'PG_VERSION'))) await stopOrphan(cluster)
  else await createCluster(place, cluster, password)
  await requireSameMajor(place.native, cluster)
  const started = place.runAs.command(join(place.native, 'bin', 'postgres'), serverArguments(cluster, options.port, options.fsync ?? true))
  return { ...started, cluster, url: `postgres://${OWNER}:${password}@127.0.0.1:${options.port}/postgres`, notice: place.notice }
}

/** Resolves when the server with this pid says in its data folder that it accepts connections. */
export async function postgresReady(cluster: string, pid: number, timeoutMilliseconds = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMilliseconds
  for (;;) {
    const file = readPostmaster(cluster)
    if (file !== null && file.pid === pid && file.status === 'ready') return
    if (identify(pid) === null) throw new Error('PostgreSQL ended before it was ready.')
    if (Date.now() > deadline) throw new Error(`PostgreSQL is not ready after ${timeoutMilliseconds / 1000} s.`)
    await pause(10)
  }
}

function serverArguments(cluster: string, port: number, fsync: boolean): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    jit: 'off',
    // Three reading processes of their own would cost memory and gain nothing on data that fits the page cache.
    io_method: 'sync',
    shared_buffers: '64MB',
    max_connections: '120',
    max_logical_replication_workers: '0',
    // Tables that were empty a minute ago fill quickly: plans follow soon.
    autovacuum_naptime: '15s',
    ...(fsync ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  }
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}
