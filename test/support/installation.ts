// A whole Postroom as a person starts it: `node stack/run.mjs start` on a data folder and ports of its own.
// For browser tests, chaos runs and the bench; it shares the project's built web app.
// What a test learns about it, it learns as a person would: from the screen, `status`, the web app and the ports.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { databaseUrls, withDatabase, type DatabaseUrls } from '../../stack/database-urls'
import { dataFolder, makeFolder, projectRoot } from '../../stack/paths'
import { anyFreePort } from '../../stack/ports'
import { identify, isRunning, send, stopIdentity, type ProcessIdentity } from '../../stack/process-identity'
import { loadSecrets } from '../../stack/secrets'
import { readStatus, type RunStatus } from '../../stack/status-file'
import { until } from './until'

export interface Installation {
  readonly folder: string
  readonly url: string
  readonly databases: DatabaseUrls
  /** What the screen showed at the first start; null when there was an owner already. */
  readonly credentials: { readonly email: string; readonly password: string } | null
  /** Everything the supervisor has printed so far. */
  screen(): string
  status(): RunStatus
  /** SIGKILL for one part: 'worker', 'web', 'engine', 'database', 'demo'. Resolves when the kernel has it; the supervisor restarts it. */
  kill(part: string): Promise<void>
  /** SIGKILL for everything at once, the supervisor too. */
  killAll(): Promise<void>
  /** Starts again after stop() or killAll(), on the same folder. Ready when it resolves. */
  start(): Promise<void>
  /** Ctrl-C. */
  stop(): Promise<void>
  /** stop() and delete the data. */
  remove(): Promise<void>
}

export interface InstallationOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly readyWithinMilliseconds?: number
}

/** Starts one and waits until it says that it is ready. Building the web app the first time takes a minute. */
export async function startInstallation({ env = {}, readyWithinMilliseconds = 240_000 }: InstallationOptions = {}): Promise<Installation> {
  const folder = makeFolder(join(makeFolder(join(dataFolder(), 'test-installations')), randomBytes(4).toString('hex')))
  const log = join(folder, 'screen.log')
  const ports: Record<string, string> = {}
  for (const name of ['POSTROOM_PORT', 'POSTROOM_GATEWAY_PORT', 'POSTROOM_POSTGRES_PORT', 'POSTROOM_TEMPORAL_PORT', 'POSTROOM_DEMO_IMAP_PORT', 'POSTROOM_DEMO_SINK_PORT']) ports[name] = String(await anyFreePort())
  const whole = { ...process.env, NODE_OPTIONS: '', VITEST: '', DATABASE_URL: '', TEMPORAL_ADDRESS: '', ...ports, POSTROOM_DATA: folder, ...env, NODE_ENV: 'production' as const }
  let supervisor: ProcessIdentity | null = null

  const start = async (): Promise<void> => {
    const output = openSync(log, 'a')
    const before = readFileSync(log, 'utf8').length
    const child = spawn(process.execPath, [join(projectRoot(), 'stack', 'run.mjs'), 'start'], { cwd: projectRoot(), env: whole, stdio: ['ignore', output, output], detached: true })
    closeSync(output)
    let ended = false
    child.once('exit', () => {
      ended = true
    })
    supervisor = child.pid === undefined ? null : identify(child.pid)
    await until('the installation is ready', () => ended || readFileSync(log, 'utf8').slice(before).includes('is ready at'), { withinMilliseconds: readyWithinMilliseconds })
    if (ended) throw new Error(`The installation did not start:\n${readFileSync(log, 'utf8').slice(before)}`)
    child.unref()
  }
  const status = (): RunStatus => {
    const known = readStatus(folder)
    if (known === null) throw new Error('The installation has no status yet.')
    return known
  }
  const identities = (): ProcessIdentity[] => status().children.flatMap((child) => (child.pid === null ? [] : (identify(child.pid) ?? [])))
  const stop = async (): Promise<void> => {
    if (supervisor !== null) await stopIdentity(supervisor, ['SIGINT'], 30_000)
    supervisor = null
  }

  await start()
  const screen = (): string => readFileSync(log, 'utf8')
  const [, email, password] = /e-mail\s+(\S+)\s+password\s+(\S+)/.exec(screen()) ?? []
  const owner = readFileSync(join(folder, 'postgres', 'owner-password'), 'utf8').trim()
  const serverUrl = `postgres://postroom_owner:${owner}@127.0.0.1:${status().ports.database}/postgres`
  return {
    folder,
    url: status().url,
    databases: databaseUrls(withDatabase(serverUrl, 'postroom'), loadSecrets(folder).database),
    credentials: email !== undefined && password !== undefined ? { email, password } : null,
    screen,
    status,
    start,
    stop,
    kill: async (part) => {
      const pid = status().children.find((child) => child.name === part)?.pid
      const identity = pid === undefined || pid === null ? null : identify(pid)
      if (identity === null) throw new Error(`There is no running "${part}".`)
      send(identity.pid, 'SIGKILL')
      await until(`${part} is gone`, () => !isRunning(identity))
    },
    killAll: async () => {
      const all = [...(supervisor === null ? [] : [supervisor]), ...identities()]
      for (const { pid } of all) send(pid, 'SIGKILL')
      await until('all processes are gone', () => all.every((identity) => !isRunning(identity)))
      supervisor = null
    },
    remove: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
