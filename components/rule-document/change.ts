import type { GraphNode, RuleGraph } from '../../rules/graph'
import { nodeType } from '../../rules/nodes/index'
import { isLooser, type Scope } from '../../rules/scope'
import { edgesFrom } from './document'

export type Settings = Partial<Pick<GraphNode, 'join' | 'onError' | 'onSkip' | 'enabled' | 'scope' | 'interval' | 'window' | 'name' | 'note'>>

/** What is said of the rule as a whole. */
export type RuleSettings = Partial<Pick<RuleGraph, 'scope' | 'interval' | 'window' | 'timeZone' | 'effectBudgetPerHour' | 'mayFollowItself'>>

/** Changes one field of a step's config. The stored config may be unfinished or odd; only the field changes. */
export function setField(graph: RuleGraph, id: string, field: string, value: unknown): RuleGraph {
  return changeNode(graph, id, (node) => ({ ...node, config: { ...asObject(node.config), [field]: value }, configVersion: nodeType(node.type)?.configVersion ?? node.configVersion }))
}

/** Lets something else set the rule off. What leads on from the start stays connected. */
export function setTrigger(graph: RuleGraph, id: string, type: string): RuleGraph {
  const to = nodeType(type)
  return to?.role === 'trigger' ? changeNode(graph, id, (node) => (node.type === type ? node : { ...node, type, config: to.initial, configVersion: to.configVersion })) : graph
}

/** Changes how a step is run, its name or its note. Where the error way goes, so do its connections. */
export function setSettings(graph: RuleGraph, id: string, settings: Settings): RuleGraph {
  const changed = changeNode(graph, id, (node) => ({ ...node, ...settings }))
  if (settings.onError === undefined || settings.onError === 'error') return changed
  const lost = new Set(edgesFrom(changed, id, 'error'))
  return lost.size === 0 ? changed : { ...changed, edges: changed.edges.filter((edge) => !lost.has(edge)) }
}

/** How often the rule acts. Actions that would then be looser than the rule follow it. */
export function setScope(graph: RuleGraph, rule: Scope): RuleGraph {
  const isLoose = ({ scope, interval }: GraphNode) => scope !== null && isLooser({ scope, interval }, rule)
  const nodes = graph.nodes.map((node) => (isLoose(node) ? { ...node, scope: null, interval: undefined } : node))
  return { ...graph, scope: rule.scope, interval: rule.interval, nodes }
}

/** Changes what is said of the rule as a whole; undefined takes it away. */
export function setRule(graph: RuleGraph, settings: Omit<RuleSettings, 'scope' | 'interval'>): RuleGraph {
  return { ...graph, ...settings }
}

/** Puts a step one place earlier or later in the document: where several follow the same way out, they act in that order (semantics 7). */
export function reorder(graph: RuleGraph, id: string, by: -1 | 1): RuleGraph {
  const into = graph.edges.findIndex(({ to }) => to === id)
  const edge = graph.edges[into]
  if (edge === undefined) return graph
  const siblings = graph.edges.flatMap(({ from, port }, index) => (from === edge.from && port === edge.port ? [index] : []))
  const other = siblings[siblings.indexOf(into) + by]
  const swapped = other === undefined ? undefined : graph.edges[other]
  if (other === undefined || swapped === undefined) return graph
  const edges = graph.edges.map((one, index) => (index === into ? swapped : index === other ? edge : one))
  return { ...graph, edges, nodes: inPlaces(graph.nodes, edge.to, swapped.to) }
}

function inPlaces(nodes: readonly GraphNode[], a: string, b: string): GraphNode[] {
  const [first, second] = [nodes.find(({ id }) => id === a), nodes.find(({ id }) => id === b)]
  if (first === undefined || second === undefined) return [...nodes]
  return nodes.map((node) => (node === first ? second : node === second ? first : node))
}

function changeNode(graph: RuleGraph, id: string, change: (node: GraphNode) => GraphNode): RuleGraph {
  return { ...graph, nodes: graph.nodes.map((node) => (node.id === id ? change(node) : node)) }
}

function asObject(config: unknown): Readonly<Record<string, unknown>> {
  return typeof config === 'object' && config !== null ? Object.fromEntries(Object.entries(config)) : {}
}
