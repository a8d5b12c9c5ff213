import type { GraphNode } from './graph'
import type { AnyConfig, NodeType } from './node-type'

/** A drawn node whose type is known and whose config was read. */
export interface Part {
  readonly node: GraphNode
  readonly type: NodeType
  readonly config: AnyConfig
}
