import type { RuleGraph } from '../graph'

const COLUMN = 288
const ROW = 136

/** A drawing that has no places yet, laid out in rows: each step below all that lead to it, beside those that do as deep. One that has places stays as it is. */
export function placed(graph: RuleGraph): RuleGraph {
  const [first] = graph.nodes
  if (first === undefined || graph.nodes.some(({ position }) => position.x !== first.position.x || position.y !== first.position.y)) return graph
  const depths = depthsOf(graph)
  const columns = new Map<number, number>()
  const nodes = graph.nodes.map((node) => {
    const depth = depths.get(node.id) ?? 0
    const column = columns.get(depth) ?? 0
    columns.set(depth, column + 1)
    return { ...node, position: { x: column * COLUMN, y: depth * ROW } }
  })
  return { ...graph, nodes }
}

/** How many steps lead to each at most. Connections that lead round in a circle count once round at most. */
function depthsOf({ nodes, edges }: RuleGraph): ReadonlyMap<string, number> {
  const depths = new Map(nodes.map(({ id }) => [id, 0]))
  for (let round = 1; round < nodes.length; round++) {
    const before = new Map(depths)
    for (const { from, to } of edges) if (depths.has(to)) depths.set(to, Math.min(nodes.length - 1, Math.max(depths.get(to) ?? 0, (before.get(from) ?? 0) + 1)))
    if ([...depths].every(([id, depth]) => before.get(id) === depth)) break
  }
  return depths
}
