import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Client } from '@temporalio/client'
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import type { Database } from '../db/client'
import { skeletonOf } from '../activities/plans'
import type { PlanSkeleton } from '../rules/plan/plan'
import { cancelAsked } from './dispatch-cancels'
import { batchesIn, startBatch } from './dispatch-batches'
import type { Log } from './log'
import { metrics } from './metrics'
import { pause, type Queues } from './temporal'

/**
 * Delivers dispatch rows to the engine: starts workflows and wakes those that run. Rows are claimed by moving their time, delivered, and deleted if nobody made
 * them due again meanwhile. Several dispatchers may run; delivering twice is harmless, because rows and not the engine say whether there is work.
 */
export interface DispatchDeps {
  readonly database: Database
  readonly log: Log
  readonly queues: Queues
  /** Null while there is no connection. */
  readonly client: () => Client | null
  /** What is no workflow and is done here, by the kind of row. Throws what lets the row be tried again. */
  readonly here: Readonly<Record<'raiseEvent' | 'keepSchedule', (client: Client, workspaceId: string, subjectId: string) => Promise<void>>>
  /** Carries an execution on without the engine: for cancellations that cannot be delivered. */
  readonly advance: (subject: { readonly workspaceId: string; readonly executionId: string }) => Promise<unknown>
  /** Between two looks when nothing is heard. */
  readonly pollMs?: number
}

export interface Dispatcher {
  /** Looks now. Resolves when nothing that is due is left, or the engine did not take it. Returns how many rows were delivered. */
  deliver(): Promise<number>
  stop(): Promise<void>
}

/** Claimed rows come back after this if their deliverer dies. */
const CLAIM_SECONDS = 20
const ROUND = 64
/** Of a round that follows a full one. */
const ROUND_UNDER_BACKLOG = 250
/** The library itself tries again for half a minute; a row that waits is better tried by the next round. */
const PATIENCE_MS = 4_000
const POLL_MS = 2_000

const Row = z.object({
  id: z.string(),
  workspaceId: z.string(),
  workflowId: z.string(),
  kind: z.enum(['start', 'recheck']),
  workflow: z.enum(['executeRule', 'sendMessage', 'syncAccount', 'raiseEvent', 'keepSchedule']),
  subjectId: z.string(),
  attempts: z.number(),
  claim: z.string(),
  planId: z.string().nullable(),
  batchId: z.string().nullable(),
  /** Set off by a record: what it sees is read for it alone. */
  isAboutRecord: z.boolean(),
  isOver: z.boolean(),
})
type Order = z.infer<typeof Row>

/** Starts delivering. Listens for new rows, and looks every few seconds in case one was missed. */
export async function startDispatcher(deps: DispatchDeps): Promise<Dispatcher> {
  const stopping = new AbortController()
  const plans = new Map<string, PlanSkeleton>()
  let round: Promise<number> | null = null
  let again = false
  const deliver = (): Promise<number> => {
    again = true
    round ??= (async () => {
      let count = 0
      try {
        while (again && !stopping.signal.aborted) {
          again = false
          count += await deliverDue(deps, plans)
        }
      } finally {
        round = null
      }
      return count
    })()
    return round
  }
  const attempt = () =>
    deliver().catch((error: unknown) => {
      deps.log.warn({ error, code: 'dispatch.failed' }, 'dispatch rows could not be read')
      return 0
    })
  const listening = await deps.database.listen.listen('postroom_dispatch', () => void attempt(), () => void attempt())
  const polling = (async () => {
    while (!stopping.signal.aborted) {
      await attempt()
      await cancelAsked(deps.database, deps.advance).catch((error: unknown) => deps.log.warn({ error, code: 'cancel.failed' }, 'what was cancelled while the engine is away could not be ended; it is tried again'))
      await pause(deps.pollMs ?? POLL_MS, stopping.signal)
    }
  })()
  return {
    deliver,
    async stop() {
      stopping.abort()
      await listening.unlisten()
      await polling
      await round?.catch(() => undefined)
    },
  }
}

async function deliverDue(deps: DispatchDeps, plans: Map<string, PlanSkeleton>): Promise<number> {
  let delivered = 0
  for (let most = ROUND; ; most = ROUND_UNDER_BACKLOG) {
    const client = deps.client()
    if (client === null) return delivered
    const orders = await claim(deps, most)
    if (orders.length === 0) return delivered
    await loadSkeletons(deps.database, plans, orders)
    const { batches, rest } = batchesIn(orders, plans)
    const [results, refusals] = await Promise.all([
      Promise.all(rest.map(async (order) => ({ order, error: await deliverOne(deps, client, plans, order) }))),
      Promise.all(batches.map((batch) => startBatch(deps.database, client, deps.queues.flow, PATIENCE_MS, batch))),
    ])
    const done = results.filter(({ error }) => error === null).map(({ order }) => order)
    await forget(deps.database, done)
    const carried = batches.reduce((sum, { orders: { length } }, index) => sum + (refusals[index] === null ? length : 0), 0)
    delivered += done.length + carried
    metrics().dispatchDelivered.inc({ result: 'delivered' }, done.length + carried)
    const failed = results.filter(({ error }) => error !== null)
    if (failed.length > 0) {
      metrics().dispatchDelivered.inc({ result: 'failed' }, failed.length)
      deps.log.warn({ error: failed[0]?.error, count: failed.length, code: 'dispatch.refused' }, 'the engine did not take what was dispatched; it is tried again')
      await postpone(deps.database, failed.map(({ order }) => order))
      return delivered
    }
    const refusal = refusals.find((error) => error !== null)
    if (refusal !== undefined) {
      deps.log.warn({ error: refusal, code: 'dispatch.refused' }, 'the engine did not take a batch; it is tried again')
      return delivered
    }
    // What was written meanwhile has been announced.
    if (orders.length < most) return delivered
  }
}

/**
 * Joined to a statement, this lets its commit be answered before it is on disk. Only for claims and for deliveries that are forgotten: a database that crashes may then
 * have them undone, and what was delivered is delivered again, as when a deliverer dies.
 */
const SOON_ON_DISK = sql`(select set_config('synchronous_commit', 'off', true)) as soon_on_disk`

/** Each execution is looked up by its id, whatever the planner thinks of how many there are. */
async function claim({ database, log }: Pick<DispatchDeps, 'database' | 'log'>, most: number): Promise<readonly Order[]> {
  const rows = await database.system.execute(sql`
    with due as (select id from dispatch where not_before <= now() order by created_at limit ${most} for update skip locked),
    claimed as (update dispatch d set not_before = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS}), attempts = d.attempts + 1 from due where d.id = due.id returning d.*)
    select c.id, c.workspace_id as "workspaceId", c.workflow_id as "workflowId", c.kind, c.workflow, c.subject_id as "subjectId", c.attempts, c.not_before::text as claim, c.batch_id as "batchId", e.record_id is not null as "isAboutRecord",
      e.plan_id as "planId", (c.workflow = 'executeRule' and e.id is null) as "isOver"
    from claimed c cross join ${SOON_ON_DISK} left join lateral (select id, record_id, plan_id from execution where id = c.subject_id offset 0) e on c.workflow = 'executeRule'`)
  const orders = rows.flatMap((row) => Row.safeParse(row).data ?? [])
  // What another version wrote is left to it, and keeps nothing else from its turn.
  if (orders.length < rows.length) log.warn({ count: rows.length - orders.length, code: 'dispatch.unknown' }, 'dispatch rows are of a kind that this version does not know; they stay where they are')
  return orders
}

/** Null when delivered; already running counts as delivered. */
async function deliverOne({ queues, here }: DispatchDeps, client: Client, plans: ReadonlyMap<string, PlanSkeleton>, order: Order): Promise<unknown> {
  const { workflow } = order
  if (workflow === 'raiseEvent' || workflow === 'keepSchedule') return doHere(here[workflow], client, order)
  const args = argumentsOf(order, plans)
  if (order.isOver || args === null) return null
  const options = { taskQueue: queues.flow, workflowId: order.workflowId, args: [args], workflowIdReusePolicy: 'ALLOW_DUPLICATE' } as const
  try {
    await client.withDeadline(Date.now() + PATIENCE_MS, async () => {
      if (order.kind === 'start') await client.workflow.start(order.workflow, { ...options, requestEagerStart: true })
      else await client.workflow.signalWithStart(order.workflow, { ...options, signal: 'recheck', signalArgs: [] })
    })
    return null
  } catch (error) {
    return error instanceof WorkflowExecutionAlreadyStartedError ? null : error
  }
}

async function doHere(work: DispatchDeps['here']['raiseEvent'], client: Client, { workspaceId, subjectId }: Order): Promise<unknown> {
  try {
    await work(client, workspaceId, subjectId)
    return null
  } catch (error) {
    return error
  }
}

function argumentsOf({ workspaceId, workflow, subjectId, planId }: Order, plans: ReadonlyMap<string, PlanSkeleton>): object | null {
  switch (workflow) {
    case 'executeRule': {
      const skeleton = plans.get(planId ?? '')
      return { workspaceId, executionId: subjectId, skeleton: skeleton ?? EMPTY }
    }
    case 'sendMessage':
      return { workspaceId, outgoingMessageId: subjectId }
    case 'syncAccount':
      return { workspaceId, accountId: subjectId }
    case 'raiseEvent':
    case 'keepSchedule':
      return null
  }
}

/** For a plan that this version cannot read: the execution is started all the same and ends with that reason. */
const EMPTY: PlanSkeleton = { planVersion: 1, steps: [], edges: [] }

async function loadSkeletons(database: Database, plans: Map<string, PlanSkeleton>, orders: readonly Order[]): Promise<void> {
  const missing = [...new Set(orders.flatMap(({ planId }) => (planId === null || plans.has(planId) ? [] : [planId])))]
  if (missing.length === 0) return
  const rows = await database.system.execute(sql`select id, body from plan where id in (select jsonb_array_elements_text(${JSON.stringify(missing)}::jsonb)::uuid)`)
  for (const { id, body } of rows) {
    const skeleton = skeletonOf(body)
    if (skeleton !== null) plans.set(String(id), skeleton)
  }
}

/** A row that was ordered again while it was delivered has another time by now, and stays. */
async function forget(database: Database, orders: readonly Order[]): Promise<void> {
  if (orders.length === 0) return
  const rows = orders.map(({ id, claim: until }) => ({ id, until }))
  await database.system.execute(sql`
    delete from dispatch d using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, until timestamptz), ${SOON_ON_DISK} where d.id = r.id and d.not_before = r.until`)
}

/** Half a second, doubling to fifteen. */
async function postpone(database: Database, orders: readonly Order[]): Promise<void> {
  const rows = orders.map(({ id, claim: until }) => ({ id, until }))
  await database.system.execute(sql`
    update dispatch d set not_before = now() + make_interval(secs => least(15, 0.25 * 2 ^ least(d.attempts, 10)))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, until timestamptz) where d.id = r.id and d.not_before = r.until`)
}
