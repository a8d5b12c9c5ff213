import type { GraphEdge, RuleGraph } from '../../rules/graph'
import { connect } from './connect'
import { nodeOf, portsOf } from './document'

/** Takes steps away with everything that led to them or from them. */
export function removeNodes(graph: RuleGraph, ids: readonly string[]): RuleGraph {
  const gone = new Set(ids)
  return { ...graph, nodes: graph.nodes.filter(({ id }) => !gone.has(id)), edges: graph.edges.filter(({ from, to }) => !gone.has(from) && !gone.has(to)) }
}

/** Takes steps away and lets what led to each lead to what its first way out led to. What other ways out led to stays, unconnected. */
export function removeAndHeal(graph: RuleGraph, ids: readonly string[]): RuleGraph {
  return ids.reduce(healOne, graph)
}

function healOne(graph: RuleGraph, id: string): RuleGraph {
  const into = graph.edges.filter(({ to }) => to === id)
  const out = graph.edges.filter(({ from }) => from === id)
  const node = nodeOf(graph, id)
  const first = node === null ? undefined : portsOf(node).find((port) => out.some((edge) => edge.port === port))
  const follows = out.filter(({ port }) => port === first).map(({ to }) => to)
  const mended = into.flatMap((edge): readonly GraphEdge[] => follows.map((to, index) => ({ ...edge, id: index === 0 ? edge.id : `${edge.id.slice(0, 56)}-${index}`, to })))
  return mended.reduce(connect, removeNodes(graph, [id]))
}
