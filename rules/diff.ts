import { canonical } from './canonical'
import { reachableFrom } from './check-shape'
import { configDifferences } from './diff-config'
import type { GraphEdge, GraphNode, RuleGraph } from './graph'
import { sentenceOfScope, sentenceOfWindow } from './limits-sentence'
import type { Sentence, SentenceValue } from './node-type'
import { nodeType } from './nodes/index'
import { ownPortName } from './ports'
import { sentenceOfNode } from './rule-sentence'
import type { Scope } from './scope'

/**
 * What two drawings of a rule differ in, by the ids of their steps: what it means, and apart from that what only looks different. The later drawing is the one
 * that is told: `added` is a step it has and the earlier had not.
 */

export type DifferenceKind = 'rule' | 'added' | 'removed' | 'changed' | 'rewired' | 'order' | 'look'

export interface Difference {
  readonly kind: DifferenceKind
  /** The step it is about, by its id in whichever drawing has it; null for the rule as a whole. */
  readonly node: string | null
  /** The field of the step's form. */
  readonly field?: string
  readonly says: Sentence
}

export interface GraphDiff {
  /** What the rule does differently: rule, added, removed and changed steps, connections, order. */
  readonly changes: readonly Difference[]
  /** Places, names and notes: they change nothing. */
  readonly looks: readonly Difference[]
}

/** What changed from one drawing to another, each change as a sentence; steps are the same when their ids are. */
export function diffOf(before: RuleGraph, after: RuleGraph): GraphDiff {
  const pairs = after.nodes.flatMap((node) => {
    const old = before.nodes.find(({ id }) => id === node.id)
    return old === undefined ? [] : [{ old, node }]
  })
  const added = after.nodes.filter(({ id }) => !before.nodes.some((node) => node.id === id))
  const removed = before.nodes.filter(({ id }) => !after.nodes.some((node) => node.id === id))
  const changes = [
    ...ruleChanges(before, after),
    ...added.map((node): Difference => ({ kind: 'added', node: node.id, says: [{ phrase: 'diff.added', values: { step: step(node) } }] })),
    ...removed.map((node): Difference => ({ kind: 'removed', node: node.id, says: [{ phrase: 'diff.removed', values: { step: step(node) } }] })),
    ...pairs.flatMap(({ old, node }) => stepChanges(old, node)),
    ...rewired(before, after),
    ...reordered(before, after),
  ]
  return { changes, looks: pairs.flatMap(({ old, node }) => looksOf(old, node)) }
}

function ruleChanges(before: RuleGraph, after: RuleGraph): readonly Difference[] {
  const zone = ({ timeZone }: RuleGraph) => (timeZone === undefined ? saying('diff.workspaceZone') : { text: timeZone })
  const budget = ({ effectBudgetPerHour }: RuleGraph): SentenceValue => (effectBudgetPerHour === undefined ? saying('diff.unset') : { count: effectBudgetPerHour })
  const all = [
    setting('scope', scopeOf(before), scopeOf(after), { sentence: sentenceOfScope(before) }, { sentence: sentenceOfScope(after) }),
    setting('window', before.window, after.window, windowOf(before), windowOf(after)),
    setting('timeZone', before.timeZone, after.timeZone, zone(before), zone(after)),
    setting('budget', before.effectBudgetPerHour, after.effectBudgetPerHour, budget(before), budget(after)),
    setting('mayFollowItself', before.mayFollowItself === true, after.mayFollowItself === true, onOff(before.mayFollowItself === true), onOff(after.mayFollowItself === true)),
  ]
  return all.flatMap((one): readonly Difference[] => (one === null ? [] : [{ kind: 'rule', node: null, field: one.name, says: [{ phrase: 'diff.rule', values: one.values }] }]))
}

function stepChanges(old: GraphNode, node: GraphNode): readonly Difference[] {
  if (old.type !== node.type) return [{ kind: 'changed', node: node.id, says: [{ phrase: 'diff.replaced', values: { before: step(old), after: step(node) } }] }]
  const type = nodeType(node.type)
  const config = type === null ? (canonical(old.config) === canonical(node.config) ? [] : [{ field: '', says: [{ phrase: 'diff.unreadable', values: { step: step(node) } }] }]) : configDifferences(type, old, node, step(node))
  const choice = (name: 'join' | 'onError' | 'onSkip') => setting(name, old[name], node[name], saying(`diff.choice.${name}.${old[name]}`), saying(`diff.choice.${name}.${node[name]}`))
  const limit = (one: GraphNode): SentenceValue => (one.scope === null ? saying('diff.likeRule') : { sentence: sentenceOfScope({ scope: one.scope, interval: one.interval }) })
  const settings = [
    setting('enabled', old.enabled, node.enabled, onOff(old.enabled), onOff(node.enabled)),
    setting('scope', limitOf(old), limitOf(node), limit(old), limit(node)),
    setting('window', old.window, node.window, windowOf(old), windowOf(node)),
    choice('join'), choice('onError'), choice('onSkip'),
  ]
  return [
    ...config.map(({ field, says }): Difference => ({ kind: 'changed', node: node.id, ...(field === '' ? {} : { field }), says })),
    ...settings.flatMap((one): readonly Difference[] => (one === null ? [] : [{ kind: 'changed', node: node.id, field: one.name, says: [{ phrase: 'diff.field', values: { step: step(node), ...one.values } }] }])),
  ]
}

/** Where the ways out of each step lead, told for steps that are in the later drawing. */
function rewired(before: RuleGraph, after: RuleGraph): readonly Difference[] {
  return after.nodes.flatMap((node) => {
    const ports = new Set([...before.edges, ...after.edges].filter(({ from }) => from === node.id).map(({ port }) => port))
    const isNew = !before.nodes.some(({ id }) => id === node.id)
    return [...ports].flatMap((port): readonly Difference[] => {
      const [was, is] = [targets(before, node.id, port), targets(after, node.id, port)]
      if (was.join() === is.join()) return []
      const values = { step: step(node), port: portName(node, port), before: isNew ? saying('diff.nothing') : leading(before, was), after: leading(after, is) }
      return [{ kind: 'rewired', node: node.id, says: [{ phrase: 'diff.leads', values }] }]
    })
  })
}

function targets({ edges }: RuleGraph, from: string, port: string): readonly string[] {
  return [...new Set(edges.filter((edge: GraphEdge) => edge.from === from && edge.port === port).map(({ to }) => to))].toSorted()
}

function leading(graph: RuleGraph, ids: readonly string[]): SentenceValue {
  const steps = graph.nodes.filter(({ id }) => ids.includes(id))
  return steps.length === 0 ? saying('diff.nothing') : { sentence: [{ list: steps.map(sentenceOfNode), join: 'and' }] }
}

/** The order of steps in the document counts only between steps neither of which leads to the other (semantics 7). */
function reordered(before: RuleGraph, after: RuleGraph): readonly Difference[] {
  const place = new Map(before.nodes.map(({ id }, index) => [id, index]))
  const common = after.nodes.filter(({ id }) => place.has(id))
  const reached = new Map(common.map(({ id }) => [id, reachableFrom(id, after.edges)]))
  const isTurned = (a: GraphNode, b: GraphNode) => (place.get(a.id) ?? 0) > (place.get(b.id) ?? 0) && reached.get(a.id)?.has(b.id) !== true && reached.get(b.id)?.has(a.id) !== true
  const turned = common.filter((a, index) => common.some((b, other) => (index < other ? isTurned(a, b) : other < index && isTurned(b, a))))
  const [first] = turned
  return first === undefined ? [] : [{ kind: 'order', node: first.id, says: [{ phrase: 'diff.order', values: { steps: { sentence: [{ list: turned.map(sentenceOfNode), join: 'and' }] } } }] }]
}

function looksOf(old: GraphNode, node: GraphNode): readonly Difference[] {
  const look = (says: Sentence): Difference => ({ kind: 'look', node: node.id, says })
  const named = (name: string): SentenceValue => (name === '' ? step({ ...node, name: '' }) : { texts: [name], join: 'and' })
  return [
    ...(old.name === node.name ? [] : [look([{ phrase: 'diff.renamed', values: { before: named(old.name), after: node.name === '' ? saying('diff.nothing') : named(node.name) } }])]),
    ...(old.note === node.note ? [] : [look([{ phrase: 'diff.note', values: { step: step(node) } }])]),
    ...(canonical(old.position) === canonical(node.position) ? [] : [look([{ phrase: 'diff.moved', values: { step: step(node) } }])]),
  ]
}

interface Setting {
  readonly name: string
  readonly values: Readonly<Record<'field' | 'before' | 'after', SentenceValue>>
}

function setting(name: string, was: unknown, is: unknown, before: SentenceValue, after: SentenceValue): Setting | null {
  return canonical(was) === canonical(is) ? null : { name, values: { field: saying(`diff.setting.${name}`), before, after } }
}

/** An interval counts only where the scope is one. */
function scopeOf({ scope, interval }: Scope): unknown {
  return scope === 'interval' ? { scope, interval } : { scope }
}

function limitOf({ scope, interval }: GraphNode): unknown {
  return scope === null ? null : scopeOf({ scope, interval })
}

function windowOf({ window }: Pick<RuleGraph, 'window'>): SentenceValue {
  const sentence = sentenceOfWindow(window)
  return sentence.length === 0 ? saying('diff.always') : { sentence }
}

function portName(node: GraphNode, port: string): SentenceValue {
  if (port === 'error') return saying('diff.anError')
  const type = nodeType(node.type)
  const own = type === null ? null : ownPortName(type, node.config, port)
  if (own !== null) return { text: own === '' ? port : own }
  return type !== null && Object.hasOwn(type.portLabels, port) ? saying(`node.${type.type}.port.${port}`) : { text: port }
}

/** A condition by the name it was given or its kind, for what it asks is told beside it; any other step by what it does. */
function step(node: GraphNode): SentenceValue {
  if (nodeType(node.type)?.role !== 'condition') return { sentence: sentenceOfNode(node) }
  return node.name === '' ? saying(`node.${node.type}.label`) : { texts: [node.name], join: 'and' }
}

function onOff(isOn: boolean): SentenceValue {
  return saying(isOn ? 'diff.on' : 'diff.off')
}

function saying(phrase: string): SentenceValue {
  return { sentence: [{ phrase }] }
}
