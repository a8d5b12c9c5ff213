import { z } from 'zod'
import { canonical as canonicalOf } from './canonical'
import type { AnyConfig } from './node-type'
import { PLAN_VERSION } from './plan/plan'
import type { PlanSkeleton, StepId } from './plan/plan'
import { Interval, ScopeKind } from './scope'
import { ActiveWindow } from './window'

/** What one step does; its place in the walk is in the skeleton. */
export interface PlanNode {
  readonly type: string
  readonly configVersion: number
  readonly config: AnyConfig
  /** An action's own scope, never looser than the rule's; null: the rule's (semantics 13). */
  readonly scope: ScopeKind | null
  readonly interval?: Interval
  /** When the action may act (semantics 18). */
  readonly window?: ActiveWindow
  readonly enabled: boolean
  /** As drawn; empty when the user gave none. */
  readonly name: string
}

/** A compiled rule: what runs. Immutable once published, stored as JSON, addressed by the hash of its `canonical` form. */
export interface Plan {
  readonly skeleton: PlanSkeleton
  readonly nodes: Readonly<Record<StepId, PlanNode>>
  readonly scope: ScopeKind
  readonly interval?: Interval
  readonly window?: ActiveWindow
  /** None: the workspace's. */
  readonly timeZone?: string
  /** None: `DEFAULT_BUDGET`. */
  readonly effectBudgetPerHour?: number
  readonly mayFollowItself?: boolean
  /** Conditions, and *Stop later rules*, that only the trigger or other such steps lead to: decided at intake (semantics 8, 20). Each after those that lead to it. */
  readonly leading: readonly StepId[]
}

/** The plan as one string, the same for the same meaning whatever the order of keys: what is hashed. */
export function canonical(plan: Plan): string {
  return canonicalOf(plan)
}

/** Reads a stored plan. @throws ZodError when it is not one. */
export function readPlan(stored: unknown): Plan {
  return StoredPlan.parse(stored)
}

const StoredPlan: z.ZodType<Plan> = z.object({
  skeleton: z.object({
    planVersion: z.literal(PLAN_VERSION),
    steps: z.array(
      z.object({
        id: z.string(),
        work: z.enum(['trigger', 'decide', 'database', 'outward', 'mail', 'wait']),
        ports: z.array(z.string()),
        join: z.enum(['all', 'first']),
        onError: z.enum(['stop', 'continue', 'error']),
        onSkip: z.enum(['continue', 'stop']),
        queue: z.literal('http').optional(),
        stops: z.literal('execution').optional(),
      }),
    ),
    edges: z.array(z.object({ from: z.string(), port: z.string(), to: z.string() })),
  }),
  nodes: z.record(
    z.string(),
    z.object({ type: z.string(), configVersion: z.number(), config: z.record(z.string(), z.unknown()), scope: ScopeKind.nullable(), interval: Interval.optional(), window: ActiveWindow.optional(), enabled: z.boolean(), name: z.string() }),
  ),
  scope: ScopeKind,
  interval: Interval.optional(),
  window: ActiveWindow.optional(),
  timeZone: z.string().optional(),
  effectBudgetPerHour: z.number().optional(),
  mayFollowItself: z.boolean().optional(),
  leading: z.array(z.string()),
})
