import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { rule } from '../../../db/schema'
import { ruleReferences } from '../../../db/queries/rule-references'
import { referencesOf } from '../../../rules/check-references'
import { compile, type Compiled } from '../../../rules/compile'
import { RuleGraph } from '../../../rules/graph'
import { Failure } from '../../../mail/failure'
import { notFound } from '../../failure-status'

/** A rule's row with its draft read. */
export interface RuleAtHand extends Omit<typeof rule.$inferSelect, 'draft' | 'state'> {
  readonly state: 'draft' | 'active' | 'paused'
  readonly draft: RuleGraph
}

/** One rule that is not deleted, or `not found`. `lock`: nobody else changes it until the transaction ends. */
export async function ruleOf(tx: Tx, workspaceId: string, id: string, lock: 'lock' | 'read' = 'read'): Promise<RuleAtHand> {
  const query = tx.select().from(rule).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, id), ne(rule.state, 'deleted')))
  const [row] = await (lock === 'lock' ? query.for('no key update') : query)
  if (row === undefined || row.state === 'deleted') throw notFound('rule')
  return { ...row, state: row.state, draft: graphOf(row.draft) }
}

/** A stored drawing. Fails with `rule.unreadable`: it was written by a newer version of Postroom, or by hand. */
export function graphOf(stored: unknown): RuleGraph {
  const read = RuleGraph.safeParse(stored)
  if (!read.success) throw new Failure('rule.unreadable', { retry: 'no', publicMessage: 'This rule was drawn with another version of Postroom and cannot be read here.', cause: read.error })
  return read.data
}

/** Compiles a drawing against what exists in the workspace now. `ruleId`: the rule it is of; left out for one that was never saved. */
export async function compileIn(tx: Tx, workspaceId: string, accountId: string, graph: RuleGraph, ruleId?: string): Promise<Compiled> {
  return compile(graph, referencesOf(accountId, await ruleReferences(tx, workspaceId), ruleId))
}
