import type { GraphEdge, GraphNode, RuleGraph } from '../../rules/graph'
import type { NodeType } from '../../rules/node-type'
import { nodeType } from '../../rules/nodes/index'
import { portsOf as portsOfType } from '../../rules/ports'

/**
 * This folder is the rule as the editor holds it: the drawing, and the commands that change it. All of it is pure (a drawing in, a drawing out; ids are given), so
 * that canvas, outline and sentence are views of one document with the same commands. Nothing of React may be imported here.
 * A new command: a function here that leaves what it does not mean to change as it is, and its sentence in the history (`did.ts`).
 */

export function nodeOf(graph: RuleGraph, id: string | null): GraphNode | null {
  return graph.nodes.find((node) => node.id === id) ?? null
}

export function edgeOf(graph: RuleGraph, id: string | null): GraphEdge | null {
  return graph.edges.find((edge) => edge.id === id) ?? null
}

export function roleOf(node: Pick<GraphNode, 'type'>): NodeType['role'] | null {
  return nodeType(node.type)?.role ?? null
}

/** Every way out of a node in the order it is drawn, with the error port where the node has one. */
export function portsOf(node: Pick<GraphNode, 'type' | 'onError' | 'config'>): readonly string[] {
  const type = nodeType(node.type)
  const ports = type === null ? [] : portsOfType(type, node.config)
  return node.onError === 'error' ? [...ports, 'error'] : ports
}

export function triggerOf(graph: RuleGraph): GraphNode | null {
  return graph.nodes.find((node) => roleOf(node) === 'trigger') ?? null
}

/** Edges that leave a port, in document order. */
export function edgesFrom(graph: RuleGraph, id: string, port?: string): readonly GraphEdge[] {
  return graph.edges.filter((edge) => edge.from === id && (port === undefined || edge.port === port))
}

export function edgesInto(graph: RuleGraph, id: string): readonly GraphEdge[] {
  return graph.edges.filter((edge) => edge.to === id)
}

/** Ports that nothing is connected to yet. */
export function freePorts(graph: RuleGraph, node: GraphNode): readonly string[] {
  return portsOf(node).filter((port) => edgesFrom(graph, node.id, port).length === 0)
}

/** Equal in what is stored; the order of keys does not count. */
export function sameGraph(a: RuleGraph, b: RuleGraph): boolean {
  return a === b || canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, held: unknown) => (typeof held === 'object' && held !== null && !Array.isArray(held) ? Object.fromEntries(Object.entries(held).toSorted(([a], [b]) => (a < b ? -1 : 1))) : held))
}
