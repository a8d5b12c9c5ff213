import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import postgres from 'postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../../stack/paths'
import { startInstallation, type Installation } from '../support/installation'
import { engineMissing } from '../support/present'
import { until } from '../support/until'

const PARTS = ['database', 'engine', 'web', 'worker']
const READY_MILLISECONDS = 300_000

/** What `npm run <verb>` says about this installation. */
function verb(installation: Installation, ...args: string[]): { code: number | null; output: string } {
  const result = spawnSync(process.execPath, [join(projectRoot(), 'stack', 'run.mjs'), ...args], { encoding: 'utf8', env: { ...process.env, POSTROOM_DATA: installation.folder } })
  return { code: result.status, output: result.stdout + result.stderr }
}

const statusJson = z.object({ state: z.string(), url: z.string(), processes: z.array(z.object({ name: z.string(), pid: z.number().nullable(), port: z.number().nullable(), health: z.string() })) })

describe.skipIf(engineMissing)('npm start', () => {
  let installation: Installation
  beforeAll(async () => {
    installation = await startInstallation({ env: { POSTROOM_DEMO: '0' }, readyWithinMilliseconds: READY_MILLISECONDS })
    return () => installation.remove()
  }, READY_MILLISECONDS)

  test('every part is up, and status names its process and port', () => {
    const { code, output } = verb(installation, 'status', '--json')
    const { state, processes } = statusJson.parse(JSON.parse(output))
    expect({ code, state }).toEqual({ code: 0, state: 'ready' })
    expect(processes.map(({ name, health }) => `${name} ${health}`)).toEqual(expect.arrayContaining(PARTS.map((part) => `${part} up`)))
  })

  test('the web app answers at the address on the screen', async () => {
    expect((await fetch(installation.url, { redirect: 'manual' })).status).toBeLessThan(500)
  })

  test('a second start on the same folder is refused with one line that names who runs it and where', () => {
    const { code, output } = verb(installation, 'start')
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toHaveLength(1)
    expect(output).toContain(`pid ${installation.status().pid}, ${installation.url}`)
  })

  test('reset refuses while it runs', () => {
    expect(verb(installation, 'reset', '--yes')).toMatchObject({ code: 1 })
  })

  test('a killed worker is back by itself, and the database says how often it was', async () => {
    await installation.kill('worker')
    await until('the worker runs again', () => installation.status().children.some(({ name, state, restarts }) => name === 'worker' && state === 'running' && restarts === 1), { withinMilliseconds: 30_000 })
    const sql = postgres(installation.databases.ownerUrl, { max: 1 })
    await until('the table says so', async () => (await sql`select 1 from process_state where name = 'worker' and state = 'running' and restarts = 1`).length === 1)
    await sql.end()
  })

  test('after everything was killed at once, the next start stops what is left and keeps what was committed', async () => {
    const sql = () => postgres(installation.databases.ownerUrl, { max: 1 })
    const before = sql()
    await before`create table kept as select 'still here' as note`
    await installation.killAll()
    await before.end({ timeout: 1 })
    await installation.start()
    const after = sql()
    expect(await after`select note from kept`).toEqual([{ note: 'still here' }])
    await after.end()
    expect(statusJson.parse(JSON.parse(verb(installation, 'status', '--json').output)).state).toBe('ready')
  })

  test('Ctrl-C stops every process, and the next start is ready again', async () => {
    const pids = installation.status().children.map(({ pid }) => pid)
    await installation.stop()
    expect(verb(installation, 'status').code).toBe(3)
    expect(pids.filter((pid) => pid !== null && spawnSync('ps', ['-p', String(pid)]).status === 0)).toEqual([])
    await installation.start()
    expect(statusJson.parse(JSON.parse(verb(installation, 'status', '--json').output)).state).toBe('ready')
  })
})
