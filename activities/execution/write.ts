import { sql } from 'drizzle-orm'
import { notifyChanged, withCommit, type Tx } from '../../db/client'
import { releaseNext } from '../../db/queries/release-next'
import type { StepAttempt, StepError } from '../../db/schema'
import { send } from '../../db/send'
import type { Receipt } from '../../rules/effects'
import type { Compared } from '../../rules/node-type'
import { portColumn } from '../../rules/plan/ledger'
import type { ExecutionState, StepEvent } from '../../rules/plan/plan'
import { executionState, finalState, isParked } from '../../rules/plan/walk'
import { storableJson } from '../ingest/storable'
import { alertOwners } from '../alerts'
import { isHeld } from './budget'
import type { OpenExecution } from './open'
import type { Walk } from './replay'

/** What a step leaves in the ledger beside its state: what people read. */
export interface Account {
  readonly detail?: string | null
  readonly compared?: readonly Compared[] | null
  readonly receipts?: readonly Receipt[] | null
  readonly outputs?: Readonly<Record<string, string>> | null
  readonly error?: StepError | null
  readonly nextTryAt?: Date | null
  readonly attempts?: readonly StepAttempt[]
}

/** One line to be written: the event and what is to be read about it. */
export interface Line {
  readonly event: StepEvent
  readonly account: Account
}

/** Writes ledger rows in the order of the events. A row that had ended keeps its place in the order: a late verdict changes no edge. */
export async function writeLines(tx: Tx, execution: OpenExecution, lines: readonly Line[], now: Date): Promise<void> {
  if (lines.length === 0) return
  const rows = lastLines(lines).map(({ event, account }) => ({
    step: event.step,
    state: event.state,
    port: event.state === 'done' ? portColumn(event) : null,
    reason: event.state === 'skipped' ? event.reason : event.state === 'failed' || event.state === 'uncertain' ? event.code : null,
    detail: account.detail ?? null,
    ended: isEnd(event),
    compared: account.compared !== undefined && account.compared !== null && account.compared.length > 0 ? account.compared : null,
    receipts: account.receipts ?? null,
    outputs: account.outputs ?? null,
    error: account.error ?? null,
    next: account.nextTryAt ?? null,
    attempts: account.attempts ?? [],
  }))
  const at = sql`${now.toISOString()}::timestamptz`
  await send(tx, sql`
    insert into execution_step as s (workspace_id, execution_id, step_id, state, port, reason, detail, started_at, ended_at, compared, receipts, outputs, error, next_try_at, attempts)
    select ${execution.workspaceId}::uuid, ${execution.id}::uuid, r.step, r.state, r.port, r.reason, r.detail, ${at}, case when r.ended then ${at} end, r.compared, r.receipts, r.outputs, r.error, r.next, r.attempts
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(step text, state text, port text, reason text, detail text, ended boolean, compared jsonb, receipts jsonb, outputs jsonb, error jsonb,
      next timestamptz, attempts jsonb)
    on conflict (execution_id, step_id) do update set state = excluded.state, port = excluded.port, reason = excluded.reason, detail = excluded.detail,
      seq = case when s.ended_at is null then excluded.seq else s.seq end, ended_at = coalesce(s.ended_at, excluded.ended_at), compared = coalesce(excluded.compared, s.compared),
      receipts = coalesce(excluded.receipts, s.receipts), outputs = coalesce(excluded.outputs, s.outputs), error = excluded.error, next_try_at = excluded.next_try_at,
      attempts = s.attempts || excluded.attempts`)
}

/**
 * Writes where the execution now stands, and lets the next rule of its event go on when this one has ended or parked (semantics 19). Returns the final state,
 * or null while it goes on.
 */
export async function writeProgress(tx: Tx, execution: OpenExecution, walk: Walk, now: Date, moved: boolean, reason: string | null = null): Promise<ExecutionState | null> {
  const final = execution.cancelRequestedAt !== null && finalState(walk.plan, walk.state) !== null ? 'cancelled' : finalState(walk.plan, walk.state)
  // Held by its rule's budget: nothing begins until somebody says so, which is as good as waiting.
  const held = final === null && isHeld(execution)
  const state = final ?? (held ? 'waiting' : executionState(walk.plan, walk.state))
  const parked = held || (final === null && isParked(walk.state))
  const becameFree = (final !== null && execution.endedAt === null) || (parked && !execution.isParked)
  if (moved || state !== execution.state || parked !== execution.isParked) {
    const at = sql`${now.toISOString()}::timestamptz`
    await withCommit(tx, send(tx, sql`
      update execution set state = ${state}, parked = ${parked}, progress_at = ${at}, started_at = coalesce(started_at, ${at}),
        ended_at = ${final === null ? sql`null` : sql`coalesce(ended_at, ${at})`}, reason = ${final === null ? null : reason}
      where id = ${execution.id}::uuid`))
    await notifyChanged(tx, execution.workspaceId, 'execution', [execution.id])
  }
  const { workspaceId, ruleId, id: executionId, messageId } = execution
  if ((final === 'failed' || final === 'uncertain') && execution.endedAt === null && execution.mode === 'live') await alertOwners(tx, { workspaceId, ruleId, kind: 'executions failed', executionId, messageId }, now)
  if (becameFree && execution.isReleased && execution.hasLater) await releaseNext(tx, execution, now)
  return final
}

/** The last line of each step, in the order of those last lines: a wait that a Stop cancelled in the same transaction comes after the Stop. */
function lastLines(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ event }, index) => !lines.slice(index + 1).some((later) => later.event.step === event.step))
}

function isEnd({ state }: StepEvent): boolean {
  return state !== 'running' && state !== 'waiting' && state !== 'retrying'
}
