import { bigserial, boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, id, workspaceId } from './columns'

/** What people are told and what auditors read. */

export const auditEvent = pgTable(
  'audit_event',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
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
  (t) => [index('audit_workspace_at').on(t.workspaceId, t.at.desc()), index('audit_subject').on(t.subjectId)],
)

/** What Postroom tells the owners of a rule: it was paused because it did too much; its executions failed; it was withheld by a loop guard; a sender was held up. */
export const ALERT_KINDS = ['rule over budget', 'executions failed', 'loop guard', 'too many records'] as const
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
    /** Rule and count of a kind. */
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
