// The worker inside the test's own process, on a fresh database and the run's engine: for everything that needs no killing.

import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { approvalLinks } from '../../activities/approval-links'
import { createConnections } from '../../activities/connections'
import { planCache } from '../../activities/plans'
import { createCaller } from '../../mail/http-call'
import { createOutboundGuard } from '../../mail/outbound-guard'
import { createParser, type Parser } from '../../mail/parse'
import { createSubmitter } from '../../mail/smtp'
import { logTo } from '../../server/log'
import { secretsWith } from '../../server/secrets'
import { installRuntime, startWorker, type RunningWorker, type WorkerOptions } from '../../server/worker'
import { testEngine } from './engine'
import type { Office } from './fixtures'
import { parseEntry } from './parse-entry'

export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')

export interface TestWorker extends RunningWorker {
  readonly parts: WorkerOptions['parts']
  readonly queuePrefix: string
}

export interface TestWorkerOptions {
  readonly allowedHosts?: readonly string[]
  readonly pace?: WorkerOptions['pace']
  readonly engine?: { readonly address: string; readonly namespace: string }
  readonly now?: () => Date
  readonly gateway?: boolean
}

let installed = false

export function installRuntimeOnce(): void {
  if (!installed) installRuntime(() => undefined)
  installed = true
}

/** Starts it and waits for the engine. Stop it before the office is closed. */
export async function workerFor(office: Pick<Office, 'database' | 'test'>, options: TestWorkerOptions = {}): Promise<TestWorker> {
  installRuntimeOnce()
  const shared = options.engine === undefined ? await testEngine() : null
  const engine = options.engine ?? { address: shared?.address ?? '', namespace: shared?.namespace ?? '' }
  const queuePrefix = `${office.test.name}-`
  const { parts, close } = await partsFor(office, options)
  const worker = await startWorker({
    parts,
    engine: { ...engine, queuePrefix },
    workflows: { code: await workflowCode() },
    gatewayPort: options.gateway === false ? null : 0,
    pace: { engineMs: 200, sweepMs: 3_600_000, pollMs: 200, ...options.pace },
  })
  return {
    ...worker,
    parts,
    queuePrefix,
    stop: async () => {
      await worker.stop()
      await close()
    },
  }
}

/** What the worker is made of. */
export async function partsFor(office: Pick<Office, 'database'>, { allowedHosts = [], now = () => new Date() }: Pick<TestWorkerOptions, 'allowedHosts' | 'now'> = {}): Promise<{ parts: WorkerOptions['parts']; close(): Promise<void> }> {
  const guard = createOutboundGuard(allowedHosts)
  const secrets = secretsWith(MASTER_KEY)
  const openSecret: WorkerOptions['parts']['openSecret'] = (sealed, place) => secrets.open(sealed, place)
  const connections = createConnections({ database: office.database, guard, openSecret })
  const parser: Parser = createParser({ threads: 1, entry: await parseEntry() })
  const submitter = createSubmitter(guard)
  const caller = createCaller(guard)
  const parts = { database: office.database, now, log: logTo(process.stderr, process.env.LOG_LEVEL ?? 'error'), fault: async () => undefined, plans: planCache(), parser, connections, submitter, caller, openSecret, links: approvalLinks('http://postroom.example', MASTER_KEY) }
  return {
    parts,
    close: async () => {
      submitter.close()
      await Promise.all([connections.close(), parser.close()])
    },
  }
}

let bundled: Promise<string> | null = null

/** The workflow bundle, made once per test process. */
export function workflowCode(): Promise<string> {
  bundled ??= bundleWorkflowCode({ workflowsPath: new URL('../../workflows/index.ts', import.meta.url).pathname, logger: new DefaultLogger('ERROR') }).then(({ code }) => code)
  return bundled
}
