import type { EffectOf, EffectKind, World } from '../effects'
import type { MessageFacts } from '../facts'
import { RuleGraph } from '../graph'
import { nodeType } from '../nodes/index'

/**
 * A rule to begin with: a drawing that is complete but for what only its reader knows, such as a folder or a person. What is left open is empty, which the compiler
 * refuses to publish: a starter acts on nothing before somebody looked at it. To add one: a file here, a line in `index.ts`, its German phrases.
 */
export interface Starter {
  readonly id: string
  /** A lucide icon name. */
  readonly icon: 'star' | 'user-plus' | 'ticket-check' | 'hash' | 'reply' | 'tree-palm' | 'brush-cleaning' | 'receipt' | 'alarm-clock'
  /** English: `name`, `description` and the words it draws with; in the catalogues they are `starter.<id>.<name>`. */
  readonly phrases: Readonly<Record<'name' | 'description', string>> & Readonly<Record<string, string>>
  /** What must be chosen before it can be published. */
  readonly open: readonly Open[]
  /** In the reader's language: `word` says one of `phrases`. `today`: as `2026-11-21`. */
  draw(word: (name: string) => string, today: string): RuleGraph
  /** Mails it is for, and mails it is not for. */
  readonly cases: readonly StarterCase[]
}

export interface Open {
  readonly node: string
  /** Place in the node's config, joined by dots, as the compiler names it. */
  readonly field: string
  readonly what: 'folder' | 'person' | 'calendar' | 'channel' | 'tag' | 'senders' | 'text'
  /** A choice for trying the starter. */
  readonly sample: unknown
}

export interface StarterCase {
  readonly title: string
  readonly message: Partial<MessageFacts>
  readonly world?: Partial<World>
  /** When it plays; a Monday morning when left out. */
  readonly now?: string
  /** Port by which each wait is left. */
  readonly waits?: Readonly<Record<string, string>>
  readonly effects: readonly EffectKind[]
  /** Some of them in full. */
  readonly exactly?: readonly { [K in EffectKind]: EffectOf<K> }[EffectKind][]
}

type Step = readonly [id: string, type: string, config: object]

/** A drawing from steps by id, each with what differs from a freshly added one, and arrows such as `check.yes -> tag`. */
export function drawing(steps: readonly Step[], arrows: readonly string[], settings: Partial<Pick<RuleGraph, 'scope' | 'interval' | 'window'>> = {}): RuleGraph {
  return RuleGraph.parse({
    version: 1,
    ...settings,
    nodes: steps.map(([id, type, config]) => ({ id, type, configVersion: nodeType(type)?.configVersion ?? 1, config: { ...initialOf(type), ...config } })),
    edges: arrows.map((arrow) => {
      const [source = '', to = ''] = arrow.split(' -> ')
      const [from = '', port = 'next'] = source.split('.')
      return { id: `to-${to}-${from}`, from, port, to }
    }),
  })
}

function initialOf(type: string): object {
  const initial = nodeType(type)?.initial
  return typeof initial === 'object' && initial !== null ? initial : {}
}

/** The drawing with a value in each place that was left open: what somebody chose, or what stands for it. */
export function filled(graph: RuleGraph, open: readonly Open[], valueOf: (open: Open) => unknown): RuleGraph {
  const nodes = graph.nodes.map((node) => ({ ...node, config: open.filter((one) => one.node === node.id).reduce((config: unknown, one) => withValue(config, one.field.split('.'), valueOf(one)), node.config) }))
  return RuleGraph.parse({ ...graph, nodes })
}

function withValue(config: unknown, [head = '', ...rest]: readonly string[], value: unknown): unknown {
  if (head === '') return value
  if (Array.isArray(config)) return config.map((item, index) => (String(index) === head ? withValue(item, rest, value) : item))
  if (typeof config !== 'object' || config === null) return config
  return Object.fromEntries(Object.entries(config).map(([key, held]) => [key, key === head ? withValue(held, rest, value) : held]))
}

const asked = (field: string, operator: string, ...values: readonly string[]) => ({ kind: 'test', field, header: '', operator, values })
type Item = ReturnType<typeof asked> | Group
interface Group {
  readonly kind: 'group'
  readonly mode: 'all' | 'any' | 'none'
  readonly items: readonly Item[]
}
const group = (mode: Group['mode']) => (...items: readonly Item[]): Group => ({ kind: 'group', mode, items })

export const test = asked
export const all = group('all')
export const any = group('any')
export const none = group('none')

/** A person's first mail of a matter: no program's, no answer to anything. */
export const FROM_A_PERSON: Group = none(asked('isAutomatic', 'isTrue'), asked('isReply', 'isTrue'))
