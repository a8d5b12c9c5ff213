/**
 * rules/ is what a rule is and means, and nothing that does it: no I/O, no clock, no randomness, no Node, no React, so that it runs in the worker, in
 * the API and in the browser alike. It imports zod, liquidjs, re2js and itself. A new kind of step is a file in `nodes/`; a new effect is a key in
 * `effects.ts`. This file is the way from what was drawn to what runs.
 */
import { z } from 'zod'
import { canonical as canonicalOf } from './canonical'
import { checkCompanions } from './check-companions'
import { checkConditions } from './check-conditions'
import { checkMeaning } from './check-meaning'
import { checkScopes } from './check-scopes'
import { checkReferences } from './check-references'
import type { References } from './check-references'
import { checkShape } from './check-shape'
import { checkValues } from './check-values'
import { checkSubject } from './check-subject'
import { EFFECT_WORK, type EffectKind } from './effects'
import type { GraphNode, RuleGraph } from './graph'
import { leadingOf } from './leading'
import { readConfig } from './node-config'
import type { AnyConfig, NodeType } from './node-type'
import { nodeType } from './nodes/index'
import { portsOf } from './ports'
import { PLAN_VERSION } from './plan/plan'
import type { PlanSkeleton, PlanStep, StepId, StepWork } from './plan/plan'
import { problem } from './problem'
import { Interval, ScopeKind } from './scope'
import { ActiveWindow } from './window'
import type { Problem } from './problem'

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

export type Compiled = { readonly plan: Plan; readonly warnings: readonly Problem[] } | { readonly problems: readonly Problem[] }

/**
 * From what was drawn to what runs, or everything that is wrong with it, blockers before warnings in document order. Nodes that nothing leads to
 * are left out with a warning. Pure: the caller says what exists (`references`).
 */
export function compile(graph: RuleGraph, references: References): Compiled {
  const shape = checkShape(graph)
  const read = shape.nodes.map((node) => readNode(node))
  const parts = read.flatMap(({ part }) => (part === null ? [] : [part]))
  const found = [
    ...shape.problems,
    ...read.flatMap(({ problems }) => problems),
    ...checkReferences(parts, references),
    ...checkSubject(parts),
    ...checkScopes(graph, parts, shape.edges),
    ...(shape.isSound ? checkMeaning(graph, parts, shape.edges, references) : []),
    ...(shape.isSound ? checkConditions({ steps: parts.map(({ node, type, config }) => ({ id: node.id, type, config, enabled: node.enabled })), edges: shape.edges, leading: leadingOf(parts, shape.edges) }) : []),
    ...(shape.isSound ? checkCompanions(parts, shape.edges, references) : []),
    ...(shape.isSound ? checkValues(graph, parts, shape.edges) : []),
  ]
  if (found.some(({ severity }) => severity === 'blocker')) return { problems: inOrder(graph, found) }
  const skeleton: PlanSkeleton = { planVersion: PLAN_VERSION, steps: parts.map(stepOf), edges: shape.edges.map(({ from, port, to }) => ({ from, port, to })) }
  const nodes = Object.fromEntries(parts.map((part) => [part.node.id, planNodeOf(part)]))
  return { plan: { skeleton, nodes, ...settingsOf(graph), leading: leadingOf(parts, skeleton.edges) }, warnings: inOrder(graph, found) }
}

/** The plan as one string, the same for the same meaning whatever the order of keys: what is hashed. */
export function canonical(plan: Plan): string {
  return canonicalOf(plan)
}

/** Reads a stored plan. @throws ZodError when it is not one. */
export function readPlan(stored: unknown): Plan {
  return StoredPlan.parse(stored)
}

/** A drawn node whose type is known and whose config was read. */
export interface Part {
  readonly node: GraphNode
  readonly type: NodeType
  readonly config: AnyConfig
}

function readNode(node: GraphNode): { readonly part: Part | null; readonly problems: readonly Problem[] } {
  const type = nodeType(node.type)
  if (type === null) return { part: null, problems: [problem(node.id, 'unknownType', { values: { type: node.type } })] }
  const read = readConfig(type, node)
  return 'config' in read ? { part: { node, type, config: read.config }, problems: [] } : { part: null, problems: read.problems }
}

function stepOf({ node, type, config }: Part): PlanStep {
  const own = portsOf(type, config)
  const ports = node.onError === 'error' ? [...own, 'error'] : own
  const step = { id: node.id, work: workOf({ node, type, config }), ports, join: node.join, onError: node.onError, onSkip: node.onSkip }
  if (type.role === 'action' && node.enabled && type.effects.some((effect) => ON_WEB.has(effect))) return { ...step, queue: 'http' }
  return type.role === 'action' && own.length === 0 && node.enabled ? { ...step, stops: 'execution' } : step
}

const ON_WEB: ReadonlySet<EffectKind> = new Set<EffectKind>(['web.post', 'http.request'])

/** An action's work is the widest of its effects; one that is switched off only settles itself. */
function workOf({ node, type, config }: Part): StepWork {
  if (type.role === 'trigger') return 'trigger'
  if (type.role === 'wait') return 'wait'
  if (type.role === 'condition' || !node.enabled) return 'decide'
  const works = new Set((type.effectsOf?.(config) ?? type.effects).map((effect) => EFFECT_WORK[effect]))
  return (['mail', 'outward', 'database'] as const).find((work) => works.has(work)) ?? 'decide'
}

function planNodeOf({ node, type, config }: Part): PlanNode {
  const { scope, interval, window } = type.role === 'action' ? node : { scope: null, interval: undefined, window: undefined }
  return { type: node.type, configVersion: type.configVersion, config, scope, interval: scope === 'interval' ? interval : undefined, window, enabled: node.enabled, name: node.name }
}

function settingsOf({ scope, interval, window, timeZone, effectBudgetPerHour, mayFollowItself }: RuleGraph): Omit<Plan, 'skeleton' | 'nodes' | 'leading'> {
  return { scope, interval: scope === 'interval' ? interval : undefined, window, timeZone, effectBudgetPerHour, mayFollowItself: mayFollowItself === true ? true : undefined }
}

function inOrder(graph: RuleGraph, problems: readonly Problem[]): readonly Problem[] {
  const place = ({ node }: Problem) => (node === null ? -1 : graph.nodes.findIndex(({ id }) => id === node))
  const weight = ({ severity }: Problem) => (severity === 'blocker' ? 0 : 1)
  return problems.toSorted((a, b) => weight(a) - weight(b) || place(a) - place(b))
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
