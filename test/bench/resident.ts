import { spawn, type ChildProcess } from 'node:child_process'
import { platform } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { startInstallation } from '../support/installation'
import { Unavailable, type Benchmark, type Row } from './benchmark'
import { familyOf, readGone } from './machine'
import { ensureTemporal, withDatabase, withTemporal } from './parts'

/** The demo's first mails arrive in the first minute; idle is after them. */
const SETTLE_MS = 75_000
const QUIET_MS = 3_000
const TRIES = 10
/** Ticks (hundredths of a second) of processor time in `QUIET_MS` that count as idle: 5 % of one processor. */
const QUIET_TICKS = 15
const NODE_PROGRAMS = ['supervisor', 'worker', 'web', 'demo']

/** Memory of every process of `npm start`, demo company included, when nothing happens, beside the same programs with nothing in them. */
export const resident: Benchmark = {
  name: 'resident',
  async run(tell) {
    if (platform() !== 'linux') throw new Unavailable('only Linux tells how much of a process is resident and shared')
    await ensureTemporal()
    tell('measuring empty programs')
    const empty = await emptyPrograms()
    tell('starting')
    const installation = await startInstallation()
    try {
      tell('waiting until nothing happens')
      await pause(SETTLE_MS)
      const { pid, children } = installation.status()
      await untilIdle(pid)
      const parts = [{ name: 'supervisor', memory: memoryOf([pid]) }, ...children.map((child) => ({ name: child.name, memory: memoryOf(familyOf(child.pid ?? -1).map((process) => process.pid)) }))]
      const all = memoryOf(familyOf(pid).map((process) => process.pid))
      const baselineOf = (name: string) => (NODE_PROGRAMS.includes(name) ? empty.node : name === 'engine' ? empty.engine : empty.database)
      const whatOf = (name: string) => (NODE_PROGRAMS.includes(name) ? 'empty Node' : name === 'engine' ? 'empty Temporal' : 'empty Postgres')
      const emptySum = parts.reduce((sum, { name }) => sum + baselineOf(name).own, 0)
      const rows = parts.map(({ name, memory }): Row => ({ what: `idle: ${name} (${memory.processes === 1 ? 'resident' : `${memory.processes} processes, shared pages once`})`, unit: 'MB', ours: memory.processes === 1 ? memory.resident : memory.own, baseline: { what: whatOf(name), value: memory.processes === 1 ? baselineOf(name).resident : baselineOf(name).own }, target: null }))
      return [
        ...rows,
        { what: `idle: all ${all.processes} processes, shared pages once`, unit: 'MB', ours: all.own, baseline: { what: 'all of them empty', value: emptySum }, target: { kind: 'at most', value: 750 } },
        { what: 'idle: the same, shared pages as often as they are mapped', unit: 'MB', ours: all.resident, baseline: null, target: null },
      ]
    } finally {
      await installation.remove()
    }
  },
}

interface Memory {
  readonly processes: number
  /** Resident set sizes added up, in MB. */
  readonly resident: number
  /** Proportional set sizes added up: each shared page counts once. */
  readonly own: number
}

function memoryOf(pids: readonly number[]): Memory {
  const sizes = pids.flatMap((pid) => {
    const rollup = readGone(`/proc/${pid}/smaps_rollup`)
    return rollup === null ? [] : [{ resident: megabytes(rollup, 'Rss'), own: megabytes(rollup, 'Pss') }]
  })
  return { processes: sizes.length, resident: sizes.reduce((sum, size) => sum + size.resident, 0), own: sizes.reduce((sum, size) => sum + size.own, 0) }
}

function megabytes(rollup: string, field: 'Rss' | 'Pss'): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1] ?? 0) / 1_024
}

async function untilIdle(pid: number): Promise<void> {
  const ticks = () => familyOf(pid).reduce((sum, process) => sum + process.ticks, 0)
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = ticks()
    await pause(QUIET_MS)
    if (ticks() - before <= QUIET_TICKS) return
  }
}

async function emptyPrograms(): Promise<{ node: Memory; database: Memory; engine: Memory }> {
  const child = spawn(process.execPath, ['--max-semi-space-size=4', '-e', 'process.stdout.write("up"); setInterval(() => {}, 1e6)'], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    await firstOutput(child)
    const node = memoryOf([child.pid ?? -1])
    const database = await withDatabase(async ({ server }) => memoryOf(familyOf(server.pid).map(({ pid }) => pid)))
    const engine = await withTemporal(async (server) => {
      await pause(QUIET_MS)
      return memoryOf([server.pid])
    })
    return { node, database, engine }
  } finally {
    child.kill()
  }
}

function firstOutput(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve())
    child.once('error', reject)
  })
}
