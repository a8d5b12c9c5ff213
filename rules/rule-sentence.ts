import type { GraphNode, RuleGraph } from './graph'
import { sentenceOfLimits } from './limits-sentence'
import { readConfig } from './node-config'
import type { Sentence, SentenceValue } from './node-type'
import { nodeType } from './nodes/index'
import { portsOf } from './ports'
import { keyOf } from './predict'

/**
 * A whole rule as one paragraph: “When a mail arrives in support@, if the subject contains “invoice”, then tag it Finance and move it to Invoices.”
 * Works on unfinished drawings too. Every part names its node. `accountRef` adds whose mail it is about.
 */
export function sentenceOf(graph: RuleGraph, accountRef: string | null = null): Sentence {
  const trigger = graph.nodes.find(({ type }) => nodeType(type)?.role === 'trigger')
  if (trigger === undefined) return [{ phrase: 'rule.empty' }]
  const teller = new Teller(graph)
  const clauses = teller.clausesAfter(trigger, 'next')
  const then = clauses.length === 0 ? [{ phrase: 'rule.nothing' }] : joined(clauses)
  const values: Record<string, SentenceValue> = { trigger: { sentence: teller.own(trigger) }, then: { sentence: then } }
  const limits = sentenceOfLimits(graph.scope === 'message' ? null : graph, graph.window)
  const acts: Sentence = limits === null ? [] : [{ phrase: 'rule.acts', values: { limits: { sentence: limits } }, node: trigger.id }]
  if (accountRef === null) return [{ phrase: 'rule.whole', values, node: trigger.id }, ...acts]
  return [{ phrase: 'rule.wholeIn', values: { ...values, account: { ref: 'account', id: accountRef } }, node: trigger.id }, ...acts]
}

/** One node's own words, without what follows it. */
export function sentenceOfNode(node: GraphNode): Sentence {
  const type = nodeType(node.type)
  if (type === null) return [{ phrase: 'rule.incomplete', values: { label: { text: node.type } }, node: node.id }]
  const read = readConfig(type, node)
  if ('problems' in read) return [{ phrase: 'rule.incomplete', values: { label: { sentence: [{ phrase: `node.${type.type}.label` }] } }, node: node.id }]
  return type.sentence(read.config).map((part) => ('phrase' in part ? { ...part, node: node.id } : part))
}

class Teller {
  private readonly told = new Set<string>()

  constructor(private readonly graph: RuleGraph) {}

  own(node: GraphNode): Sentence {
    return sentenceOfNode(node)
  }

  /** What happens after a port, as clauses to be joined. A node that several ways lead to is told once, then only named. */
  clausesAfter({ id }: GraphNode, port: string): readonly Sentence[] {
    return this.graph.edges
      .filter((edge) => edge.from === id && edge.port === port)
      .flatMap(({ to }) => this.graph.nodes.filter((node) => node.id === to))
      .flatMap((node) => this.clauses(node))
  }

  private clauses(node: GraphNode): readonly Sentence[] {
    if (this.told.has(node.id)) return [[{ phrase: 'rule.goOn', values: { step: nameOf(node) }, node: node.id }]]
    this.told.add(node.id)
    const role = nodeType(node.type)?.role
    if (role === 'condition') return [this.condition(node)]
    if (role === 'wait') return [this.wait(node)]
    return [this.action(node), ...this.clausesAfter(node, 'next')]
  }

  private action(node: GraphNode): Sentence {
    const limits = sentenceOfLimits(node.scope === null ? null : { scope: node.scope, interval: node.interval }, node.window)
    const own: Sentence = limits === null ? this.own(node) : [{ phrase: 'rule.limited', values: { step: { sentence: this.own(node) }, limits: { sentence: limits } }, node: node.id }]
    const step: SentenceValue = { sentence: own }
    if (!node.enabled) return [{ phrase: 'rule.switchedOff', values: { step }, node: node.id }]
    const failing = node.onError === 'error' ? this.clausesAfter(node, 'error') : []
    return failing.length === 0 ? own : [{ phrase: 'rule.withError', values: { step, then: { sentence: joined(failing) } }, node: node.id }]
  }

  private condition(node: GraphNode): Sentence {
    const ways = this.ownWays(node)
    if (ways !== null) return ways
    const yes = this.clausesAfter(node, 'yes')
    const no = this.clausesAfter(node, 'no')
    const values: Record<string, SentenceValue> = { condition: { sentence: this.own(node) } }
    // An otherwise must belong to its own if: whatever branches inside is put in brackets.
    if (yes.length > 0) values['yes'] = { sentence: no.length > 0 ? this.bracketed(yes) : joined(yes) }
    if (no.length > 0) values['no'] = { sentence: joined(no) }
    const phrase = yes.length === 0 ? (no.length === 0 ? 'rule.ifNothing' : 'rule.unless') : no.length === 0 ? 'rule.if' : 'rule.ifElse'
    return [{ phrase, values, node: node.id }]
  }

  /** A node with named ways: “if …, then …; otherwise if …, then …”, or each way by itself where several can be taken. Null for any other node. */
  private ownWays(node: GraphNode): Sentence | null {
    const type = nodeType(node.type)
    const read = type?.ownPorts === undefined ? null : readConfig(type, node)
    if (type?.portSentence === undefined || read === null || !('config' in read)) return null
    const { config } = read
    const ways = portsOf(type, node.config).map((port) => ({ condition: type.portSentence?.(config, port) ?? [], clauses: this.clausesAfter(node, port) }))
    const otherwise = ways.find(({ condition }) => condition.length === 0)?.clauses ?? []
    const named = ways.filter(({ condition }) => condition.length > 0)
    const nothing: Sentence = [{ phrase: 'rule.nothing' }]
    const then = (clauses: readonly Sentence[]): SentenceValue => ({ sentence: clauses.length === 0 ? nothing : this.bracketed(clauses) })
    if (config['mode'] === 'all') {
      const said = named.filter(({ clauses }) => clauses.length > 0).map(({ condition, clauses }): Sentence => [{ phrase: 'rule.if', values: { condition: { sentence: condition }, yes: then(clauses) }, node: node.id }])
      const rest: readonly Sentence[] = otherwise.length === 0 ? [] : [[{ phrase: 'rule.ifNone', values: { then: then(otherwise) }, node: node.id }]]
      return said.length + rest.length === 0 ? this.own(node) : [{ list: [...said, ...rest], join: 'and' }]
    }
    const chain = named.reduceRight<Sentence | null>((after, { condition, clauses }) => {
      if (after === null && clauses.length === 0) return null
      const values = { condition: { sentence: condition }, yes: then(clauses) }
      return [after === null ? { phrase: 'rule.if', values, node: node.id } : { phrase: 'rule.ifElse', values: { ...values, no: { sentence: after } }, node: node.id }]
    }, otherwise.length === 0 ? null : joined(otherwise))
    return chain ?? this.own(node)
  }

  private wait(node: GraphNode): Sentence {
    const type = nodeType(node.type)
    if (type !== null && !type.ports.every((port) => port === 'elapsed' || port === 'replied')) return this.waitByPort(node, type.ports)
    const replied = this.clausesAfter(node, 'replied')
    const elapsed = this.clausesAfter(node, 'elapsed')
    const values: Record<string, SentenceValue> = { wait: { sentence: this.own(node) } }
    if (replied.length > 0) values['replied'] = { sentence: elapsed.length > 0 ? this.bracketed(replied) : joined(replied) }
    if (elapsed.length > 0) values['elapsed'] = { sentence: joined(elapsed) }
    if (replied.length > 0) return [{ phrase: elapsed.length > 0 ? 'rule.waitElse' : 'rule.waitReplied', values, node: node.id }]
    if (elapsed.length === 0) return this.own(node)
    return [{ phrase: listens(node) ? 'rule.waitElapsed' : 'rule.waitThen', values, node: node.id }]
  }

  /** A wait with ways of its own: “ask Ada for approval; if approved, …; if rejected, …”. */
  private waitByPort(node: GraphNode, ports: readonly string[]): Sentence {
    const ways = ports.flatMap((port) => {
      const clauses = this.clausesAfter(node, port)
      return clauses.length === 0 ? [] : [{ port, clauses }]
    })
    return ways.reduce<Sentence>((before, { port, clauses }, index) => {
      const then = { sentence: index < ways.length - 1 ? this.bracketed(clauses) : joined(clauses) }
      const way: Sentence = [{ phrase: `rule.on.${keyOf(port)}`, values: { then }, node: node.id }]
      return [{ phrase: 'rule.waitWay', values: { wait: { sentence: before }, way: { sentence: way } }, node: node.id }]
    }, this.own(node))
  }

  private bracketed(clauses: readonly Sentence[]): Sentence {
    const branches = clauses.some((clause) => clause.some((part) => 'phrase' in part && /^rule\.(if|unless|wait)/.test(part.phrase)))
    return branches ? [{ phrase: 'rule.aside', values: { then: { sentence: joined(clauses) } } }] : joined(clauses)
  }
}

function joined(clauses: readonly Sentence[]): Sentence {
  const [only] = clauses
  return clauses.length === 1 && only !== undefined ? only : [{ list: clauses, join: 'and' }]
}

function nameOf(node: GraphNode): SentenceValue {
  return node.name === '' ? { sentence: [{ phrase: `node.${node.type}.label` }] } : { text: node.name }
}

/** Whether a wait can end by an event: only then does its time running out say that nothing came. */
function listens(node: GraphNode): boolean {
  const type = nodeType(node.type)
  const read = type?.role === 'wait' && type.ports.includes('replied') ? readConfig(type, node) : { problems: [] }
  return 'config' in read && read.config['listensTo'] !== 'nothing'
}
