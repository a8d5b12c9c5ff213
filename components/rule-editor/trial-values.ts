import type { DryRun } from '../../rules/dry-run'
import type { RuleGraph } from '../../rules/graph'
import { readConfig } from '../../rules/node-config'
import { nodeType } from '../../rules/nodes/index'

/** What the steps of a test left, by name: what a later step would see of it. */
export function valuesOf(run: DryRun | null): Readonly<Record<string, string>> {
  return Object.assign({}, ...(run?.steps ?? []).map(({ outputs = {} }) => outputs))
}

/** Names of the values that finished steps of a drawing set or capture. */
export function valueNamesIn(graph: RuleGraph): readonly string[] {
  const names = graph.nodes.flatMap((node) => {
    const type = nodeType(node.type)
    const read = type?.leaves === undefined ? null : readConfig(type, node)
    return read !== null && 'config' in read ? (type?.leaves?.(read.config) ?? []).map(({ name }) => name) : []
  })
  return [...new Set(names)]
}
