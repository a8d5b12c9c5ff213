// The worker as a process of its own, bundled as the product's build does it: for tests that kill it.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { asError } from '../../stack/as-error'
import { projectRoot } from '../../stack/paths'
import { anyFreePort } from '../../stack/ports'
import { portAnswers } from '../../stack/port-answers'
import { identify } from '../../stack/process-identity'
import type { Office } from './fixtures'
import { testEngine } from './engine'
import { MASTER_KEY, workflowCode } from './running-worker'

export interface ChildWorker {
  readonly pid: number
  /** The signal that ended it; resolves when it is gone. */
  readonly gone: Promise<NodeJS.Signals | null>
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>
  /** SIGTERM, as a supervisor would. Resolves with the exit code. */
  stop(): Promise<number | null>
}

export interface Workshop {
  readonly gatewayPort: number
  /** Starts a worker and waits until its gateway takes mail or it has died where it was to. `dieAt`: sites of server/faults.ts and the hit at which it dies there. */
  start(dieAt?: Readonly<Record<string, number>>): Promise<ChildWorker>
  /** Ends every worker that still runs; a test file's last act with it. */
  close(): Promise<void>
  /** Every site that any worker of this shop has passed. */
  seen(): ReadonlySet<string>
}

/** Workers on one office, one after another, on one gateway port and one set of task queues. */
export async function workshopFor(office: Office, options: { readonly allowedHosts?: readonly string[]; readonly engine?: { readonly address: string } } = {}): Promise<Workshop> {
  const folder = await programs()
  const faults = join(folder, `faults-${randomUUID()}.json`)
  const gatewayPort = await anyFreePort()
  const address = options.engine?.address ?? (await testEngine()).address
  const running = new Set<ChildWorker>()
  const env = {
    PATH: process.env.PATH, NODE_ENV: 'test' as const, DATABASE_URL_APP: office.test.appUrl, DATABASE_URL_SYSTEM: office.test.systemUrl, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'postroom',
    POSTROOM_MASTER_KEY: MASTER_KEY, NEXTAUTH_SECRET: 'x'.repeat(32), NEXTAUTH_URL: 'http://localhost:3000', POSTROOM_GATEWAY_PORT: String(gatewayPort),
    POSTROOM_ALLOWED_HOSTS: (options.allowedHosts ?? []).join(','), POSTROOM_WORKFLOW_BUNDLE: join(folder, 'workflows.js'), POSTROOM_QUEUE_PREFIX: `${office.test.name}-`, POSTROOM_FAULTS: faults,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
  }
  return {
    gatewayPort,
    async start(dieAt = {}) {
      writeFileSync(faults, JSON.stringify(dieAt))
      const worker = launch(join(folder, 'worker.mjs'), env, `${faults}.log`)
      running.add(worker)
      void worker.gone.then(() => running.delete(worker))
      const ended = worker.gone.then((signal) => {
        // With work left over it may reach the site where it is to die before anybody has seen its gateway.
        if (signal === 'SIGKILL' && Object.keys(dieAt).length > 0) return
        throw new Error(`The worker ended before it took mail:\n${readFileSync(`${faults}.log`, 'utf8').slice(-2_000)}`)
      })
      const answers = portAnswers(gatewayPort, worker.pid).catch((cause: unknown) => (identify(worker.pid) === null ? ended : Promise.reject(asError(cause))))
      await Promise.race([answers, ended])
      return worker
    },
    close: async () => void (await Promise.all([...running].map((worker) => worker.kill()))),
    seen: () => new Set(existsSync(`${faults}.seen`) ? readFileSync(`${faults}.seen`, 'utf8').trim().split('\n') : []),
  }
}

function launch(program: string, env: NodeJS.ProcessEnv, logFile: string): ChildWorker {
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, ['--enable-source-maps', program], { env, stdio: ['ignore', log, log], cwd: projectRoot() })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) throw new Error('The worker did not start.')
  let code: number | null = null
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (exit, signal) => {
    code = exit
    resolve(signal)
  }))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
  }
  return { pid, gone, kill: () => end('SIGKILL'), stop: async () => end('SIGTERM').then(() => code) }
}

let bundled: Promise<string> | null = null

/** Bundles worker, mail reader and workflows once per test process; removed when its tests are over. */
function programs(): Promise<string> {
  bundled ??= bundle()
  return bundled
}

async function bundle(): Promise<string> {
  const folder = join(projectRoot(), '.postroom', 'test-bundles', randomUUID())
  const [code] = await Promise.all([
    workflowCode(),
    build({
      absWorkingDir: projectRoot(), entryPoints: { worker: 'server/worker.ts', 'parse-child': 'mail/parse-child.ts' }, outdir: folder, outExtension: { '.js': '.mjs' },
      bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: true, logLevel: 'error',
    }),
  ])
  writeFileSync(join(folder, 'workflows.js'), code)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
