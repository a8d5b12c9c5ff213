import { z } from 'zod'
import { Interval, ScopeKind } from './scope'
import { ActiveWindow, isTimeZone } from './window'

/**
 * What the user drew. Positions, names, notes and colours never change meaning; the order of nodes and edges does (semantics 1, 7).
 * Stored as JSON in drafts and rule versions, read back only through `RuleGraph`, which owns its shape and its upgrades.
 */

const GRAPH_VERSION = 1

export const DEFAULT_BUDGET = 500
export const MAX_BUDGET = 100_000

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
  scope: ScopeKind.nullable().default(null),
  /** Set where the scope is `interval`. */
  interval: Interval.optional(),
  /** When an action may act; none: always (semantics 18). */
  window: ActiveWindow.optional(),
  note: z.string().max(2000).default(''),
})
export type GraphNode = z.infer<typeof GraphNode>

export const GraphEdge = z.object({ id: Id, from: Id, port: z.string().min(1).max(32), to: Id })
export type GraphEdge = z.infer<typeof GraphEdge>

export const RuleGraph = z.object({
  version: z.literal(GRAPH_VERSION),
  /** Once per message (default), per thread, or per interval (semantics 13). */
  scope: ScopeKind.default('message'),
  interval: Interval.optional(),
  /** When the rule is active; none: always. */
  window: ActiveWindow.optional(),
  /** IANA zone of the rule's dates and hours; none: the workspace's (semantics 17). */
  timeZone: z.string().refine(isTimeZone, 'invalid').optional(),
  /** Effects on mail servers and others, and mails, that it may have in an hour before it is paused; none: `DEFAULT_BUDGET`. */
  effectBudgetPerHour: z.number().int().min(1).max(MAX_BUDGET).optional(),
  /** Its author agrees that what it does may set it off again, up to the hop limit (semantics 21). */
  mayFollowItself: z.boolean().optional(),
  nodes: z.array(GraphNode).max(200),
  edges: z.array(GraphEdge).max(400),
})
export type RuleGraph = z.infer<typeof RuleGraph>
