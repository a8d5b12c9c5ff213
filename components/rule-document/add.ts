import { GraphNode } from '../../rules/graph'
import type { GraphEdge, RuleGraph } from '../../rules/graph'
import { nodeType } from '../../rules/nodes/index'
import { connect } from './connect'
import { edgeOf, nodeOf, portsOf } from './document'
import { afterShift, below, clearOf, type Point } from './place'

/** Where a new step goes: behind a port, between two steps, or nowhere yet. */
export type Place =
  | { readonly kind: 'port'; readonly from: string; readonly port: string }
  | { readonly kind: 'edge'; readonly edge: string }
  | { readonly kind: 'free'; readonly at: Point }

export interface NewIds {
  readonly node: string
  /** Two, for a step that goes between two others. */
  readonly edges: readonly [string, string]
}

/** A step as it is when freshly added: its type's initial config. Null for a type that does not exist. */
function freshNode(type: string, id: string, position: Point): GraphNode | null {
  const known = nodeType(type)
  return known === null ? null : GraphNode.parse({ id, type, config: known.initial, configVersion: known.configVersion, position })
}

/** Adds a step of a type. Behind a port it is connected; on an edge it goes in between, and what follows moves down. The drawing as it was for a type that does not exist. */
export function addStep(graph: RuleGraph, type: string, place: Place, ids: NewIds, at?: Point): RuleGraph {
  if (place.kind === 'free') return withNode(graph, type, ids.node, clearOf(graph, place.at))
  if (place.kind === 'edge') return between(graph, type, place.edge, ids)
  const source = nodeOf(graph, place.from)
  if (source === null) return graph
  const added = withNode(graph, type, ids.node, at ?? below(graph, source, portsOf(source).indexOf(place.port)))
  return connect(added, { id: ids.edges[0], from: place.from, port: place.port, to: ids.node })
}

/** Puts a step that is already there, and connected to nothing, between two others. */
export function spliceIn(graph: RuleGraph, node: string, edge: string, edgeId: string): RuleGraph {
  const old = edgeOf(graph, edge)
  const moved = nodeOf(graph, node)
  if (old === null || moved === null || graph.edges.some(({ from, to }) => from === node || to === node)) return graph
  return { ...graph, edges: graph.edges.flatMap((one) => (one.id === edge ? halves(one, moved, edgeId) : [one])) }
}

function between(graph: RuleGraph, type: string, edge: string, ids: NewIds): RuleGraph {
  const old = edgeOf(graph, edge)
  const source = nodeOf(graph, old?.from ?? null)
  const target = nodeOf(graph, old?.to ?? null)
  if (old === null || source === null || target === null) return graph
  const added = withNode(afterShift(graph, source, target), type, ids.node, target.position)
  return spliceIn(added, ids.node, edge, ids.edges[1])
}

function halves(edge: GraphEdge, middle: GraphNode, id: string): readonly GraphEdge[] {
  const [port] = portsOf(middle)
  const first = { ...edge, to: middle.id }
  return port === undefined ? [first] : [first, { id, from: middle.id, port, to: edge.to }]
}

function withNode(graph: RuleGraph, type: string, id: string, position: Point): RuleGraph {
  const node = freshNode(type, id, position)
  return node === null ? graph : { ...graph, nodes: [...graph.nodes, node] }
}
