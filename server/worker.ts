import { pathToFileURL } from 'node:url'
import { Client } from '@temporalio/client'
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { alertOwners } from '../activities/alerts'
import { approvalLinks } from '../activities/approval-links'
import { createActivities, type ActivityParts } from '../activities'
import { advance } from '../activities/advance'
import { applyBacklogs } from '../activities/backlog/apply'
import { performers } from '../activities/effects'
import { createConnections } from '../activities/connections'
import { raise } from '../activities/events/raise'
import { watchSilence } from '../activities/events/watch-silence'
import { messageIdFor } from '../activities/effects/mail-reply'
import { planCache } from '../activities/plans'
import { localAccount, receiveMail } from '../activities/receive-mail'
import { openDatabase } from '../db/client'
import { oneByOne } from '../db/one-by-one'
import { keepAllSchedules } from '../db/queries/rule-schedule'
import { startGateway, type Gateway } from '../mail/gateway'
import { createCaller } from '../mail/http-call'
import { createOutboundGuard } from '../mail/outbound-guard'
import { createParser } from '../mail/parse'
import { createSubmitter } from '../mail/smtp'
import { startDispatcher } from './dispatch'
import { keepSchedule } from './dispatch-schedules'
import { env } from './env'
import { faultsOf } from './faults'
import { beat } from './heartbeat'
import { log, type Log } from './log'
import { metrics } from './metrics'
import { keepMonths } from './retention'
import { secrets } from './secrets'
import { noteEngine, noteSilence, recheckStuck, releaseOverdue, QUIET_SECONDS } from './sweep'
import { remindOfFollowUps, wakeSnoozed } from './sweep-due'
import { STUCK_SECONDS, tellOfStuck } from './sweep-stuck'
import { pause, persist, queuesOf } from './temporal'

/**
 * The second process: the gateway, ingest, the dispatcher and everything the engine hands out. It is put together here and nowhere else. The gateway takes mail
 * before the engine is there and while it is away; the connection to the engine is tried for ever.
 */
type Parts = ActivityParts & { readonly log: Log }

export interface WorkerOptions {
  readonly parts: Omit<Parts, 'stopping'>
  readonly engine: { readonly address: string; readonly namespace: string; readonly queuePrefix?: string }
  readonly workflows: { readonly bundlePath: string } | { readonly code: string } | { readonly path: string }
  /** Null: no gateway in this process. */
  readonly gatewayPort: number | null
  /** How often the engine is asked who it is, and how often what got lost is looked for. */
  readonly pace?: { readonly engineMs: number; readonly sweepMs: number; readonly pollMs?: number }
}

export interface RunningWorker {
  readonly gatewayPort: number | null
  /** Resolves once the engine has been reached for the first time. */
  readonly connected: Promise<void>
  stop(): Promise<void>
}

const PACE = { engineMs: 5_000, sweepMs: 60_000 }
const GATEWAY_LIMITS = { messageBytes: 64 * 1024 * 1024, bytesAtOnce: 256 * 1024 * 1024, clients: 200, recipients: 100, idleMs: 60_000 }
const SHUTDOWN_MS = 3_000
/** How long the engine may take to say who it is. */
const PATIENCE_MS = 2_000

/** Starts everything. Resolves when the gateway takes mail. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const stopping = new AbortController()
  const parts: Parts = { ...options.parts, stopping: stopping.signal }
  const gateway = options.gatewayPort === null ? null : await openGateway(parts, options.gatewayPort)
  const state: EngineState = { client: null, answeringSince: null }
  const queues = queuesOf(options.engine.queuePrefix)
  const here = { raiseEvent: (_: Client, workspaceId: string, id: string) => raise(parts, workspaceId, id), keepSchedule: (client: Client, workspaceId: string, id: string) => keepSchedule(parts, client, queues, workspaceId, id) }
  const carrying = { ...parts, performers: performers(parts) }
  const dispatcher = await startDispatcher({ here, advance: (subject) => advance(carrying, subject), database: parts.database, log: parts.log, queues, client: () => state.client, pollMs: options.pace?.pollMs })
  let reached: () => void = () => undefined
  const connected = new Promise<void>((resolve) => (reached = resolve))
  const serving = serve(options, parts, state, () => {
    reached()
    void keepAllSchedules(parts.database.system).then(() => dispatcher.deliver()).catch((error: unknown) => parts.log.warn({ error, code: 'dispatch.failed' }, 'dispatch rows could not be read'))
  })
  const watching = Promise.all([keepWatch(options, state, parts), keepSweeping(options, state, parts), keepApplying(options, parts), keepRetaining(parts), keepBeating(state, parts)])
  return {
    gatewayPort: gateway?.port ?? null,
    connected,
    async stop() {
      const closing = gateway?.close(SHUTDOWN_MS)
      stopping.abort()
      await Promise.all([closing, dispatcher.stop(), serving, watching])
    },
  }
}

interface EngineState {
  client: Client | null
  answeringSince: number | null
}

async function openGateway(parts: Parts, port: number): Promise<Gateway> {
  return startGateway({
    port,
    host: '127.0.0.1',
    name: 'postroom',
    limits: GATEWAY_LIMITS,
    accept: (recipient) => localAccount(parts, recipient),
    async store(mail) {
      const stop = metrics().ingestSeconds.startTimer()
      await receiveMail(parts, mail)
      stop()
      metrics().messagesIngested.inc({ source: 'gateway' })
    },
    onError: (error) => parts.log.warn({ error, code: 'gateway.failed' }, 'the gateway answered that it could not take a mail'),
  })
}

/** Connects and works until stopped; a worker that ends by itself is replaced. */
async function serve({ engine, workflows }: WorkerOptions, parts: Parts, state: EngineState, onReady: () => void): Promise<void> {
  const { signal } = { signal: parts.stopping }
  const failed = (error: unknown) => parts.log.debug({ error, code: 'engine.away' }, 'the engine does not answer yet')
  while (!signal.aborted) {
    const connection = await persist(() => NativeConnection.connect({ address: engine.address }), signal, failed)
    if (connection === null) return
    const workers = await persist(() => makeWorkers(connection, engine, workflows, parts), signal, failed)
    if (workers === null) return connection.close()
    const stop = () => workers.filter((worker) => worker.getState() === 'RUNNING').forEach((worker) => worker.shutdown())
    signal.addEventListener('abort', stop)
    // One that ends takes the other with it, so that both begin again on a new connection.
    const running = Promise.all(workers.map((worker) => worker.run().finally(stop)))
    if (signal.aborted) stop()
    else {
      state.client = new Client({ connection, namespace: engine.namespace })
      onReady()
    }
    await running.catch((error: unknown) => parts.log.error({ error, code: 'worker.ended' }, 'the worker ended and is started again'))
    state.client = null
    signal.removeEventListener('abort', stop)
    await connection.close()
    await pause(250, signal)
  }
}

/** One worker per task queue: everything that concerns mail and rules, and calls to web addresses. */
async function makeWorkers(connection: NativeConnection, engine: WorkerOptions['engine'], workflows: WorkerOptions['workflows'], parts: Parts): Promise<readonly Worker[]> {
  const source = 'path' in workflows ? { workflowsPath: workflows.path } : { workflowBundle: 'code' in workflows ? { code: workflows.code } : { codePath: workflows.bundlePath } }
  const queues = queuesOf(engine.queuePrefix)
  const activities = createActivities(parts)
  const common = {
    connection,
    namespace: engine.namespace,
    // Heartbeats would else be held back for four fifths of their timeout: a late one then looks like a death, and who is told to stop hears of it that late.
    maxHeartbeatThrottleInterval: '5 seconds',
    shutdownGraceTime: SHUTDOWN_MS,
    shutdownForceTime: SHUTDOWN_MS + 1_000,
  } as const
  const flow = await Worker.create({
    ...common,
    taskQueue: queues.flow,
    ...source,
    activities,
    // Fixed, because what is found by trying differs from run to run. A watcher holds one activity slot for as long as its account is connected.
    maxConcurrentWorkflowTaskPolls: 4,
    maxConcurrentActivityTaskPolls: 4,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 40,
    maxConcurrentActivityTaskExecutions: 1_000,
    maxCachedWorkflows: 500,
  })
  const http = await Worker.create({ ...common, taskQueue: queues.http, activities: { perform: activities.perform }, maxConcurrentActivityTaskPolls: 2, maxConcurrentActivityTaskExecutions: 100 })
  return [flow, http]
}

/** Asks the engine who it is, so that one without memory is noticed, and remembers since when it answers. */
async function keepWatch({ engine, pace = PACE }: WorkerOptions, state: EngineState, { database, log, stopping }: Parts): Promise<void> {
  while (!stopping.aborted) {
    try {
      const { client } = state
      const described = await client?.withDeadline(Date.now() + PATIENCE_MS, () => client.workflowService.describeNamespace({ namespace: engine.namespace }))
      const id = described?.namespaceInfo?.id
      if (id) {
        await noteEngine({ database, log }, id)
        state.answeringSince ??= Date.now()
      }
    } catch (error) {
      state.answeringSince = null
      log.debug({ error, code: 'engine.away' }, 'the engine does not answer')
      await noteSilence({ database }).catch((cause: unknown) => log.warn({ error: cause, code: 'database.away' }, 'the database does not answer'))
    }
    await pause(state.client === null ? Math.min(250, pace.engineMs) : pace.engineMs, stopping)
  }
}

async function keepSweeping({ pace = PACE }: WorkerOptions, state: EngineState, { database, log, stopping }: Parts): Promise<void> {
  for (await pause(pace.sweepMs, stopping); !stopping.aborted; await pause(pace.sweepMs, stopping)) {
    const answered = state.answeringSince === null ? 0 : (Date.now() - state.answeringSince) / 1_000
    const sweeps = [
      () => recheckStuck({ database, log }),
      ...(answered > QUIET_SECONDS ? [() => releaseOverdue({ database, log })] : []),
      ...(answered > STUCK_SECONDS ? [() => tellOfStuck({ database, log }, (tx, run) => alertOwners(tx, { ...run, kind: 'executions stuck' }, new Date()))] : []),
      () => watchSilence({ database, log }),
      () => wakeSnoozed({ database }),
      () => remindOfFollowUps({ database }, messageIdFor),
    ]
    try {
      await oneByOne<() => Promise<number>>(sweeps, (sweep) => sweep())
    } catch (error) {
      log.warn({ error, code: 'sweep.failed' }, 'looking for what got lost did not work; it is tried again')
    }
  }
}

/** How long it waits where rules are applied to older mail but what was begun is to be finished first. */
const BUSY_MS = 200

/** Never more than half of the time, so that mail that arrives has the database to itself for the other half. */
async function keepApplying({ pace }: WorkerOptions, parts: Parts): Promise<void> {
  const idle = pace?.pollMs ?? 2_000
  while (!parts.stopping.aborted) {
    let rest = idle
    try {
      const begun = performance.now()
      const results = await applyBacklogs(parts)
      if (results.includes('more')) rest = performance.now() - begun
      else if (results.includes('busy')) rest = BUSY_MS
    } catch (error) {
      parts.log.warn({ error, code: 'backlog.failed' }, 'a rule could not be applied to older mail; it is tried again')
    }
    await pause(rest, parts.stopping)
  }
}

const DAY_MS = 86_400_000

/** When it starts and once a day. */
async function keepRetaining({ database, log, stopping }: Parts): Promise<void> {
  while (!stopping.aborted) {
    try {
      await keepMonths({ database, log })
    } catch (error) {
      log.warn({ error, code: 'retention.failed' }, 'making the months to come and dropping old ones did not work; it is tried again tomorrow')
    }
    await pause(DAY_MS, stopping)
  }
}

const BEAT_MS = 5_000

async function keepBeating(state: EngineState, { database, log, stopping }: Parts): Promise<void> {
  const startedAt = new Date()
  while (!stopping.aborted) {
    try {
      await beat(database, 'worker', startedAt, state.client === null ? 'waiting for the engine' : 'running')
    } catch (error) {
      log.warn({ error, code: 'database.away' }, 'the database does not answer')
    }
    await pause(BEAT_MS, stopping)
  }
}

/** Once per process, before anything of the engine's library is used. What it has to say goes to our log and nowhere else; its text may hold ids of the engine's own. */
export function installRuntime(onEntry: (entry: { readonly level: string }) => void): void {
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', onEntry),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} } },
  })
}

/** The process: everything from the environment, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const settings = env()
  installRuntime(({ level }) => log().debug({ code: 'engine.said', kind: level }, 'the engine library reported something'))
  const guard = createOutboundGuard(settings.POSTROOM_ALLOWED_HOSTS)
  const openSecret: ActivityParts['openSecret'] = (sealed, place) => secrets().open(sealed, place)
  const database = openDatabase({ appUrl: settings.DATABASE_URL_APP, systemUrl: settings.DATABASE_URL_SYSTEM, connections: settings.POSTROOM_DATABASE_CONNECTIONS, prepare: true })
  const parser = createParser({ threads: 2, entry: new URL('./parse-child.mjs', import.meta.url) })
  const connections = createConnections({ database, guard, openSecret })
  const submitter = createSubmitter(guard)
  const caller = createCaller(guard)
  const parts = { database, now: () => new Date(), log: log(), fault: faultsOf(process.env), plans: planCache(), parser, connections, submitter, caller, openSecret, links: approvalLinks(new URL(settings.NEXTAUTH_URL).origin, settings.POSTROOM_MASTER_KEY) }
  const worker = await startWorker({
    parts,
    engine: { address: settings.TEMPORAL_ADDRESS ?? '127.0.0.1:7233', namespace: settings.TEMPORAL_NAMESPACE, queuePrefix: settings.POSTROOM_QUEUE_PREFIX },
    workflows: settings.POSTROOM_WORKFLOW_BUNDLE === undefined ? { path: new URL('../workflows/index.ts', import.meta.url).pathname } : { bundlePath: settings.POSTROOM_WORKFLOW_BUNDLE },
    gatewayPort: settings.POSTROOM_GATEWAY_PORT,
  })
  log().info({ process: 'worker', port: worker.gatewayPort }, 'the worker takes mail')
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  await worker.stop()
  submitter.close()
  await Promise.all([connections.close(), parser.close()])
  await database.close()
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
