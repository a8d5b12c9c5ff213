import { z } from 'zod'
import { RuleGraph } from '../../../rules/graph'

/** A rule as a file: the drawing, and the names behind its ids, so that another workspace can find its own. No secrets are in a rule. */
export const RuleFile = z.object({
  format: z.literal('postroom.rule'),
  formatVersion: z.literal(1),
  name: z.string().min(1).max(120),
  graph: RuleGraph,
  names: z.array(z.object({ id: z.string().max(64), kind: z.enum(['mailbox', 'user']), name: z.string().max(300) })).max(500),
})
export type RuleFile = z.infer<typeof RuleFile>

/** A copy of a JSON value with every string that is a key of `ids` replaced. Keys and longer texts stay as they are. */
export function withIds(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => withIds(item, ids))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withIds(item, ids)]))
}
