import type { GraphEdge, RuleGraph } from '../../rules/graph'
import { edgesFrom, nodeOf, portsOf, roleOf } from './document'

/** Why two steps cannot be connected. */
export type Refusal = 'itself' | 'intoStart' | 'circle' | 'twice' | 'noSuchPort' | 'gone'

/** Null when the connection can be made. `besides`: an edge that would be replaced by it. */
export function refusalOf(graph: RuleGraph, from: string, port: string, to: string, besides: string | null = null): Refusal | null {
  const source = nodeOf(graph, from)
  const target = nodeOf(graph, to)
  if (source === null || target === null) return 'gone'
  if (from === to) return 'itself'
  if (!portsOf(source).includes(port)) return 'noSuchPort'
  if (roleOf(target) === 'trigger') return 'intoStart'
  const others = graph.edges.filter(({ id }) => id !== besides)
  if (others.some((edge) => edge.from === from && edge.port === port && edge.to === to)) return 'twice'
  return leadsTo(others, to, from) ? 'circle' : null
}

/** The drawing with one edge more, or as it was where that is refused. */
export function connect(graph: RuleGraph, edge: GraphEdge): RuleGraph {
  return refusalOf(graph, edge.from, edge.port, edge.to) === null ? { ...graph, edges: [...graph.edges, edge] } : graph
}

/** Leads what leaves a port to another step instead; null takes the connections away. */
export function redirect(graph: RuleGraph, from: string, port: string, to: string | null, edgeId: string): RuleGraph {
  const [first] = edgesFrom(graph, from, port)
  const without = { ...graph, edges: graph.edges.filter((edge) => edge.from !== from || edge.port !== port) }
  if (to === null) return without
  const made = connect(without, { id: first?.id ?? edgeId, from, port, to })
  return made === without ? graph : made
}

export function disconnect(graph: RuleGraph, edgeId: string): RuleGraph {
  return { ...graph, edges: graph.edges.filter(({ id }) => id !== edgeId) }
}

/** Steps that a port may lead to, in document order. */
export function possibleTargets(graph: RuleGraph, from: string, port: string): readonly string[] {
  return graph.nodes.filter(({ id }) => refusalOf(graph, from, port, id) === null).map(({ id }) => id)
}

function leadsTo(edges: readonly GraphEdge[], start: string, end: string): boolean {
  const reached = new Set([start])
  for (const id of reached) {
    if (id === end) return true
    for (const edge of edges) if (edge.from === id) reached.add(edge.to)
  }
  return false
}
