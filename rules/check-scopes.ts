import type { Part } from './part'
import type { GraphEdge, RuleGraph } from './graph'
import { leadingOf } from './leading'
import { problem } from './problem'
import type { Problem } from './problem'
import { isLooser } from './scope'
import type { Interval, ScopeKind } from './scope'
import { canOpen } from './window'

/** How often and when: scopes that hold something back, times that come, and *Stop later rules* where it can still be decided at intake (semantics 13, 18, 20). */
export function checkScopes(graph: RuleGraph, parts: readonly Part[], edges: readonly GraphEdge[]): readonly Problem[] {
  const leading = leadingOf(parts, edges)
  return [
    ...intervalOf(null, graph),
    ...(graph.window !== undefined && !canOpen(graph.window) ? [problem(null, 'windowNeverOpen', { field: 'window' })] : []),
    ...parts.flatMap((part) => checkAction(graph, part, leading)),
  ]
}

function checkAction(graph: RuleGraph, { node, type }: Part, leading: readonly string[]): readonly Problem[] {
  if (type.role !== 'action') return []
  const { id, scope, interval, window } = node
  const found: Problem[] = []
  if (scope !== null) found.push(...intervalOf(id, { scope, interval }))
  if (scope !== null && isLooser({ scope, interval }, graph)) found.push(problem(id, 'scopeLooser', { field: 'scope' }))
  if (window !== undefined && !canOpen(window)) found.push(problem(id, 'windowNeverOpen', { field: 'window' }))
  if (type.stopsLaterRules !== true || !node.enabled) return found
  if (scope !== null || window !== undefined) found.push(problem(id, 'stopLaterLimited', { field: scope === null ? 'window' : 'scope' }))
  if (!leading.includes(id)) found.push(problem(id, 'stopLaterTooLate'))
  return found
}

function intervalOf(node: string | null, { scope, interval }: { readonly scope: ScopeKind; readonly interval?: Interval }): readonly Problem[] {
  return scope === 'interval' && interval === undefined ? [problem(node, 'needsInterval', { field: 'interval' })] : []
}
