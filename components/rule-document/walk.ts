import { reachableFrom } from '../../rules/check-shape'
import type { GraphNode, RuleGraph } from '../../rules/graph'
import { edgesFrom, edgesInto, nodeOf, portsOf, triggerOf } from './document'

export type Direction = 'down' | 'up' | 'left' | 'right'

/** The step an arrow key leads to: along connections up and down, along what stands beside it left and right. The step itself when there is none. */
export function neighbour(graph: RuleGraph, id: string | null, direction: Direction): string | null {
  const node = nodeOf(graph, id)
  if (node === null) return (triggerOf(graph) ?? graph.nodes[0])?.id ?? null
  if (direction === 'down') return firstBelow(graph, node) ?? node.id
  if (direction === 'up') return edgesInto(graph, node.id)[0]?.from ?? node.id
  return beside(graph, node, direction) ?? node.id
}

/** A step and everything it leads to. */
export function downstream(graph: RuleGraph, id: string): readonly string[] {
  return inOrder(graph, reachableFrom(id, graph.edges))
}

/** A step and everything that leads to it. */
export function upstream(graph: RuleGraph, id: string): readonly string[] {
  return inOrder(graph, reachableFrom(id, graph.edges.map(({ from, to }) => ({ from: to, to: from }))))
}

function firstBelow(graph: RuleGraph, node: GraphNode): string | undefined {
  return portsOf(node).flatMap((port) => edgesFrom(graph, node.id, port))[0]?.to
}

function beside(graph: RuleGraph, node: GraphNode, direction: 'left' | 'right'): string | undefined {
  const sign = direction === 'left' ? -1 : 1
  const aside = (other: GraphNode) => (other.position.x - node.position.x) * sign
  const distance = (other: GraphNode) => aside(other) + Math.abs(other.position.y - node.position.y) * 2
  return graph.nodes.filter((other) => aside(other) > 8).toSorted((a, b) => distance(a) - distance(b))[0]?.id
}

function inOrder(graph: RuleGraph, ids: ReadonlySet<string>): readonly string[] {
  return graph.nodes.filter(({ id }) => ids.has(id)).map(({ id }) => id)
}
