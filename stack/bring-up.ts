// `npm start` and `npm run dev` as one sequence: folder, database, schema, programs, worker, web, engine; then wait, then stop.
// What can be done side by side is: the web app is up and usable while the engine is still being fetched or built.
// What each child is stands in plans.ts, what a person may set in env.ts.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { asError } from './as-error'
import { childEnv, choosePorts, ownEngine, type Installation } from './env'
import { takeLock } from './lock'
import { buildFolder, dataFolder, makeFolder, projectRoot } from './paths'
import { demoPlan, webPlan, workerPlan, type Mode } from './plans'
import { RunRecord } from './run-record'
import { runOnce, runVerb } from './run-verb'
import { createScreen } from './screen'
import { loadSecrets } from './secrets'
import type { Site } from './site'
import { nextStopSignal } from './stop-signal'
import { summary } from './summary'
import { stopLeftovers, Supervisor } from './supervisor'
import { upDatabase } from './up-database'
import { upEngine } from './up-engine'
import { watchPrograms } from './watch-programs'
import { buildWeb } from './web-build'

/** Brings everything up, keeps it up until a person stops it, and stops it. Returns the exit code. */
export async function bringUp(mode: Mode): Promise<number> {
  const folder = makeFolder(dataFolder())
  const runFolder = makeFolder(join(folder, 'run'))
  const lock = takeLock(folder)
  if ('pid' in lock) {
    console.error(`Postroom is already running on ${folder} (pid ${lock.pid}${lock.url === null ? ', starting' : `, ${lock.url}`}). Stop it there with Ctrl-C, or set POSTROOM_DATA to another folder.`)
    return 1
  }
  const stopSignal = nextStopSignal()
  const screen = createScreen()
  const abort = new AbortController()
  const leftovers = await stopLeftovers(runFolder)
  if (leftovers.length > 0) screen.line(`Stopped what a killed run had left behind: ${leftovers.join(', ')}.`)
  const { ports, moved } = await choosePorts()
  for (const sentence of moved) screen.line(sentence)
  const url = process.env.POSTROOM_URL ?? `http://localhost:${ports.web}`
  lock.announce(url)

  const run = new RunRecord(folder, url, ports, (sentence) => screen.line(sentence))
  const supervisor = new Supervisor({ runFolder, onChange: (children) => run.changed(children) })
  const site: Site = { mode, folder, logs: makeFolder(join(folder, 'logs')), ports, secrets: loadSecrets(folder), url, demo: process.env.POSTROOM_DEMO !== '0', screen, supervisor, stopped: abort.signal }

  const up = upAll(site, run).then(
    () => null,
    (cause: unknown) => asError(cause),
  )
  const failed = await Promise.race([up.then((failure) => failure ?? new Promise<never>(() => undefined)), stopSignal])
  if (failed instanceof Error) screen.line(`\n${failed.message}\n`)
  abort.abort()
  run.become('stopping')
  const step = screen.step('Stopping')
  await run.close()
  await supervisor.stop()
  lock.release()
  step.done('Stopped')
  screen.close()
  return failed instanceof Error ? 1 : 0
}

async function upAll(site: Site, run: RunRecord): Promise<void> {
  const { screen, supervisor, mode, logs } = site
  run.become('starting')
  const programs = bundlePrograms(site)
  programs.catch(() => undefined)
  const engine = upEngine(site)
  engine.catch(() => undefined)
  const database = await upDatabase(site)
  await run.alsoInto(database)
  const installation: Installation = { dataFolder: site.folder, ports: site.ports, secrets: site.secrets, database, url: site.url, demo: site.demo, engineAddress: ownEngine() ?? `127.0.0.1:${site.ports.engine}`, workflowBundle: join(buildFolder(), 'workflows.js') }

  const web = upWeb(site, installation)
  web.catch(() => undefined)
  await programs
  const first = await firstRun(installation, mode)
  if (site.demo && existsSync(join(buildFolder(), 'demo.mjs'))) await supervisor.keep(demoPlan(installation, mode, logs))
  const worker = screen.step('Starting the worker and the gateway')
  await supervisor.keep(workerPlan(installation, mode, logs))
  worker.done(`Worker, and the gateway on port ${site.ports.gateway}`)
  if (mode === 'development') watchPrograms(site)
  await web
  if (!supervisor.status().some((child) => child.name === 'engine' && child.state === 'running') && ownEngine() === null) {
    run.become('open')
    screen.line(`\nPostroom is open at ${site.url} (engine starting: mail is taken in and kept, rules run when the engine is up)\n`)
  }
  await engine
  run.become('ready')
  screen.line(summary({ url: site.url, children: supervisor.status(), folder: site.folder, credentials: first.credentials }))
  if (first.asks) await askForOwner(installation, mode, site)
}

async function bundlePrograms(site: Site): Promise<void> {
  const step = site.screen.step('Preparing the worker')
  try {
    await runVerb('bundle', process.env)
    step.done('Worker prepared')
  } catch (cause) {
    step.failed('The worker could not be prepared')
    throw cause
  }
}

async function upWeb(site: Site, installation: Installation): Promise<void> {
  const step = site.screen.step('Starting the web app')
  try {
    if (site.mode === 'production') {
      step.now('Building the web app (about a minute, once per version)')
      await buildWeb({ env: childEnv(installation, 'production'), log: join(site.logs, 'web-build.log'), signal: site.stopped })
      step.now('Starting the web app')
    }
    await site.supervisor.keep(webPlan(installation, site.mode, site.logs))
    step.done(`Web app at ${site.url}`)
  } catch (cause) {
    step.failed('The web app is not up')
    throw cause
  }
}

interface FirstRun {
  /** Somebody was made just now. */
  readonly credentials: { readonly email: string; readonly password: string } | null
  /** There is nobody yet. */
  readonly asks: boolean
}

async function firstRun(installation: Installation, mode: Mode): Promise<FirstRun> {
  const program = join(buildFolder(), 'first-run.mjs')
  if (!existsSync(program)) return { credentials: null, asks: false }
  // The last line is ours; a library may have printed before it.
  const last = (await runOnce([program, 'make'], childEnv(installation, mode))).trim().split('\n').at(-1) ?? '{}'
  const said = JSON.parse(last) as { email?: string; password?: string; asks?: boolean }
  return { credentials: said.email && said.password ? { email: said.email, password: said.password } : null, asks: said.asks === true }
}

async function askForOwner(installation: Installation, mode: Mode, site: Site): Promise<void> {
  const { POSTROOM_OWNER_EMAIL, POSTROOM_OWNER_PASSWORD } = process.env
  if (!process.stdin.isTTY && !(POSTROOM_OWNER_EMAIL && POSTROOM_OWNER_PASSWORD)) {
    site.screen.line('There is no owner yet. Start once in a terminal, or with POSTROOM_OWNER_EMAIL and POSTROOM_OWNER_PASSWORD set.')
    return
  }
  const { spawn } = await import('node:child_process')
  const child = spawn(process.execPath, [join(buildFolder(), 'first-run.mjs'), 'ask'], { cwd: projectRoot(), env: childEnv(installation, mode), stdio: 'inherit' })
  await new Promise((resolve) => child.once('exit', resolve))
}
