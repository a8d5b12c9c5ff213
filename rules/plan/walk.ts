import { FINAL_STEP_STATES } from './plan'
import type { Command, ExecutionState, PlanEdge, PlanSkeleton, PlanStep, SkipCode, StepEvent, StepId, StepState, WalkEvent } from './plan'

/** Where one step stands. `port` is what the step itself chose; what its edges became is in `WalkState.edges`. */
export interface StepRecord {
  readonly state: StepState
  readonly port?: string
  /** Every port it chose, where there are several. */
  readonly ports?: readonly string[]
  readonly reason?: SkipCode
  readonly code?: string
}

export type EdgeState = 'open' | 'taken' | 'not taken'

/** Everything the reducer remembers. Plain JSON, equal wherever the same events were fed in the same order. */
export interface WalkState {
  readonly started: boolean
  readonly cancelled: boolean
  readonly stopped: boolean
  readonly steps: Readonly<Record<StepId, StepRecord>>
  /** By the edge's index in the plan. A settled edge never changes, whatever is learnt later (semantics 4). */
  readonly edges: readonly EdgeState[]
}

/** What one event did: the new state, every step event it caused in order (itself first, then what it spread to), and what to do now. */
export interface Walked {
  readonly state: WalkState
  readonly events: readonly StepEvent[]
  readonly commands: readonly Command[]
}

/** An event that cannot have happened in this state: a fault in the caller or in the ledger, never an outcome of a step. */
export class WalkError extends Error {
  constructor(
    readonly code: 'unknown step' | 'unknown port' | 'not ready' | 'already settled',
    step: StepId,
  ) {
    super(`${code}: ${step}`)
    this.name = 'WalkError'
  }
}

/** The state before anything happened: the trigger is ready, all else pending. */
export function begin(plan: PlanSkeleton): WalkState {
  const steps: Record<StepId, StepRecord> = {}
  for (const step of plan.steps) steps[step.id] = { state: step.work === 'trigger' ? 'ready' : 'pending' }
  return { started: false, cancelled: false, stopped: false, steps, edges: plan.edges.map(() => 'open') }
}

/**
 * The reducer of semantics 3 to 6, 12, 20, 23 and 24.
 *
 * A step event is taken for a step that is ready, running, waiting or retrying. News about a step that is already final is ignored when it says the
 * same or less; a verdict (`done`, `failed`) on an uncertain step changes the step and the final state, never an edge. `start` settles the trigger
 * on its first port, and so does a `done` for the trigger: replaying a ledger works with or without it. A not yet started step, or a wait, that
 * is reported cancelled says that the execution was cancelled; one reported `stopped` says that a Stop was reached.
 *
 * Commands say what the state asks for, not what is new: they come again with every event until the step moves, so the caller keeps the set of calls
 * it has in flight. A `perform` for a step that is already running is how a restarted shell takes a call over.
 * @throws WalkError when the event is impossible here.
 */
export function walk(plan: PlanSkeleton, state: WalkState, event: WalkEvent): Walked {
  const draft = new Draft(plan, state)
  if (event.type === 'start') draft.start()
  else if (event.type === 'cancel') draft.cancel()
  else draft.step(event.event)
  const next = draft.state()
  return { state: next, events: draft.events, commands: commandsOf(plan, next) }
}

/** Feeds events in order, from the beginning: how an activity rebuilds the state from the ledger. */
export function replay(plan: PlanSkeleton, events: readonly WalkEvent[]): WalkState {
  return events.reduce<WalkState>((state, event) => walk(plan, state, event).state, begin(plan))
}

/** Ready steps in document order (semantics 7). */
export function readySteps(plan: PlanSkeleton, state: WalkState): readonly PlanStep[] {
  return plan.steps.filter((step) => recordOf(state.steps, step.id).state === 'ready')
}

/** True when no step can move any more, save for a late verdict on an uncertain one. */
export function isFinal(state: WalkState): boolean {
  return Object.values(state.steps).every((record) => isFinalStep(record.state))
}

/** True while nothing can move but what is already under way elsewhere: the moment to let the next rule of the event go on (semantics 19). */
export function isParked(state: WalkState): boolean {
  return state.started && !isFinal(state) && !Object.values(state.steps).some((record) => record.state === 'ready')
}

/** The final state of semantics 23, by the first that applies; null while the walk goes on. */
export function finalState(plan: PlanSkeleton, state: WalkState): ExecutionState | null {
  if (!isFinal(state)) return null
  if (state.cancelled) return 'cancelled'
  const records = plan.steps.map((step) => ({ step, record: recordOf(state.steps, step.id) }))
  if (records.some(({ record }) => record.state === 'uncertain')) return 'uncertain'
  if (records.some(({ step, record }) => record.state === 'failed' && step.onError === 'stop')) return 'failed'
  const leftOut = ({ record }: { record: StepRecord }) =>
    record.state === 'cancelled' || (record.state === 'skipped' && record.reason !== 'not on the path taken')
  return records.some(leftOut) ? 'done with skips' : 'done'
}

/** The state to show: final when ended, else the liveliest of what its steps are doing. */
export function executionState(plan: PlanSkeleton, state: WalkState): ExecutionState {
  const final = finalState(plan, state)
  if (final !== null) return final
  if (!state.started) return 'queued'
  const states = new Set(Object.values(state.steps).map((record) => record.state))
  if (states.has('ready') || states.has('running')) return 'running'
  return states.has('retrying') ? 'retrying' : 'waiting'
}

/** What the state asks the shell to do; see `walk`. */
export function commandsOf(plan: PlanSkeleton, state: WalkState): readonly Command[] {
  const final = finalState(plan, state)
  if (final !== null) return [{ type: 'finish', state: final }]
  if (!state.started) return []
  const commands: Command[] = []
  const parked: StepId[] = []
  let advance = false
  for (const step of plan.steps) {
    const at = recordOf(state.steps, step.id).state
    if (at === 'pending' || isFinalStep(at)) continue
    if (step.work === 'outward') commands.push({ type: 'perform', step: step.id })
    else if (at === 'ready') advance = true
    else parked.push(step.id)
  }
  if (advance) return [{ type: 'advance' }, ...commands]
  return parked.length > 0 ? [...commands, { type: 'park', steps: parked }] : commands
}

type FinalEvent = Exclude<StepEvent, { readonly state: 'running' | 'waiting' | 'retrying' }>

/** A state being changed by one event. Lives no longer than the call of `walk`. */
class Draft {
  readonly events: StepEvent[] = []
  private started: boolean
  private cancelled: boolean
  private stopped: boolean
  private readonly steps: Record<StepId, StepRecord>
  private readonly edges: EdgeState[]

  constructor(
    private readonly plan: PlanSkeleton,
    before: WalkState,
  ) {
    this.started = before.started
    this.cancelled = before.cancelled
    this.stopped = before.stopped
    this.steps = { ...before.steps }
    this.edges = [...before.edges]
  }

  state(): WalkState {
    return { started: this.started, cancelled: this.cancelled, stopped: this.stopped, steps: this.steps, edges: this.edges }
  }

  start(): void {
    if (this.started) return
    for (const step of this.plan.steps) {
      if (step.work !== 'trigger') continue
      if (this.at(step.id).state !== 'ready') return
      this.step({ step: step.id, state: 'done', port: step.ports[0] ?? '' })
    }
  }

  cancel(): void {
    if (this.cancelled || this.plan.steps.every((step) => isFinalStep(this.at(step.id).state))) return
    this.cancelled = true
    for (const step of this.plan.steps) {
      if (this.isUnstarted(step) || this.isOpenWait(step)) this.settle(step, { step: step.id, state: 'cancelled' })
    }
  }

  step(event: StepEvent): void {
    const step = this.plan.steps.find((candidate) => candidate.id === event.step)
    if (step === undefined) throw new WalkError('unknown step', event.step)
    const record = this.at(step.id)
    if (isFinalStep(record.state)) return this.hearAgain(step, record, event)
    if (event.state === 'cancelled' && (this.isUnstarted(step) || this.isOpenWait(step))) return this.cancel()
    if (event.state === 'skipped' && event.reason === 'stopped' && this.isUnstarted(step)) return this.stop()
    if (record.state === 'pending') throw new WalkError('not ready', step.id)
    if (!isFinalEvent(event)) return this.move(event)
    if (event.state === 'done') checkPorts(step, event)
    if (step.work === 'trigger' && event.state === 'done') return this.open(step, event)
    this.settle(step, event)
    if (event.state === 'done' && (event.stops ?? step.stops) === 'execution') this.stop()
  }

  /** The trigger is done: steps that no edge leads to can never run and are settled with it. */
  private open(trigger: PlanStep, event: FinalEvent): void {
    this.started = true
    this.settle(trigger, event)
    for (const step of this.plan.steps) this.reconsider(step)
  }

  private move(event: StepEvent): void {
    if (this.at(event.step).state === event.state) return
    this.steps[event.step] = { state: event.state }
    this.events.push(event)
  }

  private hearAgain(step: PlanStep, record: StepRecord, event: StepEvent): void {
    if (!isFinalEvent(event) || sameOutcome(record, event)) return
    const isVerdict = record.state === 'uncertain' && (event.state === 'done' || event.state === 'failed')
    if (!isVerdict) throw new WalkError('already settled', step.id)
    if (event.state === 'done') checkPorts(step, event)
    this.steps[step.id] = outcomeOf(event)
    this.events.push(event)
  }

  private stop(): void {
    this.stopped = true
    for (const step of this.plan.steps) {
      if (this.isUnstarted(step)) this.settle(step, { step: step.id, state: 'skipped', reason: 'stopped' })
      else if (this.isOpenWait(step)) this.settle(step, { step: step.id, state: 'cancelled' })
    }
  }

  private settle(step: PlanStep, event: FinalEvent): void {
    this.steps[step.id] = outcomeOf(event)
    this.events.push(event)
    const taken = portsTaken(step, event)
    const reached = new Set<StepId>()
    this.plan.edges.forEach((edge: PlanEdge, index) => {
      if (edge.from !== step.id) return
      this.edges[index] = taken.includes(edge.port) ? 'taken' : 'not taken'
      reached.add(edge.to)
    })
    if (this.cancelled || this.stopped) return
    for (const next of this.plan.steps) if (reached.has(next.id)) this.reconsider(next)
  }

  /** Semantics 5 and 6 for one step whose incoming edges may have settled. */
  private reconsider(step: PlanStep): void {
    if (step.work === 'trigger' || this.at(step.id).state !== 'pending') return
    const incoming = this.edges.filter((_, index) => this.plan.edges[index]?.to === step.id)
    const open = incoming.includes('open')
    const taken = incoming.includes('taken')
    if (taken && (step.join === 'first' || !open)) this.steps[step.id] = { state: 'ready' }
    else if (!open) this.settle(step, { step: step.id, state: 'skipped', reason: 'not on the path taken' })
  }

  private at(step: StepId): StepRecord {
    return recordOf(this.steps, step)
  }

  private isUnstarted(step: PlanStep): boolean {
    const { state } = this.at(step.id)
    return state === 'pending' || state === 'ready'
  }

  private isOpenWait(step: PlanStep): boolean {
    return step.work === 'wait' && !isFinalStep(this.at(step.id).state)
  }
}

function recordOf(steps: Readonly<Record<StepId, StepRecord>>, id: StepId): StepRecord {
  const record = steps[id]
  if (record === undefined) throw new WalkError('unknown step', id)
  return record
}

function isFinalEvent(event: StepEvent): event is FinalEvent {
  return isFinalStep(event.state)
}

function isFinalStep(state: StepState): boolean {
  return FINAL_STEP_STATES.some((final) => final === state)
}

/** A step without ports ends its branch and is done on the empty port. */
function checkPorts(step: PlanStep, { port, ports = [port] }: Extract<StepEvent, { readonly state: 'done' }>): void {
  const isEnd = step.ports.length === 0 && port === '' && ports.length === 1
  if (isEnd || (ports[0] === port && ports.every((taken) => step.ports.includes(taken)))) return
  throw new WalkError('unknown port', step.id)
}

const NO_PORTS: readonly string[] = []

/** Semantics 4, 9 and 12: the ports whose edges are taken. */
function portsTaken(step: PlanStep, event: FinalEvent): readonly string[] {
  const goesOn = step.ports.includes('next') ? ['next'] : NO_PORTS
  switch (event.state) {
    case 'done':
      return event.ports ?? [event.port]
    case 'cancelled':
      return NO_PORTS
    case 'skipped':
      if (event.reason === 'not on the path taken' || event.reason === 'stopped') return NO_PORTS
      return step.onSkip === 'continue' ? goesOn : NO_PORTS
    case 'failed':
    case 'uncertain':
      if (step.onError === 'error') return ['error']
      return step.onError === 'continue' ? goesOn : NO_PORTS
  }
}

function outcomeOf(event: FinalEvent): StepRecord {
  switch (event.state) {
    case 'done':
      return event.ports === undefined ? { state: 'done', port: event.port } : { state: 'done', port: event.port, ports: event.ports }
    case 'skipped':
      return { state: 'skipped', reason: event.reason }
    case 'failed':
    case 'uncertain':
      return { state: event.state, code: event.code }
    case 'cancelled':
      return { state: 'cancelled' }
  }
}

function sameOutcome(record: StepRecord, event: StepEvent): boolean {
  if (record.state !== event.state) return false
  if (event.state === 'done') return (record.ports ?? [record.port]).join() === (event.ports ?? [event.port]).join()
  return event.state !== 'skipped' || record.reason === event.reason
}
