import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import type { StepAttempt } from '../../db/schema'
import { Instant } from '../../db/queries/keyset'
import { isNear } from '../../db/queries/near-id'
import { OUTGOING_STATES, WAIT_EVENTS } from '../../db/schema'
import { EXECUTION_STATES } from '../../db/queries/execution-state'
import { send } from '../../db/send'
import { EFFECT_WORK, type Receipt } from '../../rules/effects'

/** When a wait `w` has to be looked at by itself: when it is due, and before that when people are to be reminded or others asked. */
export const WAKE_AT: SQL = sql`least(w.due_at, (w.terms ->> 'remindAt')::timestamptz, (w.terms ->> 'escalateAt')::timestamptz)`

const StepStateName = z.enum(['pending', 'ready', 'running', 'waiting', 'retrying', 'done', 'skipped', 'failed', 'uncertain', 'cancelled'])
// Made once: making a schema costs a hundred times what reading with it does.
const AttemptResults = z.array(z.object({ result: z.string() }))
/** Written by us alone; the part that is looked at here is checked. */
const Attempts = z.custom<readonly StepAttempt[]>((value) => AttemptResults.safeParse(value).success)

const ReceiptHead = z.object({ effect: z.string(), result: z.string() })
/** Written by our own performers from a closed union. */
const StoredReceipt = z.custom<Receipt>((value) => ReceiptHead.safeParse(value).success)
/** The effects whose step waits for a mail; its receipt comes first in the step. */
const MAIL_EFFECTS = sql.join(Object.entries(EFFECT_WORK).flatMap(([kind, work]) => (work === 'mail' ? [sql`${kind}`] : [])), sql`, `)

const Row = z.object({
  id: z.string(),
  workspaceId: z.string(),
  accountId: z.string(),
  ruleId: z.string(),
  planId: z.string(),
  eventId: z.string(),
  position: z.number(),
  /** Null, as is the thread: it is about no mail. */
  messageId: z.string().nullable(),
  threadId: z.string().nullable(),
  recordId: z.string().nullable(),
  scopeKey: z.string(),
  mode: z.enum(['live', 'dry run']),
  state: z.enum(EXECUTION_STATES),
  hop: z.number(),
  rerunOf: z.string().nullable(),
  isReleased: z.boolean(),
  isParked: z.boolean(),
  cancelRequestedAt: Instant.nullable(),
  heldAt: Instant.nullable(),
  approvedAt: Instant.nullable(),
  /** Why Postroom paused its rule; null: it did not. */
  rulePausedBecause: z.string().nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  hasLater: z.boolean(),
  companyName: z.string(),
  /** The database's clock, in seconds since 1970. */
  epochSeconds: z.number(),
  timeZone: z.string(),
  steps: z.array(z.object({ stepId: z.string(), state: StepStateName, port: z.string().nullable(), reason: z.string().nullable(), attempts: Attempts, outputs: z.record(z.string(), z.string()).nullable(), startedAt: Instant, endedAt: Instant.nullable() })),
  waits: z.array(z.object({ id: z.string(), stepId: z.string(), listensTo: z.enum(WAIT_EVENTS), terms: z.record(z.string(), z.unknown()), dueAt: Instant, wakeAt: Instant, elapsedPort: z.string(), port: z.string().nullable() })),
  outgoing: z.array(z.object({ id: z.string(), stepId: z.string(), receipts: z.array(StoredReceipt), state: z.enum(OUTGOING_STATES), code: z.string().nullable(), message: z.string().nullable(), said: z.string().nullable() })),
  claims: z.array(z.object({ stepId: z.string(), state: z.enum(['reserved', 'calling', 'done', 'retry', 'failed', 'uncertain']), leaseUntil: Instant, nextTryAt: Instant.nullable() })),
})

/** An execution with everything that says where it stands, read under its lock. */
export type OpenExecution = z.infer<typeof Row>

/**
 * Locks the subject's thread, then the execution, then reads it: the one order in which anybody locks them. Null: there is no such execution.
 * The read is a statement of its own, because it must see what was committed while we waited for the locks. Both are sent at once.
 */
export async function openExecution(tx: Tx, executionId: string): Promise<OpenExecution | null> {
  const locking = send(tx, sql`
    with thread_lock as materialized (select t.id from thread t where t.id = (select thread_id from execution where id = ${executionId}::uuid) for no key update)
    select e.id from execution e where e.id = ${executionId}::uuid and (select count(*) from thread_lock) >= 0 for no key update`)
  // Whoever decides a wait holds its row: nothing is decided between this look and what follows from it.
  const waits = send(tx, sql`select 1 from wait w where w.execution_id = ${executionId}::uuid and w.port is null order by w.id for no key update`)
  const reading = send(tx, statusOf(sql`e.id = ${executionId}::uuid`, isNear(sql`l.id`, executionId)))
  const [, , [row]] = await Promise.all([locking, waits, reading])
  return row === undefined ? null : Row.parse(row)
}

/** The same for many at once: their threads in the order of ids, then they themselves in the order of theirs, which is that in which they were made. Those that do not exist are left out. */
export async function openExecutions(tx: Tx, executionIds: readonly string[]): Promise<readonly OpenExecution[]> {
  const ids = sql`any(${`{${executionIds.join()}}`}::uuid[])`
  const locking = send(tx, sql`
    with thread_lock as materialized (select t.id from thread t where t.id in (select thread_id from execution where id = ${ids}) order by t.id for no key update)
    select e.id from execution e where e.id = ${ids} and (select count(*) from thread_lock) >= 0 order by e.id for no key update`)
  const reading = send(tx, sql`${statusOf(sql`e.id = ${ids}`, sql`true`)} order by e.id`)
  const [, rows] = await Promise.all([locking, reading])
  return rows.map((row) => Row.parse(row))
}

/** `which` executions `e`; `isOfEvent` narrows where others `l` of the same event are looked for. */
function statusOf(which: SQL, isOfEvent: SQL): SQL {
  return sql`
    select e.id, e.workspace_id as "workspaceId", e.account_id as "accountId", e.rule_id as "ruleId", e.plan_id as "planId", e.event_id as "eventId", e.position, e.message_id as "messageId",
      e.thread_id as "threadId", e.record_id as "recordId", e.scope_key as "scopeKey", e.mode, e.state, e.hop, e.rerun_of as "rerunOf", e.released_at is not null as "isReleased", e.parked as "isParked", e.cancel_requested_at as "cancelRequestedAt",
      e.held_at as "heldAt", e.approved_at as "approvedAt", (select r.paused_because from rule r where r.id = e.rule_id) as "rulePausedBecause", extract(epoch from now())::float8 as "epochSeconds",
      e.created_at as "createdAt", e.started_at as "startedAt", e.ended_at as "endedAt", o.name as "companyName", o.time_zone as "timeZone",
      exists (select 1 from execution l where l.event_id = e.event_id and l.position > e.position and ${isOfEvent}) as "hasLater",
      coalesce((select json_agg(json_build_object('stepId', s.step_id, 'state', s.state, 'port', s.port, 'reason', s.reason, 'attempts', s.attempts, 'outputs', s.outputs, 'startedAt', s.started_at, 'endedAt', s.ended_at) order by s.seq)
        from execution_step s where s.execution_id = e.id), '[]'::json) as steps,
      coalesce((select json_agg(json_build_object('id', w.id, 'stepId', w.step_id, 'listensTo', w.listens_to, 'terms', w.terms, 'dueAt', w.due_at, 'wakeAt', ${WAKE_AT}, 'elapsedPort', w.elapsed_port, 'port', w.port)) from wait w where w.execution_id = e.id), '[]'::json) as waits,
      coalesce((select json_agg(json_build_object('id', o.id, 'stepId', s.step_id, 'receipts', s.receipts, 'state', o.state, 'code', o.error ->> 'code', 'message', o.error ->> 'message', 'said', o.error ->> 'said'))
        from execution_step s join outgoing_message o on o.id = (s.receipts -> 0 ->> 'ref')::uuid where s.execution_id = e.id and s.receipts -> 0 ->> 'effect' in (${MAIL_EFFECTS})), '[]'::json) as outgoing,
      coalesce((select json_agg(json_build_object('stepId', c.step_id, 'state', c.state, 'leaseUntil', c.lease_until, 'nextTryAt', c.next_try_at)) from claim c where c.execution_id = e.id), '[]'::json) as claims
    from execution e join workspace o on o.id = e.workspace_id where ${which}`
}
