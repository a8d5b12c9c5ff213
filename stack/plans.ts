import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { ChildPlan } from './child'
import { childEnv, type Installation } from './env'
import { buildFolder } from './paths'
import { pageAnswers } from './page-answers'
import { portAnswers } from './port-answers'
import { postgresReady, preparePostgres } from './postgres'
import { databaseEnv } from './postgres-server/cluster'
import { temporalArguments, temporalEnv } from './temporal'
import { nextProgram } from './web-build'

export type Mode = 'production' | 'development'

/** The embedded database. Making the cluster and stopping an orphan belong to every start of it. */
export function databasePlan(options: { folder: string; port: number; logs: string; onNotice: (text: string) => void }): ChildPlan {
  let cluster = ''
  return {
    name: 'database',
    port: options.port,
    log: join(options.logs, 'database.log'),
    leashed: false,
    launch: async () => {
      const launch = await preparePostgres({ dataDir: options.folder, port: options.port })
      if (launch.notice !== null) options.onNotice(launch.notice)
      cluster = launch.cluster
      return { ...launch, cwd: '/', env: databaseEnv() }
    },
    ready: (pid) => postgresReady(cluster, pid),
    // SIGINT ends sessions and shuts down cleanly; SIGQUIT leaves it to crash recovery.
    signals: ['SIGINT', 'SIGQUIT'],
    graceMilliseconds: 10_000,
  }
}

/** Starts of the engine that came to nothing before its state is taken for unreadable. */
const FUTILE_STARTS = 3

/**
 * The embedded engine; `binary` is asked for again at every start. Its state is disposable: when it does not come up with the
 * state it has, that is put aside and it begins with none, and what is not final is dispatched again from Postgres.
 */
export function enginePlan(options: { binary: () => Promise<string>; folder: string; port: number; logs: string; onNotice: (text: string) => void }): ChildPlan {
  const database = join(options.folder, 'temporal.db')
  let futile = 0
  return {
    name: 'engine',
    port: options.port,
    log: join(options.logs, 'engine.log'),
    leashed: false,
    launch: async () => {
      if (futile >= FUTILE_STARTS && existsSync(database)) {
        options.onNotice(`The engine does not start with the state it has; beginning anew. The old state: ${putAside(database)}`)
        futile = 0
      }
      futile += 1
      return { command: await options.binary(), args: temporalArguments(database, options.port), env: temporalEnv() }
    },
    ready: async (pid) => {
      await portAnswers(options.port, pid)
      futile = 0
    },
    signals: ['SIGTERM'],
    graceMilliseconds: 5_000,
  }
}

function putAside(database: string): string {
  const aside = `${database}.unreadable-${Date.now()}`
  for (const part of ['', '-wal', '-shm']) if (existsSync(database + part)) renameSync(database + part, aside + part)
  return aside
}

/** Mailbox watching, the gateway, rules, sending. Ready when the gateway takes mail; the engine may come later. */
export function workerPlan(installation: Installation, mode: Mode, logs: string): ChildPlan {
  return {
    ...nodePlan('worker', installation.ports.gateway, logs),
    // A larger young generation than the others have: what is in flight would else be copied again and again under load.
    launch: async () => ({ command: process.execPath, args: [...heapLimit(768, 16), '--enable-source-maps', join(buildFolder(), 'worker.mjs')], env: childEnv(installation, mode) }),
  }
}

/** Next.js: the built app, or its development server. */
export function webPlan(installation: Installation, mode: Mode, logs: string): ChildPlan {
  const { web } = installation.ports
  const args = [nextProgram(), mode === 'production' ? 'start' : 'dev', '-H', '127.0.0.1', '-p', String(web)]
  return {
    ...nodePlan('web', web, logs),
    ready: (pid) => pageAnswers(`http://127.0.0.1:${web}/healthz`, pid),
    launch: async () => ({ command: process.execPath, args: mode === 'production' ? [...heapLimit(512), ...args] : args, env: childEnv(installation, mode) }),
  }
}

/** The demo company's mail server and the sink its outgoing mail ends in. */
export function demoPlan(installation: Installation, mode: Mode, logs: string): ChildPlan {
  return {
    ...nodePlan('demo', installation.ports.demoImap, logs),
    launch: async () => ({ command: process.execPath, args: [...heapLimit(256), join(buildFolder(), 'demo.mjs')], env: childEnv(installation, mode) }),
  }
}

function nodePlan(name: string, port: number, logs: string): Omit<ChildPlan, 'launch'> {
  // `next start` with an open event stream does not end on SIGTERM by itself: the grace time is for finishing work, not for waiting.
  return { name, port, log: join(logs, `${name}.log`), leashed: true, ready: (pid) => portAnswers(port, pid, 120_000), signals: ['SIGTERM'], graceMilliseconds: 5_000 }
}

/** A small young generation keeps idle processes small; the old one is a bound, not a reservation. */
function heapLimit(megabytes: number, young = 4): string[] {
  return [`--max-old-space-size=${megabytes}`, `--max-semi-space-size=${young}`]
}
