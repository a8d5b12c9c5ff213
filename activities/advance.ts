import { Failure } from '../mail/failure'
import { PlanError } from '../rules/plan-node'
import type { MessageFacts } from '../rules/facts'
import type { PlanSkeleton, StepId } from '../rules/plan/plan'
import { WalkError } from '../rules/plan/walk'
import { withCommit, type Tx } from '../db/client'
import { executionFacts } from '../db/queries/message-facts'
import type { ApprovalLinks } from './approval-links'
import type { Deps } from './deps'
import type { Performers } from './effects/performer'
import { isHeld, keepHeld } from './execution/budget'
import { cancelSteps, closeWaits } from './execution/cancel-steps'
import { endBroken } from './execution/end-broken'
import { openExecution, type OpenExecution } from './execution/open'
import { reexamine } from './execution/reexamine'
import type { Standing, Subject } from './execution/standing'
import { Walk } from './execution/replay'
import { takeSteps, type InTurn, type Taken } from './execution/take-steps'
import { isTransient } from './execution/transient'
import { writeLines, writeProgress, type Line, type Moved } from './execution/write'
import type { Plans } from './plans'

export type AdvanceDeps = Pick<Deps, 'database' | 'now' | 'fault' | 'log'> & { readonly plans: Plans; readonly performers: Performers; readonly links: ApprovalLinks }

const TRIES = 5

/**
 * Takes an execution as far as the database alone can, in one transaction: cancellation, waits and mails that were settled elsewhere, then every ready step.
 * Idempotent by execution and step: what is in the ledger is never decided again, and effects carry their keys. A plan that cannot be run and a message that is
 * gone end the execution as failed; errors of the connection are thrown, and nothing was done.
 */
export async function advance(deps: AdvanceDeps, { workspaceId, executionId }: Subject): Promise<Standing> {
  let careful = false
  for (let attempt = 1; ; attempt += 1) {
    try {
      const standing = await deps.database.inWorkspace(workspaceId, async (tx) => {
        const result = await step(deps, tx, { workspaceId, executionId }, careful)
        await deps.fault('advance: before commit')
        return result
      })
      await deps.fault('advance: after commit')
      return standing
    } catch (error) {
      if (isHopeless(error)) return deps.database.inWorkspace(workspaceId, (tx) => endBroken(tx, executionId, error, deps.now()))
      const isTrouble = !isTransient(error)
      if (!isTrouble && attempt === TRIES) throw error
      if (isTrouble && careful) {
        deps.log.warn({ error, code: 'advance.failed', executionId }, 'an execution could not be taken further; it is tried again until it can')
        throw error
      }
      // What a step wrote may be refused as late as at the commit.
      careful ||= isTrouble
    }
  }
}

async function step(deps: AdvanceDeps, tx: Tx, { workspaceId, executionId }: Subject, careful: boolean): Promise<Standing> {
  const [execution, facts] = await Promise.all([openExecution(tx, executionId), executionFacts(tx, workspaceId, executionId)])
  if (execution === null) return GONE
  const now = deps.now()
  const [standing = GONE] = await writeAll(tx, [await goOn(deps, tx, { execution, facts, careful, now, inTurn: (_, work) => work() })], now)
  return standing
}

const GONE: Standing = { events: [], ended: 'cancelled', wakeAt: null, notBefore: {} }

export interface Going {
  readonly execution: OpenExecution
  /** Of its message, read under the same lock; null: there is none. */
  readonly facts: MessageFacts | null
  readonly careful: boolean
  readonly now: Date
  /** Shared by those that go on side by side in one transaction. */
  readonly inTurn: InTurn
}

/** Where an execution came to, for the most part not yet written. */
interface Gone extends Moved {
  readonly held: boolean
  readonly times: Pick<Standing, 'wakeAt' | 'notBefore'>
}

/** Takes an execution that was opened in this transaction as far as it goes. What its steps did is sent; its ledger is written by `writeAll`. */
export async function goOn(deps: AdvanceDeps, tx: Tx, { execution, facts, careful, now, inTurn }: Going): Promise<Gone> {
  const prepared = (await deps.plans.get(tx, [execution.planId])).get(execution.planId)
  if (prepared === undefined) throw new Failure('plan unreadable', { retry: 'no', publicMessage: 'This version of Postroom cannot run this rule.' })
  const { plan } = prepared
  const walk = new Walk(plan.skeleton, execution)
  const missing = unwritten(plan.skeleton, execution, walk)
  const settled = await reexamine(tx, execution, plan, walk, deps.links, now)
  const cancelled = execution.cancelRequestedAt !== null && execution.endedAt === null ? await cancelSteps(tx, execution, walk) : []
  const wasHeld = isHeld(execution)
  if (wasHeld) await keepHeld(tx, execution, now)
  const taken = execution.endedAt === null && !wasHeld ? await takeSteps({ tx, execution, plan, walk, facts, performers: deps.performers, links: deps.links, asks: prepared.asks(), settled: [...missing, ...settled], now, careful, inTurn }) : NOTHING_TAKEN
  const held = wasHeld || taken.held
  const lines = [...missing, ...settled, ...cancelled, ...taken.lines]
  return { execution: held ? { ...execution, heldAt: execution.heldAt ?? now } : execution, walk, lines, held, times: timesOf(execution, walk, taken) }
}

/** Writes what executions of one transaction came to: the last thing before it ends. Returns where each stands. */
export async function writeAll(tx: Tx, gone: readonly Gone[], now: Date): Promise<readonly Standing[]> {
  await withCommit(tx, writeLines(tx, gone, now), ...gone.map((one) => closeWaits(tx, one, now)))
  const finals = await writeProgress(tx, gone, now)
  return gone.map(({ walk, held, times }, index) => {
    const ended = finals[index] ?? null
    return { events: walk.events, ended, ...times, ...(held && ended === null ? { held } : {}) }
  })
}

/** Steps that the replay settled by spreading and that no transaction wrote yet: those behind what was decided at intake. */
function unwritten(skeleton: PlanSkeleton, execution: OpenExecution, walk: Walk): readonly Line[] {
  const written = new Set(execution.steps.map(({ stepId }) => stepId))
  return skeleton.steps.flatMap(({ id }): readonly Line[] => {
    const record = walk.state.steps[id]
    if (written.has(id) || record === undefined) return []
    if (record.state === 'skipped' && record.reason !== undefined) return [{ event: { step: id, state: 'skipped', reason: record.reason }, account: {} }]
    return record.state === 'done' ? [{ event: { step: id, state: 'done', port: record.port ?? '', ...(record.ports === undefined ? {} : { ports: record.ports }) }, account: {} }] : []
  })
}

const NOTHING_TAKEN: Taken = { lines: [], dues: new Map(), held: false }

function timesOf(execution: OpenExecution, walk: Walk, taken: Taken): Pick<Standing, 'wakeAt' | 'notBefore'> {
  const stateOf = (id: StepId) => walk.state.steps[id]?.state
  const known = execution.waits.map(({ stepId, wakeAt }) => [stepId, wakeAt] as const)
  const dues = [...known, ...taken.dues].flatMap(([stepId, dueAt]) => (stateOf(stepId) === 'waiting' ? [dueAt.getTime()] : []))
  const notBefore = Object.fromEntries(
    execution.claims.flatMap(({ stepId, state, nextTryAt, leaseUntil }) => {
      if (stateOf(stepId) !== 'running' && stateOf(stepId) !== 'retrying') return []
      return [[stepId, (state === 'retry' ? (nextTryAt ?? leaseUntil) : leaseUntil).getTime()]]
    }),
  )
  return { wakeAt: dues.length === 0 ? null : Math.min(...dues), notBefore }
}

function isHopeless(error: unknown): error is Failure | PlanError | WalkError {
  return error instanceof PlanError || error instanceof WalkError || (error instanceof Failure && error.retry === 'no')
}
