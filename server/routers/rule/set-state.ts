import { and, eq, sql } from 'drizzle-orm'
import { requestCancel } from '../../../db/queries/cancel-execution'
import { notifyChanged, type Tx } from '../../../db/client'
import { keepSchedule } from '../../../db/queries/rule-schedule'
import { endShadow } from '../../../db/queries/shadow'
import { rule } from '../../../db/schema'
import type { Actor } from '../../actor'
import { audit } from '../../audit'
import type { AuditKind } from '../../audit-kinds'
import { conflict } from '../../failure-status'
import { ruleOf, type RuleAtHand } from './rule-of'

export interface StateChange {
  readonly id: string
  readonly state: 'active' | 'paused' | 'deleted'
  /** Executions that were asked to stop, because the person said so. */
  readonly cancelled: readonly string[]
}

/** Pauses, resumes or deletes. Executions that run are left alone unless the person asks for more (semantics 27). */
export async function setState(tx: Tx, actor: Actor, wanted: { readonly id: string; readonly state: StateChange['state']; readonly cancelRunning?: boolean; readonly pauseMode?: 'skip' | 'catch up'; readonly kind: AuditKind; readonly data?: Readonly<Record<string, string | number>> }): Promise<StateChange> {
  const { id, state, kind } = wanted
  const { workspaceId } = actor
  const row = await ruleOf(tx, workspaceId, id, 'lock')
  const cancelled = wanted.cancelRunning === true ? [...(await requestCancel(tx, { workspaceId, ruleId: id }))] : []
  // What waits for a word about a rule that is gone would wait for ever.
  if (state === 'deleted') cancelled.push(...(await requestCancel(tx, { workspaceId, ruleId: id, heldOnly: true })))
  if (row.state === state && !(state === 'paused' && wanted.pauseMode !== undefined && wanted.pauseMode !== row.pauseMode)) return { id, state, cancelled }
  if (state !== 'deleted' && row.liveVersionId === null) throw conflict('conflict.not published', 'This rule was never published, so there is nothing to pause or resume. Publish it first.')
  await tx.update(rule).set({ state, ...pauseOf(state, row, wanted.pauseMode), updatedAt: sql`now()` }).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, id)))
  if (state === 'deleted') await endShadow(tx, workspaceId, id, 'deleted')
  await keepSchedule(tx, workspaceId, id)
  await audit(tx, actor, { kind, subjectKind: 'rule', subjectId: id, data: { cancelled: cancelled.length, ...wanted.data, ...(state === 'paused' ? { mode: wanted.pauseMode ?? 'skip' } : {}) } })
  await notifyChanged(tx, workspaceId, 'rule', [id])
  return { id, state, cancelled }
}

/** A pause remembers since when and what becomes of the mail; going on forgets it. Replies that were missing meanwhile are passed over with the rest. */
function pauseOf(state: StateChange['state'], row: Pick<RuleAtHand, 'state' | 'pausedAt' | 'pauseMode'>, mode: 'skip' | 'catch up' = 'skip') {
  if (state === 'deleted') return {}
  if (state === 'active') return { ...(row.pauseMode === 'skip' ? { watchedUntil: sql`now()` } : {}), pausedAt: null, pausedBecause: null, pauseMode: 'skip' as const }
  return { pausedAt: row.state === 'paused' ? row.pausedAt : sql`now()`, pauseMode: mode }
}
