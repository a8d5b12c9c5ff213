import type { Part } from './part'
import { testsOf, treesIn } from './condition-tree'
import type { GraphEdge, RuleGraph } from './graph'
import type { LeftValue } from './node-type'
import { portsOf } from './ports'
import { problem } from './problem'
import type { Problem } from './problem'
import { templateUses } from './template'
import { MAX_VALUES } from './value-name'
import { valueNameOf } from './values'

/**
 * Semantics 10: a value may only be used where a step before it sets it, and where that step may not have run, the text must say what stands in for it.
 * A condition may always ask: what is not there is absent. Edges lead only between nodes that exist, and never round.
 */
export function checkValues(graph: RuleGraph, parts: readonly Part[], edges: readonly GraphEdge[]): readonly Problem[] {
  const flow = new Flow(graph, parts, edges)
  const names = new Set(parts.flatMap((part) => ownValues(part).map(({ name }) => name)))
  const tooMany = names.size > MAX_VALUES ? [problem(null, 'tooManyValues', { values: { limit: MAX_VALUES, count: names.size } })] : []
  return [...tooMany, ...parts.flatMap((part) => checkUses(part, flow.into(part.node.id)))]
}

interface Known {
  /** Set on every way that leads here. */
  readonly certain: ReadonlySet<string>
  /** Set on some way that leads here. */
  readonly possible: ReadonlySet<string>
}

function checkUses({ node, type, config }: Part, { certain, possible }: Known): readonly Problem[] {
  const read = (type.reads?.(config) ?? []).filter(({ name }) => name !== '' && !possible.has(name))
  const asked = treesIn(config).flatMap((tree) => testsOf(tree).flatMap(({ test }) => (test.field === 'value' && !possible.has(test.header) ? [test.header] : [])))
  const filled = Object.entries(config).flatMap(([field, held]) => textsIn(held).flatMap((text) => (templateUses(text) ?? []).map((use) => ({ ...use, field }))))
  return [
    ...read.map(({ name, field }) => problem(node.id, 'valueUnknown', { field, values: { name } })),
    ...[...new Set(asked)].map((name) => problem(node.id, 'valueUnknown', { values: { name } })),
    ...filled.flatMap(({ name, hasFallback, field }) => {
      if (!possible.has(name)) return [problem(node.id, 'valueUnknown', { field, values: { name } })]
      return certain.has(name) || hasFallback ? [] : [problem(node.id, 'valueMayBeMissing', { field, values: { name, placeholder: `{{ values.${name} | default: "…" }}` } })]
    }),
  ]
}

/** Every text in a config that could hold a placeholder. */
function textsIn(held: unknown): readonly string[] {
  if (typeof held === 'string') return held.includes('{{') || held.includes('{%') ? [held] : []
  return typeof held === 'object' && held !== null ? Object.values(held).flatMap(textsIn) : []
}

/** The values a step sets by its config. */
function ownValues({ type, config }: Part): readonly LeftValue[] {
  return type.leaves?.(config) ?? []
}

class Flow {
  private readonly known = new Map<string, Known>()

  constructor(
    private readonly graph: RuleGraph,
    private readonly parts: readonly Part[],
    private readonly edges: readonly GraphEdge[],
  ) {}

  /** What is known when a node is reached: at least one edge into it was taken, and it cannot tell which. */
  into(id: string): Known {
    const known = this.known.get(id)
    if (known !== undefined) return known
    const ways = this.edges.filter(({ to }) => to === id).map(({ from, port }) => this.after(from, port))
    const [first, ...others] = ways
    const certain = [...(first?.certain ?? [])].filter((name) => others.every((way) => way.certain.has(name)))
    const found = { certain: new Set(certain), possible: new Set(ways.flatMap(({ possible }) => [...possible])) }
    this.known.set(id, found)
    return found
  }

  private after(id: string, port: string): Known {
    const before = this.into(id)
    const part = this.parts.find(({ node }) => node.id === id)
    if (part === undefined) return before
    const own = ownValues(part)
    const made = part.type.role === 'action' ? part.type.effects.map(valueNameOf) : []
    const certain = this.mayPassOver(part, port) ? [] : own.flatMap(({ name, certainOn }) => (certainOn.includes(port) ? [name] : []))
    const left = [...own.map(({ name }) => name), ...made]
    return { certain: new Set([...before.certain, ...certain]), possible: new Set([...before.possible, ...left]) }
  }

  /** An action that is skipped or has failed may go on all the same, without having left anything. */
  private mayPassOver({ node, type, config }: Part, port: string): boolean {
    if (!portsOf(type, config).includes(port)) return true
    if (type.role !== 'action') return false
    const maySkip = !node.enabled || node.scope !== null || node.window !== undefined || this.graph.window !== undefined
    return node.onError === 'continue' || (maySkip && node.onSkip === 'continue')
  }
}
