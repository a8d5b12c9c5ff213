import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { ChildPlan } from '../../stack/child'
import { identify, isRunning, send, type ProcessIdentity } from '../../stack/process-identity'
import { stopLeftovers, Supervisor } from '../../stack/supervisor'
import { scratchFolder } from '../support/scratch'
import { until } from '../support/until'

/** A child that writes the time of each start, then does what `script` says. */
function child(folder: string, name: string, script: string, overrides: Partial<ChildPlan> = {}): ChildPlan {
  const log = join(folder, `${name}.log`)
  const note = `process.stdout.write(Date.now() + '\\n');`
  return { name, port: null, log, leashed: false, launch: () => Promise.resolve({ command: process.execPath, args: ['-e', note + script], env: process.env }), ready: () => until(`${name} has begun`, () => readFileSync(log, 'utf8') !== ''), signals: ['SIGTERM'], graceMilliseconds: 2_000, ...overrides }
}

const STAY = 'setInterval(() => {}, 1000)'

function starts(folder: string, name: string): number[] {
  return readFileSync(join(folder, `${name}.log`), 'utf8').trim().split('\n').map(Number)
}

test('a child that is killed is started again, and its restarts are counted', async () => {
  const folder = scratchFolder()
  const supervisor = new Supervisor({ runFolder: folder, firstPauseMilliseconds: 10 })
  await supervisor.keep(child(folder, 'worker', STAY))
  const first = supervisor.status()[0]?.pid ?? 0
  send(first, 'SIGKILL')
  await until('it runs again', () => supervisor.status()[0]?.state === 'running' && supervisor.status()[0]?.pid !== first)
  expect(supervisor.status()[0]).toMatchObject({ restarts: 1, lastEnd: 'ended by SIGKILL' })
  await supervisor.stop()
})

test('a child that keeps dying is started ever more rarely, up to the longest pause', async () => {
  const folder = scratchFolder()
  const supervisor = new Supervisor({ runFolder: folder, firstPauseMilliseconds: 40, longestPauseMilliseconds: 160 })
  await supervisor.keep(child(folder, 'worker', 'process.exit(3)', { ready: () => Promise.resolve() }))
  const times = await until('it was started six times', () => (starts(folder, 'worker').length >= 6 ? starts(folder, 'worker') : null))
  const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  const wanted = [40, 80, 160, 160, 160]
  expect(pauses.slice(0, 5).every((pause, index) => pause >= (wanted[index] ?? 0))).toBe(true)
  expect(supervisor.status()[0]?.lastEnd).toBe('ended with code 3')
  await supervisor.stop()
})

test('a healthy while forgives the restarts before it', async () => {
  const folder = scratchFolder()
  const supervisor = new Supervisor({ runFolder: folder, firstPauseMilliseconds: 100, longestPauseMilliseconds: 3_600_000, healthyMilliseconds: 0 })
  await supervisor.keep(child(folder, 'worker', 'process.exit(0)', { ready: () => Promise.resolve() }))
  await until('ten starts, before which pauses that grow would come to a minute', () => starts(folder, 'worker').length >= 10)
  await supervisor.stop()
})

test('children are stopped the last one first, and one that does not listen is killed', async () => {
  const folder = scratchFolder()
  const ends: string[] = []
  let states = ''
  const supervisor = new Supervisor({
    runFolder: folder,
    onChange: (children) => {
      for (const { name, state } of children) if (state === 'stopped' && !ends.includes(name)) ends.push(name)
      states = children.map(({ state }) => state).join()
    },
  })
  await supervisor.keep(child(folder, 'database', STAY))
  await supervisor.keep(child(folder, 'web', `process.on('SIGTERM', () => {}); ${STAY}`, { graceMilliseconds: 50 }))
  await supervisor.stop()
  expect(ends).toEqual(['web', 'database'])
  expect(states).toBe('stopped,stopped')
})

test('when the supervisor is killed, our own processes end by themselves and the next start stops the rest', async () => {
  const folder = scratchFolder()
  const process_ = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, '..', 'support', 'small-supervisor.ts'), folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [leashed, loose] = await upChildren(process_.stdout)
  process_.kill('SIGKILL')
  await until('the child on the leash has ended', () => !isRunning(leashed))
  expect(isRunning(loose)).toBe(true)
  expect(await stopLeftovers(folder)).toEqual(['loose'])
  expect(isRunning(loose)).toBe(false)
  expect(await stopLeftovers(folder)).toEqual([])
})

test('a recorded pid that now belongs to another process is left alone', async () => {
  const folder = scratchFolder()
  const supervisor = new Supervisor({ runFolder: folder })
  await supervisor.keep(child(folder, 'worker', STAY))
  const recorded = readFileSync(join(folder, 'children.json'), 'utf8')
  writeFileSync(join(folder, 'children.json'), recorded.replace(/"startedAt":"[^"]+"/, '"startedAt":"another boot/1"'))
  expect(await stopLeftovers(folder)).toEqual([])
  expect(supervisor.status()[0]?.state).toBe('running')
  await supervisor.stop()
})

const told = z.array(z.object({ pid: z.number() }))

async function upChildren(output: NodeJS.ReadableStream): Promise<[ProcessIdentity, ProcessIdentity]> {
  for await (const line of createInterface({ input: output })) {
    if (!line.startsWith('up ')) continue
    const identities = told.parse(JSON.parse(line.slice(3))).map(({ pid }) => identify(pid))
    const [leashed, loose] = identities
    if (!leashed || !loose) break
    onTestFinished(() => {
      for (const identity of [leashed, loose]) if (isRunning(identity)) send(identity.pid, 'SIGKILL')
    })
    return [leashed, loose]
  }
  throw new Error('The small supervisor did not come up.')
}
