import { fold } from '../../rules/fold'
import type { RuleGraph } from '../../rules/graph'
import type { NodeType } from '../../rules/node-type'
import { NODE_TYPES, nodeType } from '../../rules/nodes/index'
import { nodeOf, triggerOf } from './document'
import { upstream } from './walk'

const FOLLOWS: { readonly [G in NodeType['group']]: readonly NodeType['group'][] } = {
  start: ['decide', 'classify', 'create'],
  decide: ['classify', 'create', 'respond'],
  wait: ['notify', 'respond', 'decide'],
  classify: ['classify', 'create', 'notify'],
  create: ['respond', 'notify', 'classify'],
  notify: ['wait', 'respond', 'decide'],
  respond: ['wait', 'notify', 'classify'],
}

/** Up to three kinds of step that usually come after this one and are not on the way to it yet. */
export function fitsAfter(graph: RuleGraph, id: string | null): readonly NodeType[] {
  const node = nodeOf(graph, id)
  const type = node === null ? null : nodeType(node.type)
  if (node === null || type === null || type.ports.length === 0) return []
  const before = new Set(upstream(graph, node.id).map((one) => nodeOf(graph, one)?.type))
  return FOLLOWS[type.group]
    .flatMap((group) => NODE_TYPES.filter((candidate) => candidate.group === group && candidate.ports.length > 0 && !before.has(candidate.type)).slice(0, 1))
    .slice(0, 3)
}

/** Why a kind of step cannot be added here; null when it can. */
export function obstacleTo(graph: RuleGraph, type: NodeType): 'oneStart' | 'full' | null {
  if (type.role === 'trigger' && triggerOf(graph) !== null) return 'oneStart'
  return graph.nodes.length >= 200 ? 'full' : null
}

/** Whether every word typed begins or stands in one of the texts; case and accents do not count. */
export function isFoundBy(typed: string, texts: readonly string[]): boolean {
  const hay = fold(texts.join(' \n '))
  return fold(typed).split(/\s+/).every((word) => hay.includes(word))
}
