import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import type { Address, ContentFacts, MailClass } from '../../rules/facts'
import { account, mailbox } from './account'
import { at, bytea, createdAt, id, workspaceId } from './columns'

/** Mail: messages, where they lie, what they belong to, and their raw bytes. */

export const thread = pgTable(
  'thread',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    subject: text('subject').notNull().default(''),
    messageCount: integer('message_count').notNull().default(0),
    lastMessageAt: at('last_message_at').notNull(),
    lastInboundAt: at('last_inbound_at'),
    lastOutboundAt: at('last_outbound_at'),
    /** Set when a later message showed two threads to be one; its messages were moved there. */
    mergedInto: uuid('merged_into'),
    createdAt: createdAt(),
  },
  (t) => [index('thread_workspace').on(t.workspaceId), index('thread_account_last').on(t.accountId, t.lastMessageAt)],
)

/** Every Message-ID a message of the account bears or refers to: the row two racing transactions meet on. */
export const threadReference = pgTable(
  'thread_reference',
  {
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    reference: text('reference').notNull(),
    threadId: uuid('thread_id'),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.reference] }), index('thread_reference_thread').on(t.threadId)],
)

export const message = pgTable(
  'message',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    threadId: uuid('thread_id').notNull().references(() => thread.id),
    /** Content identity within the account: sha256 of the header block without trace fields. */
    identity: bytea('identity').notNull(),
    /** sha256 of the body; null while only headers are known. Same identity with another body is another message. */
    bodyHash: bytea('body_hash'),
    /** 0, or the next free number when two messages share an identity and differ in body. */
    identityTwin: integer('identity_twin').notNull().default(0),
    direction: text('direction', { enum: ['in', 'out'] }).notNull(),
    state: text('state', { enum: ['complete', 'headers', 'quarantined'] }).notNull(),
    quarantineReason: text('quarantine_reason'),
    messageIdHeader: text('message_id_header'),
    fromName: text('from_name').notNull().default(''),
    fromAddress: text('from_address').notNull().default(''),
    recipients: jsonb('recipients').$type<{ readonly to: readonly Address[]; readonly cc: readonly Address[] }>().notNull(),
    subject: text('subject').notNull().default(''),
    snippet: text('snippet').notNull().default(''),
    size: integer('size').notNull(),
    hasAttachment: boolean('has_attachment').notNull().default(false),
    mailClass: text('mail_class').$type<MailClass>(),
    /** Content facts without the text (that is in body_cache), read by rules that run later. */
    facts: jsonb('facts').$type<Omit<ContentFacts, 'text'>>().notNull(),
    sentAt: at('sent_at'),
    receivedAt: at('received_at').notNull(),
    /** Set when the mail counted as an arrival; null is history, which fires nothing by itself. */
    arrivedAt: at('arrived_at'),
    /** The member who takes care of it; null: nobody in particular. */
    assigneeId: uuid('assignee_id'),
    /** Out of sight until then; null: in sight. */
    snoozedUntil: at('snoozed_until'),
    /** Ours: the outgoing message this is the sent copy of. */
    outgoingMessageId: uuid('outgoing_message_id'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('message_identity').on(t.accountId, t.identity, t.identityTwin),
    index('message_workspace_received').on(t.workspaceId, t.receivedAt.desc(), t.id),
    index('message_account_received').on(t.accountId, t.receivedAt.desc(), t.id),
    index('message_thread').on(t.threadId),
    index('message_snoozed').on(t.snoozedUntil).where(sql`snoozed_until is not null`),
    index('message_account_header').on(t.accountId, t.messageIdHeader),
  ],
)

/** Where a message lies. Unique per UID: two watchers cannot both count one. */
export const placement = pgTable(
  'placement',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull().references(() => mailbox.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').notNull().references(() => message.id, { onDelete: 'cascade' }),
    uidValidity: bigint('uid_validity', { mode: 'number' }).notNull(),
    uid: bigint('uid', { mode: 'number' }).notNull(),
    flags: jsonb('flags').$type<readonly string[]>().notNull().default([]),
    internalDate: at('internal_date').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('placement_uid').on(t.mailboxId, t.uidValidity, t.uid),
    index('placement_message').on(t.messageId),
    index('placement_mailbox_date').on(t.mailboxId, t.internalDate.desc()),
    index('placement_workspace').on(t.workspaceId),
  ],
)

export const rawMessage = pgTable('raw_message', {
  messageId: uuid('message_id').primaryKey().references(() => message.id, { onDelete: 'cascade' }),
  workspaceId: workspaceId(),
  bytes: bytea('bytes').notNull(),
  sha256: bytea('sha256').notNull(),
  /** Null: nobody else keeps it (gateway), so neither do we let go. */
  expiresAt: at('expires_at'),
})

export const bodyCache = pgTable('body_cache', {
  messageId: uuid('message_id').primaryKey().references(() => message.id, { onDelete: 'cascade' }),
  workspaceId: workspaceId(),
  text: text('text').notNull(),
  /** As sent; sanitised on every read, last, by mail/sanitize.ts. */
  html: text('html'),
  expiresAt: at('expires_at'),
})

export const attachment = pgTable(
  'attachment',
  {
    id: id(),
    workspaceId: workspaceId(),
    messageId: uuid('message_id').notNull().references(() => message.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    filename: text('filename').notNull(),
    contentType: text('content_type').notNull(),
    size: integer('size').notNull(),
    contentId: text('content_id'),
    inline: boolean('inline').notNull().default(false),
    sha256: bytea('sha256'),
  },
  (t) => [uniqueIndex('attachment_message_position').on(t.messageId, t.position)],
)

export const tag = pgTable(
  'tag',
  { id: id(), workspaceId: workspaceId(), name: text('name').notNull(), createdAt: createdAt() },
  (t) => [uniqueIndex('tag_workspace_name').on(t.workspaceId, sql`lower(${t.name})`)],
)

export const messageTag = pgTable(
  'message_tag',
  {
    workspaceId: workspaceId(),
    messageId: uuid('message_id').notNull().references(() => message.id, { onDelete: 'cascade' }),
    tagId: uuid('tag_id').notNull().references(() => tag.id, { onDelete: 'cascade' }),
    /** The execution that put it there; null: a person did. */
    executionId: uuid('execution_id'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.messageId, t.tagId] }), index('message_tag_tag').on(t.tagId)],
)
