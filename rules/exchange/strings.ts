import type { RuleGraph } from '../graph'

/** Every text anywhere in a JSON value, keys left out. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(stringsIn)
}

/** A copy of a JSON value with every text that is a key of `by` replaced. Keys, and texts that only contain one, stay as they are. */
export function replaced(value: unknown, by: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return by.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => replaced(item, by))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, by)]))
}

/** A drawing whose steps refer to other things. */
export function graphWith(graph: RuleGraph, by: ReadonlyMap<string, string>): RuleGraph {
  return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, config: replaced(node.config, by) })) }
}
