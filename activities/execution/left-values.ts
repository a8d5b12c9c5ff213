import { withLookups } from '../../db/queries/moment'
import { readCalendars } from '../../rules/calendar'
import type { Tx } from '../../db/client'
import { asksForMore, bareMoment, type Asks } from '../../rules/asks'
import type { Moment } from '../../rules/moment'
import type { PlanSkeleton, StepId } from '../../rules/plan/plan'
import { valuesFor, type Outputs } from '../../rules/values'
import type { OpenExecution } from './open'
import type { Line } from './write'

/** What the steps of an execution left: from its ledger, then from what was settled since that was read (semantics 10). */
function leftBy({ steps }: Pick<OpenExecution, 'steps'>, lines: readonly Line[]): ReadonlyMap<StepId, Outputs> {
  const left = new Map<StepId, Outputs>()
  for (const { stepId, state, outputs } of steps) if (state === 'done' && outputs !== null) left.set(stepId, outputs)
  for (const { event, account } of lines) if (event.state === 'done' && account.outputs) left.set(event.step, account.outputs)
  return left
}

/** The moments in which the steps of one execution are taken. What they look up is looked up once. */
export class Moments {
  private looked: Moment | null = null

  constructor(
    private readonly tx: Tx,
    private readonly execution: OpenExecution,
    private readonly plan: PlanSkeleton,
    private readonly asks: Asks,
    private readonly now: Date,
  ) {}

  /** As it is for one step. A wait may count with any working hours. */
  async of(step: StepId, isWait: boolean, settled: readonly Line[]): Promise<Moment> {
    const values = valuesFor(this.plan, step, leftBy(this.execution, settled))
    const asks = { calendars: isWait || this.asks.calendars, lists: this.asks.lists }
    const bare = bareMoment(this.now, this.execution.timeZone, values)
    if (!asksForMore(asks)) return bare
    const hasAll = this.looked !== null && (!asks.calendars || Object.keys(this.looked.calendars).length > 0)
    this.looked = hasAll ? this.looked : await withLookups(this.tx, this.execution.workspaceId, bare, asks, readCalendars)
    return { ...bare, calendars: this.looked?.calendars ?? {}, lists: this.looked?.lists ?? {} }
  }
}
