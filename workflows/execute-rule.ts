import { type ActivityOptions, condition, continueAsNew, defineSignal, isCancellation, proxyActivities, proxyLocalActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow'
import type { ExecutionActivities } from '../activities'
import type { PlanSkeleton, StepId } from '../rules/plan/plan'
import { begin, commandsOf, walk, type WalkState } from '../rules/plan/walk'
import type { Standing } from '../activities/execution/standing'

/**
 * One pass of one rule version over one message. The ledger says where it stands; this asks the reducer what that means, has it done, and sleeps until
 * something can have changed. The signal `recheck` means "read the rows again"; it carries nothing, because the rows decide.
 */

const { advance } = proxyLocalActivities<ExecutionActivities>({ startToCloseTimeout: '60 seconds', retry: { initialInterval: '200 milliseconds', maximumInterval: '10 seconds' } })
const CALL: ActivityOptions = {
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
}
const { perform } = proxyActivities<ExecutionActivities>(CALL)

/** The rows say "not yet" and the engine's clock says it is time: one of the two is wrong, and asking at once would ask for ever. */
const CLOCKS_APART_MS = 250

/** A reply came, a mail was settled, somebody cancelled: the rows have changed. */
export const recheckSignal = defineSignal('recheck')

export interface ExecuteRuleInput {
  readonly workspaceId: string
  readonly executionId: string
  readonly skeleton: PlanSkeleton
}

/** Runs until the execution is final; one that is final already ends at once. */
export async function executeRule(input: ExecuteRuleInput): Promise<void> {
  const { workspaceId, executionId, skeleton } = input
  const calls = new Set<StepId>()
  // Queues of one installation share their prefix.
  const web = proxyActivities<ExecutionActivities>({ ...CALL, taskQueue: workflowInfo().taskQueue.replace(/flow$/, 'http') })
  let stirred = 0
  const stir = () => void (stirred += 1)
  setHandler(recheckSignal, stir)
  for (;;) {
    const seen = stirred
    const standing = await advance({ workspaceId, executionId })
    if (standing.ended !== null && calls.size === 0) return
    for (const stepId of callable(skeleton, standing)) {
      if (calls.has(stepId)) continue
      calls.add(stepId)
      const isOnWeb = skeleton.steps.some(({ id, queue }) => id === stepId && queue === 'http')
      void (isOnWeb ? web.perform : perform)({ workspaceId, executionId, stepId })
        // A call that could not be made at all is made again by its next turn; the ledger holds when.
        .catch(pauseUnlessCancelled)
        .finally(() => {
          calls.delete(stepId)
          stir()
        })
    }
    if (workflowInfo().continueAsNewSuggested && calls.size === 0) await continueAsNew<typeof executeRule>(input)
    const moved = () => stirred !== seen
    const wakeAt = nextTurn(standing, calls)
    if (wakeAt === null) await condition(moved)
    else await condition(moved, wakeAt > Date.now() ? wakeAt - Date.now() : CLOCKS_APART_MS)
  }
}

/** Outward steps that the reducer asks for and whose time has come. */
function callable(skeleton: PlanSkeleton, { events, notBefore, held }: Standing): readonly StepId[] {
  const state = events.reduce<WalkState>((at, event) => walk(skeleton, at, { type: 'step', event }).state, begin(skeleton))
  return commandsOf(skeleton, state).flatMap((command) => (command.type === 'perform' && (notBefore[command.step] ?? 0) <= Date.now() && (held !== true || state.steps[command.step]?.state !== 'ready') ? [command.step] : []))
}

/** When to look again by itself: the first wait that is due, the first retry that may be made. Null: only when told to. */
function nextTurn({ wakeAt, notBefore }: Standing, calls: ReadonlySet<StepId>): number | null {
  const times = Object.entries(notBefore).flatMap(([step, at]) => (calls.has(step) ? [] : [at]))
  if (wakeAt !== null) times.push(wakeAt)
  return times.length === 0 ? null : Math.min(...times)
}

async function pauseUnlessCancelled(error: unknown): Promise<void> {
  if (isCancellation(error)) throw error
  await sleep('5 seconds')
}
