import dagre from '@dagrejs/dagre'
import type { GraphNode, RuleGraph } from '../../rules/graph'
import { edgesFrom, portsOf, roleOf } from './document'
import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, placeNodes, ROW_GAP, type Point } from './place'

/** Places every step anew, top-down, the ways out of a step from left to right. With `only`, those steps alone, where they stood. */
export function tidy(graph: RuleGraph, only: readonly string[] = []): RuleGraph {
  const chosen = only.length > 1 ? graph.nodes.filter(({ id }) => only.includes(id)) : graph.nodes
  const inside = new Set(chosen.map(({ id }) => id))
  const drawing = new dagre.graphlib.Graph({ multigraph: true })
  drawing.setGraph({ rankdir: 'TB', nodesep: COLUMN_GAP, ranksep: ROW_GAP, edgesep: COLUMN_GAP })
  drawing.setDefaultEdgeLabel(() => ({}))
  const ordered = chosen.toSorted((a, b) => Number(roleOf(b) === 'trigger') - Number(roleOf(a) === 'trigger'))
  for (const { id } of ordered) drawing.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT })
  for (const node of ordered) {
    for (const port of portsOf(node)) {
      for (const edge of graph.edges) if (edge.from === node.id && edge.port === port && inside.has(edge.to)) drawing.setEdge(edge.from, edge.to, {}, edge.id)
    }
  }
  dagre.layout(drawing, { constraints: ordered.flatMap((node) => leftToRight(graph, node)) })
  const placed = new Map(ordered.map(({ id }): [string, Point] => [id, cornerOf(drawing.node(id))]))
  const [anchor] = ordered
  const first = anchor === undefined ? undefined : placed.get(anchor.id)
  if (anchor === undefined || first === undefined) return graph
  const by = only.length > 1 ? { x: anchor.position.x - first.x, y: anchor.position.y - first.y } : { x: 0, y: 0 }
  return placeNodes(graph, new Map([...placed].map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }])))
}

/** Which step stands left of which, by the ways out that lead to them. */
function leftToRight(graph: RuleGraph, node: GraphNode): readonly { readonly left: string; readonly right: string }[] {
  const targets = portsOf(node).flatMap((port) => edgesFrom(graph, node.id, port).map(({ to }) => to))
  return targets.slice(1).flatMap((right, index) => (targets[index] === undefined || targets[index] === right ? [] : [{ left: targets[index], right }]))
}

/** dagre answers with centres. */
function cornerOf(centre: { readonly x: number; readonly y: number }): Point {
  return { x: Math.round(centre.x - NODE_WIDTH / 2), y: Math.round(centre.y - NODE_HEIGHT / 2) }
}
