// Vitest's global set-up: one Postgres, one Temporal server and one Dovecot per test run, each started when the first test asks.
// Test processes ask over loopback HTTP (see ask() below), so a run of pure tests starts nothing.
// A run that was killed leaves its servers behind; the next one stops them first.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { z } from 'zod'
import { ensureDatabase, migrate } from '../../stack/migrate'
import { dataFolder, makeFolder } from '../../stack/paths'
import { startPostgres } from '../../stack/postgres'
import { identify, isRunning, stopIdentity, type ProcessIdentity } from '../../stack/process-identity'
import { startTemporal } from '../../stack/temporal'
import { findTemporal } from '../../stack/temporal-server/find'
import { startDovecot } from './dovecot'

declare module 'vitest' {
  interface ProvidedContext {
    sharedStack: string
  }
}

export const TEMPLATE = 'postroom_template'

/** Starts what is asked for, remembers it, and stops everything at the end of the run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const runs = makeFolder(join(dataFolder(), 'test'))
  await clearKilledRuns(runs)
  const run = new Run(join(runs, `${process.pid}-${randomBytes(3).toString('hex')}`))
  const server = createServer((request, response) => {
    void answer(response, () => run.part((request.url ?? '/').slice(1)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The test set-up has no port.')
  project.provide('sharedStack', `http://127.0.0.1:${address.port}`)
  return async () => {
    server.close()
    server.closeAllConnections()
    await run.stop()
  }
}

interface Part {
  /** What the tests are told. */
  readonly told: unknown
  readonly pid: number
  stop(): Promise<void>
}

class Run {
  private readonly parts = new Map<string, Promise<Part>>()
  private readonly processes: ProcessIdentity[] = []

  constructor(private readonly folder: string) {
    mkdirSync(folder, { mode: 0o711 })
    this.remember(process.pid)
  }

  async part(name: string): Promise<unknown> {
    const start = this.starters[name]
    if (start === undefined) throw new Error(`The test set-up has no "${name}".`)
    const existing = this.parts.get(name)
    const part = existing ?? start()
    this.parts.set(name, part)
    const started = await part
    if (existing === undefined) this.remember(started.pid)
    return started.told
  }

  async stop(): Promise<void> {
    const settled = await Promise.allSettled(this.parts.values())
    await Promise.all(settled.flatMap((part) => (part.status === 'fulfilled' ? [part.value.stop()] : [])))
    rmSync(this.folder, { recursive: true, force: true })
  }

  private readonly starters: Record<string, () => Promise<Part>> = {
    postgres: async () => {
      const server = await startPostgres({ dataDir: join(this.folder, 'postgres'), fsync: false })
      const passwords = { app: randomBytes(12).toString('hex'), system: randomBytes(12).toString('hex') }
      const urls = await migrate(await ensureDatabase(server.url, TEMPLATE), passwords)
      return { told: { serverUrl: server.url, ...urls }, pid: server.pid, stop: server.stop }
    },
    temporal: async () => {
      const binary = await findTemporal()
      if (binary === null) return { told: { address: null }, pid: process.pid, stop: async () => undefined }
      const server = await startTemporal({ binary, databaseFile: join(makeFolder(join(this.folder, 'temporal')), 'temporal.db') })
      return { told: { address: server.address }, pid: server.pid, stop: server.stop }
    },
    dovecot: async () => {
      const server = await startDovecot()
      return { told: server.settings, pid: server.pid, stop: server.stop }
    },
  }

  private remember(pid: number): void {
    const identity = identify(pid)
    if (identity !== null) this.processes.push(identity)
    writeFileSync(join(this.folder, 'processes.json'), JSON.stringify(this.processes))
  }
}

const recorded = z.array(z.object({ pid: z.number(), startedAt: z.string() }))

async function clearKilledRuns(runs: string): Promise<void> {
  for (const name of readdirSync(runs)) {
    const processes = processesOf(join(runs, name, 'processes.json'))
    const runner = processes[0]
    if (runner === undefined || isRunning(runner)) continue
    for (const left of processes.slice(1)) await stopIdentity(left, ['SIGTERM'], 3_000)
    rmSync(join(runs, name), { recursive: true, force: true })
  }
}

/** Empty when another run is just making its folder. */
function processesOf(file: string): ProcessIdentity[] {
  try {
    return recorded.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw cause
  }
}

async function answer(response: ServerResponse, give: () => Promise<unknown>): Promise<void> {
  try {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(await give()))
  } catch (cause) {
    response.statusCode = 500
    response.end(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
  }
}
