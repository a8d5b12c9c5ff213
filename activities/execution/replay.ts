import { eventsOfRow } from '../../rules/plan/ledger'
import type { PlanSkeleton, StepEvent, StepId } from '../../rules/plan/plan'
import { begin, readySteps, walk, type WalkState } from '../../rules/plan/walk'
import type { OpenExecution } from './open'

type Row = OpenExecution['steps'][number]

/**
 * Goes the walk of an execution again from its ledger, event by event, and on from there. The events are those the reducer was fed, in order: feeding them to it
 * from the beginning gives the same state, which is how the workflow follows.
 */
export class Walk {
  private readonly fed: StepEvent[] = []
  private current: WalkState

  constructor(
    readonly plan: PlanSkeleton,
    { steps: rows, waits, outgoing, claims }: Pick<OpenExecution, 'steps' | 'waits' | 'outgoing' | 'claims'>,
  ) {
    const begun = new Set([...waits, ...outgoing, ...claims].map(({ stepId }) => stepId))
    const started = new Map(rows.filter(({ stepId }) => begun.has(stepId)).map((row) => [row.stepId, row]))
    this.current = begin(plan)
    this.resume(started)
    for (const row of rows) {
      if (row.endedAt === null) continue
      const wasUncertain = row.attempts.some(({ result }) => result === 'uncertain')
      for (const event of eventsOfRow({ ...row, wasUncertain })) {
        this.feed(event)
        this.resume(started)
      }
    }
    if (rows.length === 0) this.start()
  }

  get state(): WalkState {
    return this.current
  }

  get events(): readonly StepEvent[] {
    return this.fed
  }

  /** Returns what the event spread to, itself first. @throws WalkError when it cannot have happened here. */
  feed(event: StepEvent): readonly StepEvent[] {
    const walked = walk(this.plan, this.current, { type: 'step', event })
    this.current = walked.state
    this.fed.push(event)
    return walked.events
  }

  /** A rerun begins with an empty ledger: what leads to the trigger was decided long ago. */
  private start(): void {
    for (const step of this.plan.steps) if (step.work === 'trigger') this.feed({ step: step.id, state: 'done', port: step.ports[0] ?? '' })
  }

  cancel(): readonly StepEvent[] {
    const walked = walk(this.plan, this.current, { type: 'cancel' })
    this.current = walked.state
    this.fed.push(...walked.events)
    return walked.events
  }

  /**
   * A row holds a step's last word only. A step that had begun before another settled must be under way when that one is heard again: a Stop or a cancellation
   * spares what runs. So what was ever begun is begun as soon as it is ready.
   */
  private resume(started: ReadonlyMap<StepId, Row>): void {
    for (const step of readySteps(this.plan, this.current)) {
      const row = started.get(step.id)
      if (row === undefined) continue
      const state = row.state === 'retrying' || row.state === 'waiting' || row.state === 'running' ? row.state : step.work === 'outward' ? 'running' : 'waiting'
      this.feed({ step: step.id, state })
    }
  }
}
