import { and, eq, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../../db/client'
import { rule } from '../../../db/schema'
import type { Actor } from '../../actor'
import { audit } from '../../audit'
import type { AuditKind } from '../../audit-kinds'
import { conflict } from '../../failure-status'
import { ruleOf } from './rule-of'

/** Pauses, resumes or deletes. Executions that run are left alone (semantics 27). */
export async function setState(tx: Tx, actor: Actor, id: string, state: 'active' | 'paused' | 'deleted', kind: AuditKind): Promise<{ readonly id: string; readonly state: typeof state }> {
  const { workspaceId } = actor
  const row = await ruleOf(tx, workspaceId, id, 'lock')
  if (row.state === state) return { id, state }
  if (state !== 'deleted' && row.liveVersionId === null) throw conflict('conflict.not published', 'This rule was never published, so there is nothing to pause or resume. Publish it first.')
  await tx.update(rule).set({ state, updatedAt: sql`now()` }).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, id)))
  await audit(tx, actor, { kind, subjectKind: 'rule', subjectId: id })
  await notifyChanged(tx, workspaceId, 'rule', [id])
  return { id, state }
}
