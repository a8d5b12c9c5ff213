import type { Plan } from './rule-plan'
import { blankFacts } from './blank-facts'
import type { Effect, World } from './effects'
import type { MessageFacts } from './facts'
import { match, triggerOf } from './match'
import type { Decided, Match } from './match'
import type { Moment } from './moment'
import type { Calendar } from './calendar'
import type { Memory } from './memory'
import type { Compared, Occasion, Outcome } from './node-type'
import type { ExecutionState, PlanStep, StepId, StepState } from './plan/plan'
import { begin, finalState, readySteps, walk } from './plan/walk'
import type { EdgeState, WalkState } from './plan/walk'
import { afterwards, predict, receiptOf } from './predict'
import type { Prediction, Scene } from './predict'
import { eventOf, interpret, takeTurn } from './turn'
import { valuesFor } from './values'
import type { Outputs } from './values'
import type { Wait } from './wait'

export interface DryRunOptions {
  /** The port to leave each wait by; a run ends at the first wait without one (semantics 22). */
  readonly waitOutcomes?: Readonly<Record<StepId, string>>
  readonly companyName?: string
  /** When the rehearsal plays, ISO 8601 in UTC, and where; the beginning of time and UTC when nothing depends on it. */
  readonly now?: string
  readonly timeZone?: string
  /** Working hours by ref; a wait that counts with others fails. */
  readonly calendars?: Readonly<Record<string, Calendar>>
  /** Entries of word lists by ref; one that is not there is empty. */
  readonly lists?: Readonly<Record<string, readonly string[]>>
  /** What set the rule off, where that is known; without it, something that would. */
  readonly occasion?: Occasion
  /** What an execution saw and left: steps it came to are taken when it did, on what it saw then. */
  readonly memory?: Memory
}

export interface DryStep {
  readonly id: StepId
  readonly state: StepState
  readonly port?: string
  /** Every port taken, where there are several. */
  readonly ports?: readonly string[]
  /** Values it would leave for the steps after it. */
  readonly outputs?: Outputs
  readonly reason?: string
  readonly detail?: string
  readonly because?: readonly Compared[]
  /** What each planned effect would come to. */
  readonly would?: readonly { readonly effect: Effect; readonly prediction: Prediction }[]
  readonly wait?: Wait
  /** When the wait would be over, ISO 8601 in UTC. */
  readonly dueAt?: string
}

export interface DryRun {
  /** `no match`: the rule would not run; `waits`: it would get as far as a wait that no outcome was given for; `ends`: it would end in `state`. */
  readonly verdict: 'no match' | 'waits' | 'ends'
  readonly state: ExecutionState | null
  readonly match: Match
  /** Every step of the plan in document order; those not reached are `pending`. */
  readonly steps: readonly DryStep[]
  /** By the edge's index in the plan. */
  readonly edges: readonly EdgeState[]
  /** What would be done, in order: exactly the effects of the real run for the same message and state (semantics 26). */
  readonly effects: readonly Effect[]
}

/** The walk of a rule over one message with its effects described instead of performed. Writes and asks nothing. @throws PlanError */
export function dryRun(plan: Plan, facts: MessageFacts, world: World, options: DryRunOptions = {}): DryRun {
  const run = new Rehearsal(plan, { facts, world }, options)
  return run.play()
}

class Rehearsal {
  private readonly told = new Map<StepId, Omit<DryStep, 'id' | 'state' | 'port' | 'reason'>>()
  private readonly effects: Effect[] = []
  private state: WalkState
  private readonly matched: Match
  private readonly left = new Map<StepId, Outputs>()
  private now: string

  constructor(
    private readonly plan: Plan,
    private scene: Scene,
    private readonly options: DryRunOptions,
  ) {
    this.state = begin(plan.skeleton)
    this.now = options.memory?.begunAt ?? options.now ?? new Date(0).toISOString()
    const trigger = triggerOf(plan)
    const begun = options.memory?.begin(scene) ?? scene
    const facts = trigger.subject === 'none' ? blankFacts(scene.facts.accountRef, scene.facts.ownAddresses) : begun.facts
    this.scene = { ...begun, facts }
    this.matched = match(plan, { ...(options.occasion ?? trigger.occasion), facts, accountRef: facts.accountRef }, this.moment({}))
  }

  play(): DryRun {
    const isOffTrigger = !this.matched.hit && this.matched.reason === 'trigger'
    for (let step = this.next(); step !== undefined && !isOffTrigger; step = this.next()) this.take(step)
    const state = finalState(this.plan.skeleton, this.state)
    const verdict = !this.matched.hit ? 'no match' : state === null ? 'waits' : 'ends'
    const steps = this.plan.skeleton.steps.map(({ id }) => this.tell(id))
    return { verdict, state: this.matched.hit ? state : null, match: this.matched, steps, edges: this.state.edges, effects: this.effects }
  }

  private moment(values: Outputs): Moment {
    const { timeZone = 'UTC', calendars = {}, lists = {} } = this.options
    return { now: this.now, timeZone, values, calendars, lists }
  }

  /** In document order, but what is decided at intake is decided before anything is done. */
  private next(): PlanStep | undefined {
    const ready = readySteps(this.plan.skeleton, this.state)
    return ready.find(({ id }) => this.earlyOf(id) !== undefined) ?? ready[0]
  }

  private earlyOf(id: StepId): Decided | undefined {
    return this.matched.hit ? this.matched.decided.find(({ step }) => step === id) : undefined
  }

  private take({ id }: PlanStep): void {
    const early = this.earlyOf(id)
    this.recall(id)
    if (early !== undefined) {
      const { because, step: _, ...taken } = early
      return this.settle(id, { state: 'done', ...taken }, { because })
    }
    const values = valuesFor(this.plan.skeleton, id, this.left)
    const turn = takeTurn(this.plan, id, { ...this.moment(values), facts: this.scene.facts, companyName: this.options.companyName ?? '' })
    if (turn.does === 'settle') return this.settle(id, turn.outcome, { because: turn.because })
    if (turn.does === 'wait') return this.wait(id, turn.wait, turn.dueAt)
    const winner = this.scene.world.usedScopes?.[id]
    if (winner !== undefined) return this.settle(id, { state: 'skipped', reason: 'scope used', detail: winner }, {})
    const would = turn.effects.map((effect) => this.rehearse(effect))
    const receipts = would.map(({ effect, prediction }) => receiptOf(effect.kind, prediction))
    this.settle(id, withOutputs(interpret(this.plan, id, receipts), this.options.memory?.outputsOf(id) ?? null), { would })
  }

  /** Steps are taken in the order of the drawing: time does not go back between them. */
  private recall(id: StepId): void {
    const { memory } = this.options
    const at = memory?.timeOf(id) ?? this.now
    if (at > this.now) this.now = at
    this.scene = memory?.at(id, this.scene) ?? this.scene
  }

  private rehearse(effect: Effect) {
    const prediction = predict(effect, this.scene.world)
    this.scene = afterwards(effect, prediction, this.scene)
    if (prediction.would === 'do' || prediction.would === 'reuse') this.effects.push(effect)
    return { effect, prediction }
  }

  private wait(id: StepId, wait: Wait, dueAt: string): void {
    const port = this.options.waitOutcomes?.[id]
    if (port !== undefined) return this.settle(id, { state: 'done', port }, { wait, dueAt })
    this.told.set(id, { wait, dueAt })
    this.state = walk(this.plan.skeleton, this.state, { type: 'step', event: { step: id, state: 'waiting' } }).state
  }

  private settle(id: StepId, outcome: Outcome, told: Omit<DryStep, 'id' | 'state' | 'port' | 'reason'>): void {
    if (outcome.state === 'done' && outcome.outputs !== undefined) this.left.set(id, outcome.outputs)
    this.told.set(id, outcome.state === 'skipped' && outcome.detail !== undefined ? { ...told, detail: outcome.detail } : told)
    this.state = walk(this.plan.skeleton, this.state, { type: 'step', event: eventOf(id, outcome) }).state
  }

  private tell(id: StepId): DryStep {
    const record = this.state.steps[id]
    const reason = record?.reason ?? record?.code
    return {
      id,
      state: record?.state ?? 'pending',
      ...(record?.port === undefined ? {} : { port: record.port }),
      ...(record?.ports === undefined ? {} : { ports: record.ports }),
      ...(this.left.has(id) ? { outputs: this.left.get(id) } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...this.told.get(id),
    }
  }
}

/** With what the step left before, such as what a web address answered: nobody is asked again. */
function withOutputs(outcome: Outcome, left: Outputs | null): Outcome {
  return outcome.state !== 'done' || left === null ? outcome : { ...outcome, outputs: { ...outcome.outputs, ...left } }
}
