import type { ExecutionDetail } from '../../../db/queries/execution-get'
import { readPlan, type Plan } from '../../../rules/rule-plan'
import { RuleGraph } from '../../../rules/graph'
import { ZodError } from 'zod'
import { messageView, type MessageView } from '../message/view'

/** Everything the page of one execution shows. Steps are in ledger order; node names, types and configs are in `graph`, what ran is `plan`. */
export interface ExecutionView extends Omit<ExecutionDetail, 'graph' | 'plan' | 'message'> {
  /** Null when it can no longer be read by this version. */
  readonly graph: RuleGraph | null
  readonly plan: Plan | null
  /** Steps of the plan that were not reached yet, or never will be, in document order. */
  readonly notReached: readonly string[]
  readonly message: MessageView | null
}

export function executionView({ graph, plan: stored, message, ...detail }: ExecutionDetail): ExecutionView {
  const plan = planOf(stored)
  const reached = new Set(detail.steps.filter(({ state, reason }) => state !== 'pending' && reason !== 'not on the path taken').map(({ stepId }) => stepId))
  return {
    ...detail,
    graph: RuleGraph.safeParse(graph).data ?? null,
    plan,
    notReached: plan?.skeleton.steps.map(({ id }) => id).filter((id) => !reached.has(id)) ?? [],
    message: message === null ? null : messageView(message),
  }
}

/** A stored plan, or null where another version of Postroom wrote it. */
export function planOf(stored: unknown): Plan | null {
  try {
    return readPlan(stored)
  } catch (error) {
    if (error instanceof ZodError) return null
    throw error
  }
}
