import { reachableFrom } from '../../rules/check-shape'
import type { GraphNode, RuleGraph } from '../../rules/graph'

/** Where steps stand. Fixed sizes, so that everything can be placed before anything is drawn. */

export interface Point {
  readonly x: number
  readonly y: number
}

export const NODE_WIDTH = 240
export const NODE_HEIGHT = 72
/** Room between two rows: a label, a plus and the rounded corners of a connection. */
export const ROW_GAP = 56
export const COLUMN_GAP = 40
const STEP_DOWN = NODE_HEIGHT + ROW_GAP
const STEP_ASIDE = NODE_WIDTH + COLUMN_GAP

/** A free place below a node: under it for its first port, one column further for each other one, then wherever nothing stands. */
export function below(graph: RuleGraph, node: GraphNode, portIndex: number): Point {
  const y = node.position.y + STEP_DOWN
  const start = node.position.x + Math.max(0, portIndex) * STEP_ASIDE
  for (let column = 0; column < 50; column++) {
    const x = start + column * STEP_ASIDE
    if (!graph.nodes.some(({ position }) => overlaps(position, { x, y }))) return { x, y }
  }
  return { x: start, y: y + STEP_DOWN }
}

/** The nearest place to a wished one where a step lies on no other, sideways before down; of several steps, where none does, each standing so far from the place. */
export function clearOf(graph: RuleGraph, wished: Point, steps: readonly Point[] = [{ x: 0, y: 0 }]): Point {
  const isFree = (at: Point) => !graph.nodes.some(({ position }) => steps.some((from) => overlaps(position, { x: from.x + at.x, y: from.y + at.y })))
  for (let ring = 0; ring < 40; ring++) {
    const by = ring * 24
    const found = [{ x: by, y: 0 }, { x: -by, y: 0 }, { x: 0, y: by }].map(({ x, y }) => ({ x: wished.x + x, y: wished.y + y })).find(isFree)
    if (found !== undefined) return found
  }
  return wished
}

/** The drawing with everything that follows a step moved down where there is no room for one more in front of it. */
export function afterShift(graph: RuleGraph, source: GraphNode, target: GraphNode): RuleGraph {
  const missing = STEP_DOWN * 2 - (target.position.y - source.position.y)
  if (missing <= 0) return graph
  const behind = reachableFrom(target.id, graph.edges)
  return { ...graph, nodes: graph.nodes.map((node) => (behind.has(node.id) ? { ...node, position: { x: node.position.x, y: node.position.y + STEP_DOWN } } : node)) }
}

/** Takes over new positions; nodes that are not named stay. */
export function placeNodes(graph: RuleGraph, positions: ReadonlyMap<string, Point>): RuleGraph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const next = positions.get(node.id)
      return next === undefined || (next.x === node.position.x && next.y === node.position.y) ? node : { ...node, position: next }
    }),
  }
}

/** The smallest box round the nodes; null where there are none. */
export function boundsOf(nodes: readonly Pick<GraphNode, 'position'>[]): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | null {
  if (nodes.length === 0) return null
  const xs = nodes.map(({ position }) => position.x)
  const ys = nodes.map(({ position }) => position.y)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) + NODE_WIDTH - x, height: Math.max(...ys) + NODE_HEIGHT - y }
}

function overlaps(a: Point, b: Point): boolean {
  return Math.abs(a.x - b.x) < NODE_WIDTH + 8 && Math.abs(a.y - b.y) < NODE_HEIGHT + 8
}
