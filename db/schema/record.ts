import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { at, createdAt, id, workspaceId } from './columns'

/** The business result of mail: tickets and leads with their timeline. */

export const RECORD_TYPES = ['ticket', 'lead'] as const

export const record = pgTable(
  'record',
  {
    id: id(),
    workspaceId: workspaceId(),
    type: text('type', { enum: RECORD_TYPES }).notNull(),
    /** Counts per workspace and type; people say "ticket #12". */
    number: integer('number').notNull(),
    stage: text('stage', { enum: ['new', 'open', 'waiting', 'done', 'lost'] }).notNull().default('new'),
    title: text('title').notNull(),
    contactName: text('contact_name').notNull().default(''),
    contactAddress: text('contact_address').notNull().default(''),
    /** The address, in lower case, whose mail made a rule open it: so many in a time, no more. */
    sender: text('sender'),
    assigneeId: uuid('assignee_id'),
    companyId: uuid('company_id'),
    threadId: uuid('thread_id'),
    messageId: uuid('message_id'),
    /** The execution that created it; null: a person did. */
    executionId: uuid('execution_id'),
    /** Effect key of the creating step: a second performance finds the first record. */
    effectKey: text('effect_key'),
    /** Further fields by name, as text. */
    fields: jsonb('fields').$type<Readonly<Record<string, string>>>().notNull().default({}),
    revision: integer('revision').notNull().default(1),
    closedAt: at('closed_at'),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('record_number').on(t.workspaceId, t.type, t.number),
    uniqueIndex('record_open_per_thread').on(t.threadId, t.type).where(sql`closed_at is null and thread_id is not null`),
    uniqueIndex('record_effect').on(t.workspaceId, t.effectKey),
    index('record_sender').on(t.workspaceId, t.sender, t.createdAt.desc()).where(sql`sender is not null`),
    index('record_workspace_updated').on(t.workspaceId, t.type, t.updatedAt.desc()),
  ],
)

export const TIMELINE_KINDS = ['created', 'reused', 'mail in', 'mail out', 'note', 'stage', 'assigned', 'field', 'linked', 'follow-up'] as const

export const timelineEntry = pgTable(
  'timeline_entry',
  {
    id: id(),
    workspaceId: workspaceId(),
    recordId: uuid('record_id').notNull().references(() => record.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: TIMELINE_KINDS }).notNull(),
    at: at('at').notNull().defaultNow(),
    /** Null: nobody in person. */
    userId: uuid('user_id'),
    executionId: uuid('execution_id'),
    messageId: uuid('message_id'),
    outgoingMessageId: uuid('outgoing_message_id'),
    data: jsonb('data').$type<Readonly<Record<string, string>>>().notNull().default({}),
  },
  (t) => [index('timeline_record').on(t.recordId, t.at), index('timeline_workspace').on(t.workspaceId)],
)

/** Mail of other threads that a rule or a person put to a record. */
export const recordLink = pgTable(
  'record_link',
  {
    id: id(),
    workspaceId: workspaceId(),
    recordId: uuid('record_id').notNull().references(() => record.id, { onDelete: 'cascade' }),
    threadId: uuid('thread_id').notNull(),
    messageId: uuid('message_id'),
    executionId: uuid('execution_id'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('record_link_thread').on(t.recordId, t.threadId), index('record_link_of_thread').on(t.threadId), index('record_link_workspace').on(t.workspaceId)],
)

/** A scheduled next step for somebody, on a mail or on its record. */
export const followUp = pgTable(
  'follow_up',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid('user_id').notNull(),
    text: text('text').notNull(),
    dueAt: at('due_at').notNull(),
    messageId: uuid('message_id'),
    recordId: uuid('record_id'),
    executionId: uuid('execution_id'),
    /** Effect key of the step, so that a second performance makes no second one; null: a person made it. */
    effectKey: text('effect_key'),
    doneAt: at('done_at'),
    /** The reminder goes out as a mail too. */
    byMail: boolean('by_mail').notNull().default(false),
    /** When the person was told that it is due. */
    remindedAt: at('reminded_at'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('follow_up_effect').on(t.workspaceId, t.effectKey), index('follow_up_user').on(t.userId, t.dueAt), index('follow_up_due').on(t.dueAt).where(sql`done_at is null and reminded_at is null`)],
)

/**
 * Addresses, in lower case, that somebody of the workspace wrote to or that a record is about. Kept by triggers on message and record, so that whether a sender
 * is known is one look at a key.
 */
export const correspondent = pgTable('correspondent', { workspaceId: workspaceId(), address: text('address').notNull(), createdAt: createdAt() }, (t) => [primaryKey({ columns: [t.workspaceId, t.address] })])
