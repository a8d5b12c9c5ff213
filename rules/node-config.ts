import type { GraphNode } from './graph'
import type { AnyConfig, NodeType } from './node-type'
import { isProblemCode, problem } from './problem'
import type { Problem } from './problem'

export type ReadConfig = { readonly config: AnyConfig } | { readonly problems: readonly Problem[] }

/** Reads a stored config with its type's schema, upgrading it first where it is older. Problems name the node and the field. */
export function readConfig(type: NodeType, node: Pick<GraphNode, 'id' | 'config' | 'configVersion'>): ReadConfig {
  if (node.configVersion > type.configVersion) return { problems: [problem(node.id, 'configOfNewerVersion')] }
  const result = type.config.safeParse(upgraded(type, node.configVersion, node.config))
  if (result.success) return { config: result.data }
  return { problems: result.error.issues.map((issue) => problemOf(node.id, issue)) }
}

function upgraded(type: NodeType, version: number, config: unknown): unknown {
  const pending = (type.upgrades ?? []).filter(({ from }) => from >= version).toSorted((a, b) => a.from - b.from)
  return pending.reduce((old, upgrade) => upgrade.apply(old), config)
}

interface Issue {
  readonly code: string
  readonly message: string
  readonly path: readonly PropertyKey[]
  readonly minimum?: number | bigint
  readonly maximum?: number | bigint
}

/** Our schemas say a problem's code as their message; for the schema library's own messages the kind of issue decides. */
function problemOf(node: string, issue: Issue): Problem {
  const field = issue.path.map(String).join('.')
  if (isProblemCode(issue.message)) return problem(node, issue.message, { field })
  if (issue.code === 'too_small') return problem(node, 'tooSmall', { field, values: { limit: Number(issue.minimum ?? 0) } })
  if (issue.code === 'too_big') return problem(node, 'tooBig', { field, values: { limit: Number(issue.maximum ?? 0) } })
  return problem(node, issue.code === 'invalid_type' ? 'missing' : 'invalid', { field })
}
