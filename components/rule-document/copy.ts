import { z } from 'zod'
import { GraphEdge, GraphNode } from '../../rules/graph'
import type { RuleGraph } from '../../rules/graph'
import { roleOf } from './document'
import { boundsOf, clearOf, NODE_WIDTH, COLUMN_GAP, type Point } from './place'

/** Steps on the clipboard: JSON text, so that they can go to another rule, another tab or a mail. */
const Copied = z.object({ format: z.literal('postroom.steps'), nodes: z.array(GraphNode).min(1).max(200), edges: z.array(GraphEdge).max(400) })

/** The steps with the connections among them; null when there is nothing to copy. A start is not copied: a rule has one. */
export function copyText(graph: RuleGraph, ids: readonly string[]): string | null {
  const nodes = graph.nodes.filter((node) => ids.includes(node.id) && roleOf(node) !== 'trigger')
  if (nodes.length === 0) return null
  const inside = new Set(nodes.map(({ id }) => id))
  return JSON.stringify({ format: 'postroom.steps', nodes, edges: graph.edges.filter(({ from, to }) => inside.has(from) && inside.has(to)) })
}

export interface Pasted {
  readonly graph: RuleGraph
  readonly ids: readonly string[]
}

/** Adds copied steps under new ids. `at`: where the upper left of them is to stand; without it, a column beside where they were; in both cases as near to it as they lie on no step. Null: the text is none of ours. */
export function paste(graph: RuleGraph, text: string, newId: () => string, at: Point | null = null): Pasted | null {
  const read = Copied.safeParse(jsonOf(text))
  if (!read.success) return null
  const { nodes, edges } = read.data
  const bounds = boundsOf(nodes)
  const wished = at === null || bounds === null ? { x: NODE_WIDTH + COLUMN_GAP, y: 0 } : { x: at.x - bounds.x, y: at.y - bounds.y }
  const by = clearOf(graph, wished, nodes.map(({ position }) => position))
  const renamed = new Map(nodes.map(({ id }) => [id, newId()]))
  const added = nodes.map((node) => ({ ...node, id: renamed.get(node.id) ?? node.id, position: { x: node.position.x + by.x, y: node.position.y + by.y } }))
  const wires = edges.flatMap((edge) => {
    const [from, to] = [renamed.get(edge.from), renamed.get(edge.to)]
    return from === undefined || to === undefined ? [] : [{ ...edge, id: newId(), from, to }]
  })
  return { graph: { ...graph, nodes: [...graph.nodes, ...added], edges: [...graph.edges, ...wires] }, ids: added.map(({ id }) => id) }
}

/** A clipboard holds anything; what is no JSON is none of ours. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}
