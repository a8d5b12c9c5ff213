import { bigserial, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, unique, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import type { Compared } from '../../rules/node-type'
import type { Receipt } from '../../rules/effects'
import type { ExecutionState, StepState } from '../../rules/plan/plan'
import { at, createdAt, id, workspaceId } from './columns'

/**
 * What ran: executions, their ledger of steps, and the rows that settle every race (reservation, claim, wait, dispatch). Executions and steps are kept in one table
 * per month of the execution's id; the database makes these tables and drops them by age (migration 0011).
 */

export const execution = pgTable(
  'execution',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull(),
    ruleId: uuid('rule_id').notNull(),
    ruleVersionId: uuid('rule_version_id').notNull(),
    planId: uuid('plan_id').notNull(),
    /** All executions of one arrival share it; `position` is the rule order within (semantics 19). The two together are unique within a month. */
    eventId: uuid('event_id').notNull(),
    position: integer('position').notNull(),
    trigger: text('trigger').notNull(),
    /** Null: it is about no mail (a clock, a record or a hook set it off). */
    messageId: uuid('message_id'),
    threadId: uuid('thread_id'),
    mode: text('mode', { enum: ['live', 'dry run'] }).notNull(),
    state: text('state').$type<ExecutionState>().notNull().default('queued'),
    /** Safe one-line reason of the final state: a code, said in words by the screens. */
    reason: text('reason'),
    scopeKey: text('scope_key').notNull(),
    hop: integer('hop').notNull().default(0),
    causeExecutionId: uuid('cause_execution_id'),
    /** The record it is about, where a record set it off. */
    recordId: uuid('record_id'),
    /** What set it off, beside the message: nominal time, changed field, hook delivery, the person who asked. Ids and codes only. */
    triggerData: jsonb('trigger_data').$type<Readonly<Record<string, string>>>().notNull().default({}),
    /** Waits for somebody's word, because its rule used up what it may do in an hour; null: it may run. */
    heldAt: at('held_at'),
    /** When somebody let it go on after it was held: what it does is not counted any more. */
    approvedAt: at('approved_at'),
    rerunOf: uuid('rerun_of'),
    /** Steps that a rerun does again though they were done, on a person's word: their effects have keys of this execution's own (semantics 25). */
    repeatedSteps: jsonb('repeated_steps').$type<readonly string[]>().notNull().default([]),
    releasedAt: at('released_at'),
    /** No step is ready and none runs but an outward effect already claimed (architecture: order). */
    parked: boolean('parked').notNull().default(false),
    cancelRequestedAt: at('cancel_requested_at'),
    startedAt: at('started_at'),
    endedAt: at('ended_at'),
    /** Last time the ledger moved; the sweep looks here. */
    progressAt: at('progress_at').notNull().defaultNow(),
    createdAt: createdAt(),
  },
  (t) => [
    index('execution_workspace_created').on(t.workspaceId, t.createdAt.desc()),
    index('execution_message').on(t.messageId),
    index('execution_rule').on(t.ruleId, t.createdAt.desc()),
    index('execution_open').on(t.progressAt).where(sql`ended_at is null`),
  ],
)

/** Safe error of a step: what failed, whether it is tried again, the peer's own words cut to 500 characters. */
export interface StepError {
  readonly code: string
  readonly message: string
  readonly said?: string
}

export interface StepAttempt {
  readonly at: string
  readonly milliseconds: number
  readonly result: 'done' | 'retry' | 'failed' | 'uncertain'
  readonly error?: StepError
}

/** The ledger. Final states never change, but for an uncertain one that a late receipt or a person settles. */
export const executionStep = pgTable(
  'execution_step',
  {
    executionId: uuid('execution_id').notNull(),
    stepId: text('step_id').notNull(),
    workspaceId: workspaceId(),
    /** Order in which events were written; replaying them in this order rebuilds the walk. */
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    state: text('state').$type<StepState>().notNull(),
    port: text('port'),
    /** SkipCode or failure code. */
    reason: text('reason'),
    detail: text('detail'),
    startedAt: at('started_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
    attempts: jsonb('attempts').$type<readonly StepAttempt[]>().notNull().default([]),
    nextTryAt: at('next_try_at'),
    compared: jsonb('compared').$type<readonly Compared[]>(),
    receipts: jsonb('receipts').$type<readonly Receipt[]>(),
    outputs: jsonb('outputs').$type<Readonly<Record<string, string>>>(),
    error: jsonb('error').$type<StepError>(),
  },
  (t) => [primaryKey({ columns: [t.executionId, t.stepId] }), index('execution_step_workspace').on(t.workspaceId)],
)

/** A used scope. Small, never partitioned, outlives executions. Rule scope: nodeId ''. Action scope: its node. A move of an event: ruleId null, `move:{event}`. */
export const reservation = pgTable(
  'reservation',
  {
    id: id(),
    workspaceId: workspaceId(),
    ruleId: uuid('rule_id'),
    nodeId: text('node_id').notNull().default(''),
    scopeKey: text('scope_key').notNull(),
    executionId: uuid('execution_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('reservation_scope').on(t.workspaceId, t.ruleId, t.nodeId, t.scopeKey).nullsNotDistinct()],
)

/** What a rule did to the outside, one row per effect key: how its hour is counted. Rows older than a day are thrown away. */
export const ruleEffect = pgTable(
  'rule_effect',
  { workspaceId: workspaceId(), ruleId: uuid('rule_id').notNull(), key: text('key').notNull(), at: at('at').notNull().defaultNow() },
  (t) => [primaryKey({ columns: [t.workspaceId, t.key] }), index('rule_effect_rule').on(t.ruleId, t.at)],
)

export const CLAIM_STATES = ['reserved', 'calling', 'done', 'retry', 'failed', 'uncertain'] as const

/** The hold on one outward effect. Key: execution / step / index. */
export const claim = pgTable(
  'claim',
  {
    id: id(),
    workspaceId: workspaceId(),
    key: text('key').notNull(),
    executionId: uuid('execution_id').notNull(),
    stepId: text('step_id').notNull(),
    effect: text('effect').notNull(),
    state: text('state', { enum: CLAIM_STATES }).notNull().default('reserved'),
    /** Whoever holds the claim; entering `calling` and settling require it. */
    token: uuid('token').notNull(),
    leaseUntil: at('lease_until').notNull(),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: at('next_try_at'),
    receipt: jsonb('receipt').$type<Receipt>(),
    createdAt: createdAt(),
    callingAt: at('calling_at'),
    settledAt: at('settled_at'),
  },
  (t) => [uniqueIndex('claim_key').on(t.workspaceId, t.key), index('claim_execution').on(t.executionId)],
)

/** What a wait may listen to. */
export const WAIT_EVENTS = ['nothing', 'replied', 'answered', 'record changed', 'hook', 'approval'] as const

/** A wait. Opened once per (execution, step); whoever decides it first wins. */
export const wait = pgTable(
  'wait',
  {
    id: id(),
    workspaceId: workspaceId(),
    executionId: uuid('execution_id').notNull(),
    stepId: text('step_id').notNull(),
    listensTo: text('listens_to', { enum: WAIT_EVENTS }).notNull(),
    /** Null: the execution is about no mail. */
    threadId: uuid('thread_id'),
    recordId: uuid('record_id'),
    hookId: uuid('hook_id'),
    /** Further settings of the wait (who approves, what to look at), as its step gave them. */
    terms: jsonb('terms').$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    /** An event after this counts, even if it came before the wait opened (semantics 16). */
    anchorAt: at('anchor_at').notNull(),
    dueAt: at('due_at').notNull(),
    eventPort: text('event_port').notNull(),
    elapsedPort: text('elapsed_port').notNull(),
    /** Null: open. */
    port: text('port'),
    decidedAt: at('decided_at'),
    decidedByMessageId: uuid('decided_by_message_id'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('wait_execution_step').on(t.executionId, t.stepId), index('wait_open').on(t.threadId).where(sql`port is null`), index('wait_due').on(t.dueAt).where(sql`port is null`)],
)

/** Start this workflow, or send it this signal; deleted when delivered. One per workflow id and kind. */
export const dispatch = pgTable(
  'dispatch',
  {
    id: id(),
    workspaceId: workspaceId(),
    workflowId: text('workflow_id').notNull(),
    kind: text('kind', { enum: ['start', 'recheck'] }).notNull(),
    workflow: text('workflow', { enum: ['executeRule', 'sendMessage', 'syncAccount', 'raiseEvent', 'keepSchedule'] }).notNull(),
    /** The execution, outgoing message, account, event or rule. */
    subjectId: uuid('subject_id').notNull(),
    /** Starts that one batch carries (workflow `batch:{id}`); null: on its own. */
    batchId: uuid('batch_id'),
    attempts: integer('attempts').notNull().default(0),
    notBefore: at('not_before').notNull().defaultNow(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('dispatch_workflow').on(t.workflowId, t.kind), index('dispatch_ready').on(t.notBefore)],
)

/** One person's word on a wait for approval. */
export const approval = pgTable(
  'approval',
  {
    id: id(),
    workspaceId: workspaceId(),
    waitId: uuid('wait_id').notNull().references(() => wait.id, { onDelete: 'cascade' }),
    executionId: uuid('execution_id').notNull(),
    userId: uuid('user_id').notNull(),
    /** sha256 of the token in the signed link, hex; the token itself is only in the mail. */
    tokenHash: text('token_hash').notNull(),
    verdict: text('verdict', { enum: ['approved', 'rejected'] }),
    note: text('note').notNull().default(''),
    decidedAt: at('decided_at'),
    /** How it was given. */
    by: text('by', { enum: ['app', 'link', 'api'] }),
    remindedAt: at('reminded_at'),
    /** Asked only because nobody before them answered in time. */
    escalated: boolean('escalated').notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('approval_wait_user').on(t.waitId, t.userId), uniqueIndex('approval_token').on(t.tokenHash), index('approval_user').on(t.userId).where(sql`verdict is null`), index('approval_workspace').on(t.workspaceId)],
)
