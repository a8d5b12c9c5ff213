import type { GraphNode, RuleGraph } from '../../rules/graph'
import { edgesFrom, edgesInto, portsOf, roleOf, triggerOf } from './document'

/** The drawing as lines of text: a way out that branches is a line of its own, what follows it stands below it. */
export type OutlineLine =
  | { readonly kind: 'step'; readonly key: string; readonly node: GraphNode; readonly level: number; readonly loose: boolean }
  /** A way out of the step above it. `empty`: nothing follows. */
  | { readonly kind: 'port'; readonly key: string; readonly from: GraphNode; readonly port: string; readonly level: number; readonly empty: boolean }
  /** A step that several ways lead to: told once, then only named. */
  | { readonly kind: 'again'; readonly key: string; readonly node: GraphNode; readonly from: string; readonly level: number }

/** Every step once, in the order in which the rule is read; steps that nothing leads to come last. */
export function outlineOf(graph: RuleGraph): readonly OutlineLine[] {
  const lines: OutlineLine[] = []
  const told = new Set<string>()
  const tell = (node: GraphNode, level: number, from: string, loose: boolean) => {
    if (told.has(node.id)) {
      lines.push({ kind: 'again', key: `${from}>${node.id}`, node, from, level })
      return
    }
    told.add(node.id)
    lines.push({ kind: 'step', key: node.id, node, level, loose })
    for (const port of portsOf(node)) follow(node, port, level)
  }
  const follow = (node: GraphNode, port: string, level: number) => {
    const next = edgesFrom(graph, node.id, port).flatMap(({ to }) => graph.nodes.filter(({ id }) => id === to))
    const plain = port === 'next'
    if (!plain) lines.push({ kind: 'port', key: `${node.id}:${port}`, from: node, port, level: level + 1, empty: next.length === 0 })
    for (const one of next) tell(one, plain ? level : level + 1, node.id, false)
  }
  const trigger = triggerOf(graph)
  if (trigger !== null) tell(trigger, 0, '', false)
  const heads = graph.nodes.filter((node) => !told.has(node.id) && edgesInto(graph, node.id).length === 0)
  for (const node of heads) tell(node, 0, '', roleOf(node) !== 'trigger')
  for (const node of graph.nodes) if (!told.has(node.id)) tell(node, 0, '', true)
  return lines
}
