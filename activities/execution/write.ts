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

/** What an execution came to in a transaction, not yet written. */
export interface Moved {
  readonly execution: OpenExecution
  readonly walk: Walk
  readonly lines: readonly Line[]
}

/** Writes ledger rows of executions, each's in the order of its events. A row that had ended keeps its place in the order: a late verdict changes no edge. */
export async function writeLines(tx: Tx, moved: readonly Pick<Moved, 'execution' | 'lines'>[], now: Date): Promise<void> {
  const rows = moved.flatMap(({ execution: { id }, lines }) => lastLines(lines).map((line) => rowOf(id, line)))
  if (rows.length === 0) return
  const at = sql`${now.toISOString()}::timestamptz`
  await send(tx, sql`
    insert into execution_step as s (workspace_id, execution_id, step_id, state, port, reason, detail, started_at, ended_at, compared, receipts, outputs, error, next_try_at, attempts)
    select ${moved[0]?.execution.workspaceId ?? null}::uuid, r.execution, r.step, r.state, r.port, r.reason, r.detail, ${at}, case when r.ended then ${at} end, r.compared, r.receipts, r.outputs, r.error, r.next, r.attempts
    from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(execution uuid, step text, state text, port text, reason text, detail text, ended boolean, compared jsonb, receipts jsonb, outputs jsonb, error jsonb,
      next timestamptz, attempts jsonb)
    on conflict (execution_id, step_id) do update set state = excluded.state, port = excluded.port, reason = excluded.reason, detail = excluded.detail,
      seq = case when s.ended_at is null then excluded.seq else s.seq end, ended_at = coalesce(s.ended_at, excluded.ended_at), compared = coalesce(excluded.compared, s.compared),
      receipts = coalesce(excluded.receipts, s.receipts), outputs = coalesce(excluded.outputs, s.outputs), error = excluded.error, next_try_at = excluded.next_try_at,
      attempts = s.attempts || excluded.attempts`)
}

function rowOf(execution: string, { event, account }: Line): object {
  return {
    execution,
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
  }
}

/**
 * Writes where executions now stand, and lets the next rule of an event go on where the one before it has ended or parked (semantics 19). Returns the final state of each,
 * or null while it goes on.
 */
export async function writeProgress(tx: Tx, moved: readonly Moved[], now: Date): Promise<readonly (ExecutionState | null)[]> {
  const steps = moved.map((one) => ({ ...one, ...stepOf(one) }))
  const changed = steps.filter(({ isNews }) => isNews)
  await withCommit(tx, ...alike(changed).map((of) => writeState(tx, of, now)))
  if (changed[0] !== undefined) await notifyChanged(tx, changed[0].execution.workspaceId, 'execution', changed.map(({ execution }) => execution.id))
  for (const { execution, final, becameFree } of steps) {
    const { workspaceId, ruleId, id: executionId, messageId } = execution
    if ((final === 'failed' || final === 'uncertain') && execution.endedAt === null && execution.mode === 'live') await alertOwners(tx, { workspaceId, ruleId, kind: 'executions failed', executionId, messageId }, now)
    if (becameFree && execution.isReleased && execution.hasLater) await releaseNext(tx, execution, now)
  }
  return steps.map(({ final }) => final)
}

interface Step {
  readonly state: ExecutionState
  readonly parked: boolean
  /** Null while it goes on. */
  readonly final: ExecutionState | null
  /** It ended or parked just now. */
  readonly becameFree: boolean
  /** There is something to be written. */
  readonly isNews: boolean
}

function stepOf({ execution, walk, lines }: Moved): Step {
  const ended = finalState(walk.plan, walk.state)
  const final = execution.cancelRequestedAt !== null && ended !== null ? 'cancelled' : ended
  // Held by its rule's budget: nothing begins until somebody says so, which is as good as waiting.
  const held = final === null && isHeld(execution)
  const state = final ?? (held ? 'waiting' : executionState(walk.plan, walk.state))
  const parked = held || (final === null && isParked(walk.state))
  return { state, parked, final, becameFree: (final !== null && execution.endedAt === null) || (parked && !execution.isParked), isNews: lines.length > 0 || state !== execution.state || parked !== execution.isParked }
}

type Stepped = Step & Pick<Moved, 'execution'>

/** Those of which the same is to be written. */
function alike(steps: readonly Stepped[]): readonly (readonly [Stepped, ...Stepped[]])[] {
  const groups = new Map<string, [Stepped, ...Stepped[]]>()
  for (const step of steps) {
    const key = `${step.state} ${step.parked}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [step])
    else group.push(step)
  }
  return [...groups.values()]
}

/** By an array of ids, so that the index is asked for these rows however many there are. */
async function writeState(tx: Tx, [first, ...others]: readonly [Stepped, ...Stepped[]], now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`
  await send(tx, sql`
    update execution set state = ${first.state}, parked = ${first.parked}, progress_at = ${at}, started_at = coalesce(started_at, ${at}), ended_at = ${first.final === null ? sql`null` : sql`coalesce(ended_at, ${at})`}, reason = null
    where id = any(${`{${[first, ...others].map(({ execution }) => execution.id).join()}}`}::uuid[])`)
}

/** The last line of each step, in the order of those last lines: a wait that a Stop cancelled in the same transaction comes after the Stop. */
function lastLines(lines: readonly Line[]): readonly Line[] {
  return lines.filter(({ event }, index) => !lines.slice(index + 1).some((later) => later.event.step === event.step))
}

function isEnd({ state }: StepEvent): boolean {
  return state !== 'running' && state !== 'waiting' && state !== 'retrying'
}
