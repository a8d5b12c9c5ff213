import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { send } from '../../db/send'
import { portColumn } from '../../rules/plan/ledger'
import type { Start, Verdicts } from './verdicts'
import { storableJson } from './storable'

interface Place {
  readonly workspaceId: string
  readonly accountId: string
  readonly now: Date
}

/**
 * Inserts the executions of a batch with the ledger rows of what was decided at intake, and releases the first of every event (semantics 19).
 * What rules passed over is kept as one row per message.
 */
export async function insertStarts(tx: Tx, place: Place, verdicts: readonly Verdicts[]): Promise<void> {
  const starts = verdicts.flatMap((verdict) => verdict.starts)
  const first = starts.filter(({ position }) => position === 0)
  await Promise.all([
    starts.length > 0 ? insertExecutions(tx, place, starts) : undefined,
    enqueue(tx, first.map(({ executionId }) => ({ workspaceId: place.workspaceId, workflow: 'executeRule', kind: 'start', subjectId: executionId }))),
    insertWhyNot(tx, place, verdicts),
  ])
}

async function insertExecutions(tx: Tx, { workspaceId, accountId, now }: Place, starts: readonly Start[]): Promise<void> {
  const rows = starts.map(({ happening: { trigger, triggerData, messageId, threadId, recordId }, decided: _, ...start }) => ({
    ...start,
    trigger,
    triggerData,
    messageId,
    threadId,
    recordId,
    releasedAt: start.position === 0 ? now : null,
  }))
  const decided = starts.flatMap((start) =>
    start.decided.map(({ because, outputs = null, ...taken }) => ({ executionId: start.executionId, step: taken.step, port: portColumn(taken), compared: because.length === 0 ? null : because, outputs })),
  )
  await send(tx, sql`
    with started as (
      insert into execution (workspace_id, account_id, id, rule_id, rule_version_id, plan_id, event_id, position, trigger, trigger_data, message_id, thread_id, record_id, mode, state, scope_key, hop, cause_execution_id, released_at)
      select ${workspaceId}::uuid, ${accountId}::uuid, r."executionId", r."ruleId", r."versionId", r."planId", r."eventId", r.position, r.trigger, r."triggerData", r."messageId", r."threadId", r."recordId", r.mode, 'queued', r."scopeKey",
        r.hop, r."causeExecutionId", r."releasedAt"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("executionId" uuid, "ruleId" uuid, "versionId" uuid, "planId" uuid, "eventId" uuid, position int, trigger text, "triggerData" jsonb, "messageId" uuid, "threadId" uuid, "recordId" uuid,
        mode text, "scopeKey" text, hop int, "causeExecutionId" uuid, "releasedAt" timestamptz))
    insert into execution_step (workspace_id, execution_id, step_id, state, port, compared, outputs, started_at, ended_at)
    select ${workspaceId}::uuid, r."executionId", r.step, 'done', r.port, r.compared, r.outputs, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${storableJson(decided)}::jsonb) as r("executionId" uuid, step text, port text, compared jsonb, outputs jsonb)`)
}

async function insertWhyNot(tx: Tx, { workspaceId }: Place, verdicts: readonly Verdicts[]): Promise<void> {
  const rows = verdicts.flatMap(({ happening: { messageId, trigger }, eventId, whyNot }) => (whyNot.length === 0 || messageId === null || trigger !== 'mail arrived' ? [] : [{ messageId, eventId, verdicts: whyNot }]))
  if (rows.length === 0) return
  await send(tx, sql`
    insert into why_not (workspace_id, message_id, event_id, verdicts)
    select ${workspaceId}::uuid, r."messageId", r."eventId", r.verdicts from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r("messageId" uuid, "eventId" uuid, verdicts jsonb)
    on conflict do nothing`)
}
