import { and, eq, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../../db/client'
import { rule, ruleVersion } from '../../../db/schema'
import { notFound } from '../../failure-status'
import type { Actor } from '../../actor'
import { requireRevision } from './revision'
import { graphOf, ruleOf } from './rule-of'

/** Puts the drawing of a published version in place of the draft. What runs does not change. */
export async function replaceDraft(tx: Tx, { workspaceId, userId }: Actor, request: { readonly id: string; readonly revision: number; readonly version: number | 'live' }) {
  const row = await ruleOf(tx, workspaceId, request.id, 'lock')
  await requireRevision(tx, row, request.revision)
  const [source] = await tx
    .select({ graph: ruleVersion.graph })
    .from(ruleVersion)
    .where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.ruleId, row.id), request.version === 'live' ? eq(ruleVersion.id, row.liveVersionId ?? row.id) : eq(ruleVersion.number, request.version)))
  if (source === undefined) throw notFound('version')
  const draft = graphOf(source.graph)
  const draftRevision = request.revision + 1
  await tx.update(rule).set({ draft, draftRevision, draftSavedBy: userId, updatedAt: sql`now()` }).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, row.id)))
  await notifyChanged(tx, workspaceId, 'rule', [row.id])
  return { draft, draftRevision }
}
