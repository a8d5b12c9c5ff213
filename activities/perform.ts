import type { Tx } from '../db/client'
import { originOf } from '../db/queries/effect-origin'
import { asFailure, Failure } from '../mail/failure'
import type { Asks } from '../rules/asks'
import type { Plan } from '../rules/rule-plan'
import { EFFECT_WORK, type Effect, type EffectKindOf, type EffectOf, type Receipt } from '../rules/effects'
import type { Outcome } from '../rules/node-type'
import type { PlanSkeleton, StepEvent, StepId } from '../rules/plan/plan'
import { eventOf, interpret, takeTurn } from '../rules/turn'
import type { Subject } from './execution/standing'
import { enterCalling, extendLease, settleClaim, takeClaim, type Claim, type Settlement } from './claim'
import type { Deps } from './deps'
import type { EffectContext, Hold, OutwardPerformers, Performers } from './effects/performer'
import { isHeld, spend } from './execution/budget'
import { openExecution, type OpenExecution } from './execution/open'
import { Moments } from './execution/left-values'
import { Walk } from './execution/replay'
import { giveMoveBack, moveTaken, scopeTaken } from './execution/scope'
import { subjectFacts } from './execution/subject-facts'
import { isTransient } from './execution/transient'
import { writeLines, writeProgress, type Account } from './execution/write'
import type { Plans } from './plans'

export interface PerformDeps extends Pick<Deps, 'database' | 'now' | 'fault' | 'log'> {
  readonly plans: Plans
  readonly performers: Performers
  /** Tells the engine that this is alive; calls back when it wants it to stop. */
  readonly heartbeat: () => void
  readonly signal: AbortSignal
}

export interface OutwardStep extends Subject {
  readonly stepId: StepId
}

/** Beyond this a temporary failure is final (semantics 12). */
const RETRY_HOURS = 24
const HEARTBEAT_MS = 5_000

/**
 * Makes one outward effect happen, at most once: a claim is committed before the request and settled after it. Idempotent by the effect's key. Returns when the
 * step was settled, will be tried again later, or is held by somebody else; the ledger says which. Throws only what says nothing about the effect.
 */
export async function perform(deps: PerformDeps, step: OutwardStep): Promise<void> {
  await deps.fault('perform: before claim')
  const taken = await deps.database.inWorkspace(step.workspaceId, (tx) => claimStep(deps, tx, step))
  if (taken === null) return
  await deps.fault('perform: after claim')
  const result = await call(deps, step, taken)
  await deps.fault('perform: before settle')
  await deps.database.inWorkspace(step.workspaceId, (tx) => settleStep(deps, tx, step, taken, result))
  await deps.fault('perform: after settle')
}

interface Taken {
  readonly claim: Claim
  /** The former holder may have called: ask the peer first. */
  readonly mustLookUp: boolean
  readonly effect: OutwardEffect
  readonly context: EffectContext
  readonly origin: string
}

type OutwardKind = EffectKindOf<'outward'>
type OutwardEffect = Extract<Effect, { kind: OutwardKind }>

interface Result {
  readonly settlement: Settlement
  readonly startedAt: Date
  readonly failure: Failure | null
}

/** Claims the step's effect, or settles the step where there is nothing to claim. Null: nothing to call now. */
async function claimStep(deps: PerformDeps, tx: Tx, { executionId, stepId }: OutwardStep): Promise<Taken | null> {
  const opened = await open(deps, tx, executionId)
  if (opened === null) return null
  const { execution, plan, asks, walk } = opened
  const record = walk.state.steps[stepId]
  const isStarting = record?.state === 'ready'
  if (execution.endedAt !== null || record === undefined || !['ready', 'running', 'retrying'].includes(record.state) || (isStarting && (execution.cancelRequestedAt !== null || isHeld(execution)))) return null
  const now = deps.now()
  const settle = async (outcome: Outcome, account: Account = {}) => {
    await write(tx, opened, walk.feed(eventOf(stepId, outcome)), stepId, { detail: outcome.state === 'skipped' ? (outcome.detail ?? null) : null, ...account }, now)
    return null
  }
  const facts = await subjectFacts(tx, execution)
  if (facts === null) return settle({ state: 'failed', code: 'message gone' })
  const moment = await new Moments(tx, execution, plan.skeleton, asks, now).of(stepId, false, [])
  const turn = takeTurn(plan, stepId, { ...moment, facts, companyName: execution.companyName })
  if (turn.does === 'settle') return settle(turn.outcome)
  const effect = turn.does === 'effects' ? turn.effects[0] : null
  if (effect === null || !isOutward(effect)) return settle({ state: 'failed', code: 'effect out of place' })
  const origin = await originOf(tx, execution)
  if (isStarting) {
    const winner = await scopeTaken(tx, execution, plan, stepId, facts, origin.first, false)
    if (winner !== null) return settle({ state: 'skipped', reason: 'scope used', detail: winner })
    const mover = isMove(effect) && !followsWait(plan.skeleton, stepId) ? await moveTaken(tx, execution, origin.first) : null
    if (mover !== null) return settle({ state: 'skipped', reason: 'moved by another rule', detail: mover })
  }
  const name = { workspaceId: execution.workspaceId, key: origin.key(stepId, 0), executionId, stepId, effect: effect.kind }
  if (isStarting && !(await spend(tx, execution, plan, name.key, now))) {
    await writeProgress(tx, [{ execution: { ...execution, heldAt: now }, walk, lines: [] }], now)
    return null
  }
  const claimed = await takeClaim(tx, name)
  if (claimed.as === 'held') {
    if (isStarting) await write(tx, opened, walk.feed({ step: stepId, state: 'running' }), stepId, {}, now)
    return null
  }
  if (claimed.as === 'settled') {
    const { receipt } = claimed.claim
    if (receipt === null) return settle({ state: 'failed', code: 'receipt lost' })
    return settle(interpret(plan, stepId, [receipt]), { receipts: [receipt] })
  }
  await write(tx, opened, walk.feed({ step: stepId, state: 'running' }), stepId, {}, now)
  const { workspaceId, accountId, ruleId, messageId, threadId, hop } = execution
  const context = { workspaceId, accountId, executionId, stepId, ruleId, key: name.key, messageId, threadId, hop, facts, now }
  return { claim: claimed.claim, mustLookUp: claimed.as === 'lookup', effect, context, origin: origin.first }
}

/** The call itself, with the lease kept alive meanwhile. Never throws: whatever happens is a result. */
async function call(deps: PerformDeps, step: OutwardStep, taken: Taken): Promise<Result> {
  const startedAt = deps.now()
  const lost = new AbortController()
  const alive = setInterval(() => {
    deps.heartbeat()
    extendLease(deps.database, step.workspaceId, taken.claim).then(
      (mine) => (mine ? undefined : lost.abort()),
      (error: unknown) => deps.log.warn({ executionId: step.executionId, stepId: step.stepId, error }, 'the lease of a claim could not be extended'),
    )
  }, HEARTBEAT_MS)
  let hasCalled = false
  let wasRefused = false
  const hold: Hold = {
    signal: AbortSignal.any([lost.signal, deps.signal]),
    attempt: taken.claim.attempts,
    refused: () => void (wasRefused = true),
    async calling() {
      await enterCalling(deps.database, step.workspaceId, taken.claim)
      hasCalled = true
      wasRefused = false
      await deps.fault('perform: during call')
    },
  }
  try {
    const receipt = await ask(deps.performers, taken.effect, taken, hold)
    return { settlement: { state: receipt.result === 'failed' || receipt.result === 'uncertain' ? receipt.result : 'done', receipt }, startedAt, failure: null }
  } catch (error) {
    const failure = asFailure(error, 'unexpected', 'Something unexpected happened while this was done.')
    const settlement = settlementOf(deps, taken, failure, error instanceof Failure || isTransient(error) || !hasCalled)
    return { settlement: settlement.state === 'retry' ? { ...settlement, wasRefused } : settlement, startedAt, failure }
  } finally {
    clearInterval(alive)
  }
}

async function ask<K extends OutwardKind>(performers: OutwardPerformers, effect: EffectOf<K>, { context, mustLookUp }: Taken, hold: Hold): Promise<Receipt> {
  const performer = performers[effect.kind]
  if (!mustLookUp) return performer.perform(context, effect, hold)
  if (performer.lookup === undefined) return { effect: effect.kind, result: 'uncertain', code: 'answer lost' }
  return (await performer.lookup(context, effect)) ?? performer.perform(context, effect, hold)
}

/** A temporary failure is tried again for a day; one that leaves open whether it happened is looked up then, because the claim remembers the call. */
function settlementOf(deps: PerformDeps, { claim, effect }: Taken, failure: Failure, isKnown: boolean): Settlement {
  const now = deps.now()
  const isOver = now.getTime() - claim.createdAt.getTime() > RETRY_HOURS * 3_600_000
  if (failure.retry === 'no') return { state: 'failed', receipt: { effect: effect.kind, result: 'failed', code: failure.code } }
  if (isOver) return isKnown ? { state: 'failed', receipt: { effect: effect.kind, result: 'failed', code: failure.code } } : { state: 'uncertain', receipt: { effect: effect.kind, result: 'uncertain', code: failure.code } }
  const seconds = typeof failure.retry === 'object' ? failure.retry.afterSeconds : backoffSeconds(claim.attempts)
  return { state: 'retry', nextTryAt: new Date(now.getTime() + seconds * 1_000) }
}

/** After the first attempt 2 s, doubling to a quarter of an hour. */
function backoffSeconds(attempts: number): number {
  return Math.min(2 ** Math.min(Math.max(attempts, 1), 20), 900)
}

async function settleStep(deps: PerformDeps, tx: Tx, { executionId, stepId }: OutwardStep, taken: Taken, { settlement, startedAt, failure }: Result): Promise<void> {
  const opened = await open(deps, tx, executionId)
  if (opened === null || !(await settleClaim(tx, taken.claim, settlement))) return
  const { execution, plan, walk } = opened
  const now = deps.now()
  const error = failure === null ? null : { code: failure.code, message: failure.publicMessage, ...(failure.peerSaid === null ? {} : { said: failure.peerSaid }) }
  const attempt = { at: startedAt.toISOString(), milliseconds: now.getTime() - startedAt.getTime(), result: settlement.state, ...(error === null ? {} : { error }) }
  if (isMove(taken.effect) && settlement.state !== 'retry' && ['failed', 'skipped'].includes(settlement.receipt.result)) await giveMoveBack(tx, execution, taken.origin)
  const event: StepEvent = settlement.state === 'retry' ? { step: stepId, state: 'retrying' } : eventOf(stepId, interpret(plan, stepId, [settlement.receipt]))
  const outcome = settlement.state === 'retry' ? null : interpret(plan, stepId, [settlement.receipt])
  const account: Account = {
    attempts: [attempt], error, nextTryAt: settlement.state === 'retry' ? settlement.nextTryAt : null,
    receipts: settlement.state === 'retry' ? null : [settlement.receipt],
    detail: outcome?.state === 'skipped' ? (outcome.detail ?? null) : null,
    outputs: outcome?.state === 'done' ? (outcome.outputs ?? null) : null,
  }
  await write(tx, opened, walk.feed(event), stepId, account, now)
}

interface Opened {
  readonly execution: OpenExecution
  readonly plan: Plan
  readonly asks: Asks
  readonly walk: Walk
}

async function open({ plans }: Pick<PerformDeps, 'plans'>, tx: Tx, executionId: string): Promise<Opened | null> {
  const execution = await openExecution(tx, executionId)
  const prepared = execution === null ? undefined : (await plans.get(tx, [execution.planId])).get(execution.planId)
  return execution === null || prepared === undefined ? null : { execution, plan: prepared.plan, asks: prepared.asks(), walk: new Walk(prepared.plan.skeleton, execution) }
}

async function write(tx: Tx, { execution, walk }: Opened, events: readonly StepEvent[], stepId: StepId, account: Account, now: Date): Promise<void> {
  const moved = [{ execution, walk, lines: events.map((event) => ({ event, account: event.step === stepId ? account : {} })) }]
  await Promise.all([writeLines(tx, moved, now), writeProgress(tx, moved, now)])
}

function isOutward(effect: Effect): effect is OutwardEffect {
  return EFFECT_WORK[effect.kind] === 'outward'
}

/** Of these the first of an event stands (semantics 19). */
function isMove({ kind }: Effect): boolean {
  return kind === 'message.move' || kind === 'message.file'
}

/** Whether a wait may have come before a step (semantics 19): then its move is not bound by the others of the event. */
function followsWait({ steps, edges }: PlanSkeleton, step: StepId): boolean {
  const seen = new Set<StepId>()
  const open = [step]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { from, to } of edges) {
      if (to !== at || seen.has(from)) continue
      if (steps.find(({ id }) => id === from)?.work === 'wait') return true
      seen.add(from)
      open.push(from)
    }
  }
  return false
}
