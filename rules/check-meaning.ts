import { reachableFrom } from './check-shape'
import type { References } from './check-references'
import type { Part } from './part'
import { EFFECT_WORK } from './effects'
import type { Effect } from './effects'
import type { GraphEdge, RuleGraph } from './graph'
import { nodeType } from './nodes/index'
import { problem } from './problem'
import type { Problem } from './problem'

/** Most effects on mail servers and outgoing mails on any one path (semantics 2). */
const MAX_OUTWARD = 50

/** What a sound graph would do that its author hardly means. Edges lead only between nodes that exist, and never round. */
export function checkMeaning(graph: RuleGraph, parts: readonly Part[], edges: readonly GraphEdge[], references: References): readonly Problem[] {
  const actions = parts.filter(({ type }) => type.role === 'action' && type.ports.length > 0)
  const isUnread = (id: string, type: string) => edges.some(({ to }) => to === id) && nodeType(type)?.role === 'action' && !parts.some(({ node }) => node.id === id)
  const hasUnfinished = graph.nodes.some(({ id, type }) => isUnread(id, type))
  const nothing = actions.length === 0 && hasUnfinished ? [] : actions.length === 0 ? [problem(null, 'noAction')] : actions.some(({ node }) => node.enabled) ? [] : [problem(null, 'allSwitchedOff')]
  return [
    ...(parts.length === 0 ? [] : nothing),
    ...tooManyOutward(parts, edges),
    ...contradictingMoves(parts, edges, references),
    ...unconditionalReplies(graph, parts, edges),
    ...parts.flatMap(({ node, config }) => portsNeverTaken(node.id, config['listensTo'], edges)),
  ]
}

function tooManyOutward(parts: readonly Part[], edges: readonly GraphEdge[]): readonly Problem[] {
  const counts = new Map<string, number>()
  const longest = (id: string): number => {
    const known = counts.get(id)
    if (known !== undefined) return known
    const before = Math.max(0, ...edges.filter(({ to }) => to === id).map(({ from }) => longest(from)))
    const count = before + outwardOf(parts.find(({ node }) => node.id === id))
    counts.set(id, count)
    return count
  }
  const over = parts.find(({ node }) => longest(node.id) > MAX_OUTWARD)
  return over === undefined ? [] : [problem(over.node.id, 'tooManyOutward', { values: { limit: MAX_OUTWARD, count: Math.max(...counts.values()) } })]
}

function outwardOf(part: Part | undefined): number {
  if (part?.type.role !== 'action' || !part.node.enabled) return 0
  return part.type.effects.filter((effect) => EFFECT_WORK[effect] !== 'database').length
}

/** Two different moves on one path, with no wait between them: only the last would remain. */
function contradictingMoves(parts: readonly Part[], edges: readonly GraphEdge[], { mailboxes }: References): readonly Problem[] {
  const moves = parts.flatMap(({ node, type, config }) => (node.enabled && type.role === 'action' && hasEffect(type.effects, 'message.move') ? [{ node, to: String(config['mailboxRef']) }] : []))
  const waits = new Set(parts.filter(({ type }) => type.role === 'wait').map(({ node }) => node.id))
  const withoutWaits = edges.filter(({ from }) => !waits.has(from))
  const nameOf = (ref: string) => mailboxes[ref]?.name ?? ref
  return moves.flatMap((first) => {
    const after = reachableFrom(first.node.id, withoutWaits)
    const second = moves.find((move) => move !== first && move.to !== first.to && after.has(move.node.id))
    return second === undefined ? [] : [problem(second.node.id, 'contradictingMoves', { values: { first: nameOf(first.to), second: nameOf(second.to) } })]
  })
}

function hasEffect(effects: readonly Effect['kind'][], kind: Effect['kind']): boolean {
  return effects.includes(kind)
}

function unconditionalReplies(graph: RuleGraph, parts: readonly Part[], edges: readonly GraphEdge[]): readonly Problem[] {
  const trigger = parts.find(({ type }) => type.role === 'trigger')
  if (trigger === undefined) return []
  const conditions = new Set(parts.filter(({ type }) => type.role === 'condition').map(({ node }) => node.id))
  const always = reachableFrom(trigger.node.id, edges.filter(({ from }) => !conditions.has(from)))
  return parts.flatMap(({ node, type }) =>
    type.role === 'action' && node.enabled && graph.scope === 'message' && hasEffect(type.effects, 'mail.reply') && always.has(node.id) ? [problem(node.id, 'replyUnconditional')] : [],
  )
}

function portsNeverTaken(node: string, listensTo: unknown, edges: readonly GraphEdge[]): readonly Problem[] {
  return listensTo === 'nothing' && edges.some(({ from, port }) => from === node && port === 'replied') ? [problem(node, 'portNeverTaken')] : []
}
