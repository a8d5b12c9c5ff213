/**
 * rules/ is what a rule is and means, and nothing that does it: no I/O, no clock, no randomness, no Node, no React, so that it runs in the worker, in
 * the API and in the browser alike. It imports zod, liquidjs, re2js and itself. A new kind of step is a file in `nodes/`; a new effect is a key in
 * `effects.ts`. This file is the way from what was drawn to what runs.
 */
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
import { nodeType } from './nodes/index'
import type { Part } from './part'
import { portsOf } from './ports'
import { PLAN_VERSION } from './plan/plan'
import type { PlanSkeleton, PlanStep, StepWork } from './plan/plan'
import { problem } from './problem'
import type { Problem } from './problem'
import type { Plan, PlanNode } from './rule-plan'

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
