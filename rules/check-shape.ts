import type { GraphEdge, GraphNode, RuleGraph } from './graph'
import { nodeType } from './nodes/index'
import { portsOf } from './ports'
import { problem } from './problem'
import type { Problem } from './problem'

/** Limits of a graph (semantics 2). */
const MAX_NODES = 200

export interface Shape {
  readonly problems: readonly Problem[]
  /** The nodes that can be reached from the trigger, in document order; all of them while there is no single trigger. */
  readonly nodes: readonly GraphNode[]
  /** The edges between those, each once. */
  readonly edges: readonly GraphEdge[]
  /** True when the graph has one trigger, no cycle, and only edges between nodes that exist. */
  readonly isSound: boolean
}

/** What can be said of a drawing without looking into configs: one trigger, edges that lead somewhere, ports that exist, no way round (semantics 1). */
export function checkShape(graph: RuleGraph): Shape {
  const triggers = graph.nodes.filter((node) => nodeType(node.type)?.role === 'trigger')
  const [trigger] = triggers
  const single = [...duplicates(graph), ...(trigger === undefined ? [problem(null, 'noTrigger')] : triggers.slice(1).map(({ id }) => problem(id, 'manyTriggers')))]
  const edges = graph.edges.filter((edge, index) => graph.edges.findIndex((other) => sameEdge(edge, other)) === index)
  const doubled = graph.edges.filter((edge) => !edges.includes(edge)).map(({ from }) => problem(from, 'duplicateEdge'))
  const wrong = edges.flatMap((edge) => checkEdge(graph, edge))
  const round = cycleIn(graph, edges)
  const isSound = single.length === 0 && wrong.length === 0 && round.length === 0
  const reached = trigger === undefined || triggers.length > 1 ? null : reachableFrom(trigger.id, edges)
  const nodes = reached === null ? graph.nodes : graph.nodes.filter(({ id }) => reached.has(id))
  const dead = graph.nodes.filter((node) => !nodes.includes(node)).map(({ id }) => problem(id, 'unreachable'))
  const settings = nodes.flatMap((node) => checkSettings(graph, node, edges))
  const tooMany = graph.nodes.length > MAX_NODES ? [problem(null, 'tooManyNodes', { values: { limit: MAX_NODES } })] : []
  return {
    problems: [...tooMany, ...single, ...wrong, ...round, ...doubled, ...dead, ...settings],
    nodes,
    edges: reached === null ? edges : edges.filter(({ from }) => reached.has(from)),
    isSound,
  }
}

/** Every node that edges lead to from here, the node itself included. */
export function reachableFrom(start: string, edges: readonly Pick<GraphEdge, 'from' | 'to'>[]): ReadonlySet<string> {
  const reached = new Set([start])
  for (const id of reached) for (const { from, to } of edges) if (from === id) reached.add(to)
  return reached
}

function duplicates({ nodes }: RuleGraph): readonly Problem[] {
  return nodes.filter(({ id }, index) => nodes.findIndex((other) => other.id === id) !== index).map(({ id }) => problem(id, 'duplicateId', { values: { id } }))
}

function sameEdge(a: GraphEdge, b: GraphEdge): boolean {
  return a.from === b.from && a.port === b.port && a.to === b.to
}

function checkEdge(graph: RuleGraph, { from, port, to }: GraphEdge): readonly Problem[] {
  const source = graph.nodes.find(({ id }) => id === from)
  const target = graph.nodes.find(({ id }) => id === to)
  if (source === undefined || target === undefined) return [problem(source?.id ?? target?.id ?? null, 'danglingEdge')]
  if (nodeType(target.type)?.role === 'trigger') return [problem(to, 'edgeIntoTrigger')]
  const type = nodeType(source.type)
  if (type === null || portsOf(type, source.config).includes(port) || (port === 'error' && source.onError === 'error')) return []
  return type.ports.length === 0 ? [problem(from, 'actionAfterStop')] : [problem(from, 'unknownPort', { values: { port } })]
}

function checkSettings(graph: RuleGraph, node: GraphNode, edges: readonly GraphEdge[]): readonly Problem[] {
  const type = nodeType(node.type)
  if (type === null) return []
  const found: Problem[] = []
  if (!node.enabled && type.role !== 'action') found.push(problem(node.id, 'cannotSwitchOff', { field: 'enabled' }))
  if (node.onError === 'continue' && !type.ports.includes('next')) found.push(problem(node.id, 'cannotGoOn', { field: 'onError' }))
  if (node.onError === 'error' && !edges.some(({ from, port }) => from === node.id && port === 'error')) found.push(problem(node.id, 'errorPathMissing', { field: 'onError' }))
  return found
}

/** Takes away, again and again, every node that nothing left leads to; what remains with a way back to itself is a circle. */
function cycleIn(graph: RuleGraph, edges: readonly GraphEdge[]): readonly Problem[] {
  let left = graph.nodes
  for (let before = -1; before !== left.length; ) {
    before = left.length
    const entered = new Set(edges.filter(({ from }) => left.some(({ id }) => id === from)).map(({ to }) => to))
    left = left.filter(({ id }) => entered.has(id))
  }
  const inCircle = left.filter(({ id }) => edges.some(({ from, to }) => from === id && reachableFrom(to, edges).has(id)))
  const [first] = inCircle
  return first === undefined ? [] : [problem(first.id, 'cycle', { values: { steps: inCircle.map(nameOf).join(', ') } })]
}

function nameOf(node: GraphNode): string {
  return node.name === '' ? (nodeType(node.type)?.label ?? node.type) : node.name
}
