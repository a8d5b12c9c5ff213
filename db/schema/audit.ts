import { bigint, bigserial, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, bytea, id, workspaceId } from './columns'

/** What people are told and what auditors read. */

export const auditEvent = pgTable(
  'audit_event',
  {
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    workspaceId: workspaceId(),
    at: at('at').notNull().defaultNow(),
    /** Who: a person, an API token, an execution, or Postroom itself. */
    actor: jsonb('actor').$type<{ readonly kind: 'user' | 'token' | 'execution' | 'system'; readonly id: string }>().notNull(),
    /** Closed list in server/audit-kinds.ts, such as `rule.published`. */
    kind: text('kind').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: uuid('subject_id').notNull(),
    /** Ids, codes and counts; never mail content, never secrets. */
    data: jsonb('data').$type<Readonly<Record<string, string | number | boolean | null>>>().notNull().default({}),
  },
  (t) => [primaryKey({ columns: [t.seq, t.at] }), index('audit_workspace_at').on(t.workspaceId, t.at.desc()), index('audit_subject').on(t.subjectId)],
)

/**
 * The chain over a workspace's audit events: one link per event, in the order of their commits, each bound to the one before by its hash. Written by the database
 * itself when the transaction of an event commits; nobody of ours may write here.
 */
export const auditLink = pgTable(
  'audit_link',
  {
    workspaceId: workspaceId(),
    number: bigint('number', { mode: 'number' }).notNull(),
    eventSeq: bigint('event_seq', { mode: 'number' }).notNull(),
    eventAt: at('event_at').notNull(),
    /** sha256 of the event's canonical text. */
    eventHash: bytea('event_hash').notNull(),
    /** Of the link before; zeros for the first. */
    prevHash: bytea('prev_hash').notNull(),
    /** sha256 of prev_hash and event_hash. */
    hash: bytea('hash').notNull(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.number] }), uniqueIndex('audit_link_event').on(t.eventSeq)],
)

/** Where a workspace's chain ends, and where it now begins: the anchor left by what its age took away. */
export const auditHead = pgTable('audit_head', {
  workspaceId: uuid('workspace_id').primaryKey(),
  number: bigint('number', { mode: 'number' }).notNull().default(0),
  hash: bytea('hash').notNull(),
  /** The last link that was dropped, and its hash; 0 and zeros while nothing was. */
  anchorNumber: bigint('anchor_number', { mode: 'number' }).notNull().default(0),
  anchorHash: bytea('anchor_hash').notNull(),
  /** Events before this time were dropped by age. */
  droppedBefore: at('dropped_before'),
})

/**
 * What Postroom tells the owners of a rule: it was paused because it did too much; its executions failed; it was withheld by a loop guard; a sender was held up. And whoever wrote
 * a mail: it was not sent, came back, or was taken back by somebody else. And the administrators: an account is not read.
 */
export const ALERT_KINDS = ['rule over budget', 'executions failed', 'executions stuck', 'loop guard', 'too many records', 'mail not sent', 'mail returned', 'mail cancelled', 'account not read'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

export const notification = pgTable(
  'notification',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid('user_id').notNull(),
    /** Effect key, so that a second performance tells nobody twice. */
    effectKey: text('effect_key').notNull(),
    /** What a rule's author wrote; empty where `kind` says it. */
    text: text('text').notNull(),
    /** What Postroom itself has to say, in the reader's language; null: the text does. */
    kind: text('kind', { enum: ALERT_KINDS }),
    /** Rule, mail or account, and count, of a kind. */
    data: jsonb('data').$type<Readonly<Record<string, string | number>>>().notNull().default({}),
    messageId: uuid('message_id'),
    executionId: uuid('execution_id'),
    at: at('at').notNull().defaultNow(),
    readAt: at('read_at'),
  },
  (t) => [uniqueIndex('notification_effect').on(t.workspaceId, t.effectKey, t.userId), index('notification_user').on(t.userId, t.at.desc())],
)

/** The engine we last spoke to; another namespace id means its memory is gone. One row. */
export const engine = pgTable('engine', {
  id: integer('id').primaryKey().default(1),
  namespaceId: text('namespace_id'),
  seenAt: at('seen_at'),
  answering: boolean('answering').notNull().default(false),
})

/** One row per running process of ours, refreshed every few seconds; the status bar and /readyz read it. */
export const processState = pgTable('process_state', {
  name: text('name').primaryKey(),
  pid: integer('pid').notNull(),
  state: text('state').notNull(),
  detail: text('detail').notNull().default(''),
  restarts: integer('restarts').notNull().default(0),
  startedAt: at('started_at').notNull(),
  seenAt: at('seen_at').notNull().defaultNow(),
})
