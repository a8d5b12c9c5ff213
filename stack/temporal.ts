// The embedded Temporal server: `temporal server start-dev` on loopback, its state in one SQLite file of ours.
// Here: how it is started and when it answers. Where the program comes from (found, downloaded, built) is in temporal-server/.
// Its state is disposable: what must not be lost is in Postgres.

import { dirname, join } from 'node:path'
import { makeFolder } from './paths'
import { portAnswers } from './port-answers'
import { anyFreePort } from './ports'
import { stopIdentity } from './process-identity'
import { spawnUntil } from './spawn-until'

export const NAMESPACE = 'postroom'

/** A running server. */
export interface Temporal {
  readonly address: string
  readonly namespace: string
  readonly pid: number
  stop(): Promise<void>
}

/** Starts the server of `binary` on a database file and waits until it answers. Throws with the end of its log when it does not. */
export async function startTemporal(options: { binary: string; databaseFile: string; port?: number }): Promise<Temporal> {
  const port = options.port ?? (await anyFreePort())
  const log = join(makeFolder(dirname(options.databaseFile)), 'temporal.log')
  const program = { name: 'The Temporal server', command: options.binary, args: temporalArguments(options.databaseFile, port), env: temporalEnv(), log }
  const identity = await spawnUntil(program, (pid) => portAnswers(port, pid))
  return { address: `127.0.0.1:${port}`, namespace: NAMESPACE, pid: identity.pid, stop: async () => void (await stopIdentity(identity, ['SIGTERM'], 5_000)) }
}

/**
 * The arguments that matter, each measured. The poll rates default to 20 per second and shard, and the development server has
 * one shard: beyond them every hop waits for the next tick of 50 ms.
 */
export function temporalArguments(databaseFile: string, port: number): string[] {
  const dynamic = {
    'history.transferProcessorMaxPollRPS': '5000',
    'history.timerProcessorMaxPollRPS': '5000',
    'system.enableEagerWorkflowStart': 'true',
    'system.enableActivityEagerExecution': 'true',
    'matching.numTaskqueueReadPartitions': '1',
    'matching.numTaskqueueWritePartitions': '1',
  }
  const fixed = `server start-dev --headless --ip 127.0.0.1 --namespace ${NAMESPACE} --log-level warn --sqlite-pragma journal_mode=WAL --sqlite-pragma synchronous=NORMAL`
  const tuned = Object.entries(dynamic).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`])
  return [...fixed.split(' '), '--port', String(port), '--db-filename', databaseFile, ...tuned]
}

/** Only what the program needs: it must not read a person's own Temporal settings. */
export function temporalEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, TEMPORAL_DISABLE_CONFIG_FILE: 'true', NODE_ENV: process.env.NODE_ENV }
}
