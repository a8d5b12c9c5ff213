import { RuleGraph } from '../graph'
import type { GraphNode } from '../graph'
import { nodeType } from '../nodes/index'
import type { AnyConfig, Sentence } from '../node-type'
import type { Names } from '../sentence'
import { named } from './names'

/** A step of a rule before it has a place. */
export interface Step {
  readonly type: string
  readonly config: AnyConfig
  readonly name?: string
  readonly interval?: GraphNode['interval']
}

/** What a step says of itself; null where its type would not take the config. */
export function sentenceOf({ type, config }: Step, names: Names): Sentence | null {
  const known = nodeType(type)
  const read = known?.config.safeParse(config)
  return known === null || read?.success !== true ? null : named(known.sentence(read.data), names)
}

/** A script that comes to more steps than one rule may have (semantics 2). */
export class TooManySteps extends Error {}

const MAX_STEPS = 200

/** A graph as it grows. Steps are numbered in the order of the script. */
export class Drawing {
  private readonly nodes: object[] = []
  private readonly edges: { id: string; from: string; port: string; to: string }[] = []

  /** @throws TooManySteps */
  add({ type, config, name = '', interval }: Step): string {
    if (this.nodes.length >= MAX_STEPS) throw new TooManySteps()
    const id = `n${this.nodes.length + 1}`
    const known = nodeType(type)
    this.nodes.push({ id, type, configVersion: known?.configVersion ?? 1, config, name: name.slice(0, 120), ...(interval === undefined ? {} : { scope: 'interval', interval }) })
    return id
  }

  connect(from: string, port: string, to: string | null): void {
    if (to !== null) this.edges.push({ id: `e${this.edges.length + 1}`, from, port, to })
  }

  /** The last step added, taken back: nothing leads to it or from it. */
  undo(id: string): void {
    const at = this.nodes.findIndex((node) => 'id' in node && node.id === id)
    if (at >= 0) this.nodes.splice(at, 1, {})
  }

  /** @throws ZodError when it grew beyond what a rule may be */
  graph(): RuleGraph {
    return RuleGraph.parse({ version: 1, nodes: this.nodes.filter((node) => 'id' in node), edges: this.edges })
  }
}
