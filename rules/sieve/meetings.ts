import type { GraphNode, RuleGraph } from '../graph'

/**
 * Where ways that part meet again: the first step that every way from a step comes to. `portsOf` names the ways out of a step; one that leads nowhere ends there.
 */
export class Meetings {
  private readonly known = new Map<string, ReadonlySet<string>>()

  constructor(
    private readonly graph: RuleGraph,
    private readonly portsOf: (node: GraphNode) => readonly string[],
  ) {}

  /** Null where some way ends before. */
  after(id: string): string | null {
    const common = [...this.common(id)].filter((other) => other !== id)
    // The first is the one that all others come after.
    return common.toSorted((a, b) => this.common(b).size - this.common(a).size)[0] ?? null
  }

  /** The steps that every way from a step comes to, itself among them. */
  private common(id: string): ReadonlySet<string> {
    const before = this.known.get(id)
    if (before !== undefined) return before
    const node = this.graph.nodes.find((one) => one.id === id)
    const ways = node === undefined ? [] : this.portsOf(node).map((port) => this.graph.edges.filter((edge) => edge.from === id && edge.port === port).map(({ to }) => to))
    const isOpen = ways.length > 0 && ways.every((targets) => targets.length > 0)
    const sets = isOpen ? ways.flat().map((target) => this.common(target)) : []
    const [first = new Set<string>(), ...others] = sets
    const common = new Set([id, ...[...first].filter((one) => others.every((set) => set.has(one)))])
    this.known.set(id, common)
    return common
  }
}
