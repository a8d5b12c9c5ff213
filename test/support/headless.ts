// Postroom without its screens: database, engine and worker as `npm start` runs them, under the product's own supervisor, on a folder and ports of
// their own. For tests that kill parts of it; it needs no web app, so nothing has to be built but the worker.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Database } from '../../db/client'
import type { ChildPlan } from '../../stack/child'
import type { DatabaseUrls } from '../../stack/database-urls'
import type { Installation } from '../../stack/env'
import type { ChildStatus } from '../../stack/kept-child'
import { ensureDatabase, migrate } from '../../stack/migrate'
import { buildFolder, dataFolder, makeFolder } from '../../stack/paths'
import { databasePlan, enginePlan, workerPlan } from '../../stack/plans'
import { anyFreePort } from '../../stack/ports'
import { preparePostgres } from '../../stack/postgres'
import { identify, isRunning, send } from '../../stack/process-identity'
import { runVerb } from '../../stack/run-verb'
import { loadSecrets, type Secrets } from '../../stack/secrets'
import { Supervisor } from '../../stack/supervisor'
import { findTemporal } from '../../stack/temporal-server/find'
import { until } from './until'

export type PartName = 'database' | 'engine' | 'worker'

export interface Headless {
  readonly folder: string
  readonly gatewayPort: number
  readonly urls: DatabaseUrls
  readonly database: Database
  readonly secrets: Secrets
  status(part: PartName): ChildStatus
  /** SIGKILL. Resolves when the kernel has it; the supervisor starts it again. */
  kill(part: PartName): Promise<void>
  /** SIGKILL for the engine, and everything it knew is deleted before it is back. */
  loseEngineMemory(): Promise<void>
  /** Every worker process dies at the n-th or the next time that it reaches the site (server/faults.ts); {} lets them live. */
  dieAt(sites: Readonly<Record<string, number | 'next'>>): void
  /** How often each site was reached. */
  reached(): ReadonlyMap<string, number>
  /** Stops everything and deletes the data. */
  remove(): Promise<void>
}

/** Starts it; ready when it resolves. `allowedHosts`: `host:port` pairs on loopback that it may connect to. */
export async function startHeadless(allowedHosts: readonly string[]): Promise<Headless> {
  const binary = await findTemporal()
  if (binary === null) throw new Error('There is no Temporal program here. "npm run doctor" says how to get one.')
  const folder = makeFolder(join(makeFolder(join(dataFolder(), 'test-installations')), `headless-${randomBytes(4).toString('hex')}`))
  const logs = makeFolder(join(folder, 'logs'))
  const faults = join(folder, 'faults.json')
  const dieAt: Headless['dieAt'] = (sites) => writeFileSync(faults, JSON.stringify(sites))
  dieAt({})
  const supervisor = new Supervisor({ runFolder: makeFolder(join(folder, 'run')), firstPauseMilliseconds: 200, longestPauseMilliseconds: 2_000, healthyMilliseconds: 5_000 })
  const onNotice = (): void => undefined
  const ports = { web: await anyFreePort(), gateway: await anyFreePort(), database: await anyFreePort(), engine: await anyFreePort(), demoImap: await anyFreePort(), demoSink: await anyFreePort() }
  const secrets = loadSecrets(folder)

  const postgres = join(folder, 'postgres')
  const { url } = await preparePostgres({ dataDir: postgres, port: ports.database })
  await Promise.all([runVerb('bundle', process.env), supervisor.keep(databasePlan({ folder: postgres, port: ports.database, logs, onNotice }))])
  const urls = await migrate(await ensureDatabase(url, 'postroom'), secrets.database)
  const temporal = makeFolder(join(folder, 'temporal'))
  const installation: Installation = { dataFolder: folder, ports, secrets, database: urls, url: `http://localhost:${ports.web}`, demo: false, engineAddress: `127.0.0.1:${ports.engine}`, workflowBundle: join(buildFolder(), 'workflows.js') }
  const variables = { NODE_ENV: 'test' as const, POSTROOM_ALLOWED_HOSTS: allowedHosts.join(','), POSTROOM_FAULTS: faults, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' }
  await Promise.all([
    supervisor.keep(enginePlan({ binary: async () => binary, folder: temporal, port: ports.engine, logs, onNotice })),
    supervisor.keep(withVariables(workerPlan(installation, 'production', logs), variables)),
  ])
  const database = openDatabase({ ...urls })

  const status = (part: PartName): ChildStatus => {
    const found = supervisor.status().find(({ name }) => name === part)
    if (found === undefined) throw new Error(`There is no "${part}".`)
    return found
  }
  const kill = async (part: PartName): Promise<void> => {
    const { pid } = status(part)
    const identity = pid === null ? null : identify(pid)
    if (identity === null) throw new Error(`There is no running "${part}".`)
    send(identity.pid, 'SIGKILL')
    await until(`${part} is gone`, () => !isRunning(identity))
  }
  return {
    folder, urls, database, secrets, status, kill, dieAt,
    gatewayPort: ports.gateway,
    loseEngineMemory: async () => {
      await kill('engine')
      for (const part of ['', '-wal', '-shm']) rmSync(join(temporal, `temporal.db${part}`), { force: true })
    },
    reached: () => tally(existsSync(`${faults}.seen`) ? readFileSync(`${faults}.seen`, 'utf8').trim().split('\n') : []),
    remove: async () => {
      await database.close()
      await supervisor.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function withVariables(plan: ChildPlan, variables: NodeJS.ProcessEnv): ChildPlan {
  return {
    ...plan,
    launch: async () => {
      const launch = await plan.launch()
      return { ...launch, env: { ...launch.env, ...variables } }
    },
  }
}

function tally(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
