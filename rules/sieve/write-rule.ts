import { ConditionTree } from '../condition-tree'
import type { ConditionGroup } from '../condition-tree'
import type { GraphNode, RuleGraph } from '../graph'
import { nodeType } from '../nodes/index'
import { readConfig } from '../node-config'
import type { AnyConfig, Sentence } from '../node-type'
import { portsOf } from '../ports'
import { choiceOf } from './code'
import type { Code } from './code'
import { Meetings } from './meetings'
import type { Demands } from './script-text'
import { notText, writeTree } from './write-test'
import { writeAction } from './write-action'
import { writeWindow } from './write-moment'

/** A drawing whose ways part and meet so often that a script of it would be longer than anybody reads. */
export class TooTangled extends Error {}

export interface RuleSetting {
  readonly graph: RuleGraph
  /** Nothing comes after it in the script: it may stop. */
  readonly isLast: boolean
  readonly hasVariables: boolean
  need(extension: string): void
  pathOf(ref: string): string | null
  /** What was found out about a step: that it is said, said nearly, or not at all. */
  tell(node: string, severity: 'taken' | 'changed' | 'lost', code: string): void
  /** A step in words, for comments. */
  english(sentence: Sentence): string
}

/** What is still to be said at the end of a way: where the mail goes. */
interface Pending {
  readonly place: { readonly command: string; readonly node: string } | null
  readonly stopsLater: string | null
}

interface Emitted {
  readonly code: readonly Code[]
  /** How things stand on the ways that get to the step where they were to end. */
  readonly exits: readonly Pending[]
}

const NOWHERE: Pending = { place: null, stopsLater: null }
const LOUD: ReadonlySet<string> = new Set(['mailbox.move', 'message.archive', 'message.spam', 'message.mark', 'message.star', 'tag.add', 'tag.remove', 'rules.stop'])
const MAX_COMMANDS = 2_000
/** Servers allow about thirty. */
const MAX_DEPTH = 25

/** One rule as Sieve. @throws TooTangled */
export class RuleWriter {
  private readonly meetings: Meetings
  private readonly nodes: ReadonlyMap<string, GraphNode>
  private written = 0

  constructor(private readonly setting: RuleSetting) {
    this.nodes = new Map(setting.graph.nodes.map((node) => [node.id, node]))
    this.meetings = new Meetings(setting.graph, (node) => this.portsThrough(node))
  }

  code(): readonly Code[] {
    const start = this.setting.graph.nodes.find(({ type }) => nodeType(type)?.role === 'trigger')
    if (start === undefined) return []
    if (start.type !== 'mail.arrived') {
      this.setting.tell(start.id, 'lost', 'otherStart')
      return [this.comment(start)]
    }
    const { code } = this.port(start, 'next', null, NOWHERE, 0)
    const window = this.setting.graph.window === undefined ? null : writeWindow(this.setting.graph.window, this.demands(start.id))
    return window === null ? code : choiceOf([{ test: window, body: code }], [], start.id)
  }

  /** Ports that a script can go on from: of a step that cannot be said, none but its plain way on. */
  private portsThrough(node: GraphNode): readonly string[] {
    const type = nodeType(node.type)
    if (type === null || type.role === 'wait') return []
    return portsOf(type, node.config)
  }

  private demands(node: string): Demands {
    const { hasVariables, need, tell } = this.setting
    return { hasVariables, need, changed: (code) => tell(node, 'changed', code) }
  }

  private targets(node: GraphNode, port: string): readonly string[] {
    return this.setting.graph.edges.filter((edge) => edge.from === node.id && edge.port === port).map(({ to }) => to)
  }

  /** Everything a port leads to, up to `until`. Several ways from one port are said one after the other. */
  private port(node: GraphNode, port: string, until: string | null, pending: Pending, depth: number): Emitted {
    const [only, second] = this.targets(node, port)
    if (only === undefined) return this.from(null, until, pending, depth)
    if (second === undefined) return this.from(only, until, pending, depth)
    const meeting = this.meetings.after(node.id)
    const parts = this.targets(node, port).map((target) => this.from(target, meeting, pending, depth))
    this.setting.tell(node.id, 'changed', 'sideBySide')
    return this.onwards({ code: parts.flatMap(({ code }) => code), exits: distinct(parts.flatMap(({ exits }) => exits)) }, meeting, until, pending, depth)
  }

  private from(target: string | null, until: string | null, pending: Pending, depth: number): Emitted {
    if (target === until && until !== null) return { code: [], exits: [pending] }
    const node = target === null ? undefined : this.nodes.get(target)
    if (node === undefined) return { code: this.flushed(pending), exits: [] }
    if (++this.written > MAX_COMMANDS) throw new TooTangled()
    const type = nodeType(node.type)
    const read = type === null ? null : readConfig(type, node)
    const config = read !== null && 'config' in read ? read.config : null
    if (type?.role === 'condition' && config !== null) return this.condition(node, config, until, pending, depth)
    if (!node.enabled) return this.port(node, 'next', until, pending, depth)
    return this.action(node, config, until, pending, depth)
  }

  private action(node: GraphNode, config: AnyConfig | null, until: string | null, pending: Pending, depth: number): Emitted {
    const { tell, pathOf } = this.setting
    const said = config === null ? null : writeAction(node, config, { demands: this.demands(node.id), pathOf, interval: this.intervalOf(node) })
    if (said === null) {
      tell(node.id, 'lost', nodeType(node.type)?.role === 'wait' ? 'waitUnsaid' : 'stepUnsaid')
      const rest = nodeType(node.type)?.role === 'wait' || nodeType(node.type) === null ? this.from(null, null, pending, depth) : this.port(node, 'next', until, pending, depth)
      return { ...rest, code: [this.comment(node), ...rest.code] }
    }
    tell(node.id, 'taken', 'said')
    if (this.isLimited(node)) tell(node.id, 'changed', 'limitUnsaid')
    if (this.targets(node, 'error').length > 0) tell(node.id, 'changed', 'errorWayUnsaid')
    const window = node.window === undefined ? null : writeWindow(node.window, this.demands(node.id))
    if (said.does === 'stop') return { code: this.flushed(pending), exits: [] }
    if (said.does === 'stopLater') return this.port(node, 'next', until, { ...pending, stopsLater: node.id }, depth)
    const isLoudLater = this.targets(node, 'next').some((target) => !this.isQuietFrom(target))
    if (said.does === 'place' && window === null && isLoudLater) return this.port(node, 'next', until, { ...pending, place: { command: said.command, node: node.id } }, depth)
    const commands = (said.does === 'place' ? [said.command] : said.commands).map((text): Code => ({ kind: 'command', text, node: node.id }))
    const rest = this.port(node, 'next', until, said.does === 'place' && window === null ? { ...pending, place: null } : pending, depth)
    return { ...rest, code: [...(window === null ? commands : choiceOf([{ test: window, body: commands }], [], node.id)), ...rest.code] }
  }

  private condition(node: GraphNode, config: AnyConfig, until: string | null, pending: Pending, depth: number): Emitted {
    const ways = waysOf(node, config).map(({ port, tree }) => ({ port, test: tree === null ? null : this.test(node.id, tree) }))
    const meeting = this.meetings.after(node.id)
    const unsaid = ways.find(({ test }) => test === null)
    if (unsaid !== undefined) {
      this.setting.tell(node.id, 'lost', 'conditionUnsaid')
      const rest = this.from(meeting, until, pending, depth)
      return { ...rest, code: [this.comment(node), ...rest.code] }
    }
    this.setting.tell(node.id, 'taken', 'said')
    const tests = ways.flatMap(({ port, test }) => (test === null ? [] : [{ port, test }]))
    const write = (goal: string | null) => (config['mode'] === 'all' ? this.everyWay(node, tests, goal, pending, depth) : this.firstWay(node, tests, goal, pending, depth))
    const met = write(meeting ?? until)
    if (meeting === null || meeting === until) return met
    // Where the mail is to go elsewhere on each way, and flags are set later, everything after the meeting is said on each.
    return met.exits.length > 1 ? write(until) : this.onwards(met, meeting, until, pending, depth)
  }

  /** What it demands is demanded only where all of it can be said. */
  private test(node: string, tree: ConditionGroup): string | null {
    const demanded: string[] = []
    const test = writeTree(tree, { ...this.demands(node), need: (extension) => demanded.push(extension) })
    if (test !== null) for (const extension of demanded) this.setting.need(extension)
    return test
  }

  private firstWay(node: GraphNode, tests: readonly { readonly port: string; readonly test: string }[], goal: string | null, pending: Pending, depth: number): Emitted {
    const inside = depth + 1
    const ways = tests.map(({ port, test }) => ({ test, emitted: this.port(node, port, goal, pending, inside) }))
    const otherwise = this.port(node, otherwiseOf(node), goal, pending, inside)
    const exits = [...ways.flatMap(({ emitted }) => emitted.exits), ...otherwise.exits]
    const body = ways.map(({ test, emitted }) => ({ test, body: emitted.code }))
    if (inside > MAX_DEPTH) {
      if (!this.setting.isLast || exits.length > 0) throw new TooTangled()
      const stopping = body.map(({ test, body: code }) => ({ test, body: [...code, { kind: 'command', text: 'stop;', node: node.id } as const] }))
      const flat = this.port(node, otherwiseOf(node), goal, pending, 0)
      return { code: [...choiceOf(stopping, [], node.id), ...flat.code], exits: [] }
    }
    return { code: choiceOf(body, otherwise.code, node.id), exits: distinct(exits) }
  }

  private everyWay(node: GraphNode, tests: readonly { readonly port: string; readonly test: string }[], goal: string | null, pending: Pending, depth: number): Emitted {
    if (tests.length > 1) this.setting.tell(node.id, 'changed', 'sideBySide')
    const ways = tests.map(({ port, test }) => ({ test, emitted: this.port(node, port, goal, pending, depth + 1) }))
    const otherwise = this.port(node, otherwiseOf(node), goal, pending, depth + 1)
    const none = tests.length === 1 ? notText(tests[0]?.test ?? '') : `not anyof (${tests.map(({ test }) => test).join(', ')})`
    const code = [...ways.flatMap(({ test, emitted }) => choiceOf([{ test, body: emitted.code }], [], node.id)), ...choiceOf([{ test: none, body: otherwise.code }], [], node.id)]
    return { code, exits: distinct([...ways.flatMap(({ emitted }) => emitted.exits), ...otherwise.exits]) }
  }

  /** What follows where ways met at `goal`; nothing when that is where the caller wanted to get, or none of them gets anywhere. */
  private onwards({ code, exits }: Emitted, goal: string | null, until: string | null, pending: Pending, depth: number): Emitted {
    if (exits.length === 0 || goal === until) return { code, exits }
    const rest = this.from(goal, until, exits[0] ?? pending, depth)
    return { ...rest, code: [...code, ...rest.code] }
  }

  /** Neither this step nor one after it sets flags or files the mail again. */
  private isQuietFrom(id: string): boolean {
    const type = this.nodes.get(id)?.type ?? ''
    return !LOUD.has(type) && this.setting.graph.edges.every(({ from, to }) => from !== id || this.isQuietFrom(to))
  }

  private flushed({ place, stopsLater }: Pending): readonly Code[] {
    const code: Code[] = place === null ? [] : [{ kind: 'command', text: place.command, node: place.node }]
    return stopsLater === null || this.setting.isLast ? code : [...code, { kind: 'command', text: 'stop;', node: stopsLater }]
  }

  private intervalOf(node: GraphNode): number | null {
    const { graph } = this.setting
    const own = node.scope === 'interval' ? node.interval : node.scope === null && graph.scope === 'interval' ? graph.interval : undefined
    return own?.per === 'sender' ? own.seconds : null
  }

  private isLimited(node: GraphNode): boolean {
    if (node.type === 'mail.autoReply' && this.intervalOf(node) !== null) return false
    return (node.scope ?? this.setting.graph.scope) !== 'message'
  }

  private comment(node: GraphNode): Code {
    const type = nodeType(node.type)
    const read = type === null ? null : readConfig(type, node)
    const words = type === null ? node.type : read !== null && 'config' in read ? this.setting.english(type.sentence(read.config)) : type.label
    return { kind: 'comment', text: `Not in Sieve: ${words}`, node: node.id }
  }
}

/** The conditions of a step with the way each opens; null for one that cannot be read. */
function waysOf(node: GraphNode, config: AnyConfig): readonly { readonly port: string; readonly tree: ReturnType<typeof treeOf> }[] {
  if (node.type === 'condition') return [{ port: 'yes', tree: treeOf(config['conditions']) }]
  const branches: readonly unknown[] = Array.isArray(config['branches']) ? config['branches'] : []
  return branches.flatMap((branch) => (typeof branch === 'object' && branch !== null && 'id' in branch && 'conditions' in branch ? [{ port: String(branch.id), tree: treeOf(branch.conditions) }] : []))
}

function treeOf(stored: unknown) {
  return ConditionTree.safeParse(stored).data ?? null
}

function otherwiseOf({ type }: GraphNode): string {
  return type === 'condition' ? 'no' : 'otherwise'
}

function distinct(exits: readonly Pending[]): readonly Pending[] {
  return [...new Map(exits.map((pending) => [JSON.stringify([pending.place?.command, pending.stopsLater !== null]), pending])).values()]
}
