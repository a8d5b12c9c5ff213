import { z } from 'zod'

/**
 * What the user drew. Positions, names, notes and colours never change meaning; the order of nodes and edges does (semantics 1, 7).
 * Stored as JSON in drafts and rule versions, read back only through `RuleGraph`, which owns its shape and its upgrades.
 */

export const GRAPH_VERSION = 1

/** Never a name that every object has, such as `constructor`: plans and states are objects keyed by id. */
const Id = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, - and _ only')
  .refine((id) => !(id in {}), 'a reserved word')

export const GraphNode = z.object({
  id: Id,
  type: z.string().min(1).max(64),
  /** Parsed by the node type's own schema; the graph only keeps it. */
  config: z.unknown(),
  configVersion: z.number().int().min(1).default(1),
  name: z.string().max(120).default(''),
  position: z.object({ x: z.number(), y: z.number() }).default({ x: 0, y: 0 }),
  join: z.enum(['all', 'first']).default('all'),
  onError: z.enum(['stop', 'continue', 'error']).default('stop'),
  onSkip: z.enum(['continue', 'stop']).default('continue'),
  enabled: z.boolean().default(true),
  /** An action's own scope: stricter than the rule's, never looser (semantics 13). Null: the rule's. */
  scope: z.enum(['message', 'thread']).nullable().default(null),
  note: z.string().max(2000).default(''),
})
export type GraphNode = z.infer<typeof GraphNode>

export const GraphEdge = z.object({ id: Id, from: Id, port: z.string().min(1).max(32), to: Id })
export type GraphEdge = z.infer<typeof GraphEdge>

export const RuleGraph = z.object({
  version: z.literal(GRAPH_VERSION),
  /** Once per message (default) or once per thread (semantics 13). */
  scope: z.enum(['message', 'thread']).default('message'),
  nodes: z.array(GraphNode).max(200),
  edges: z.array(GraphEdge).max(400),
})
export type RuleGraph = z.infer<typeof RuleGraph>

export const emptyGraph: RuleGraph = { version: GRAPH_VERSION, scope: 'message', nodes: [], edges: [] }
