import { bigserial, boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Address } from '../../rules/facts'
import type { ServerAddress } from './account'
import { at, bytea, createdAt, id, workspaceId, type Sealed } from './columns'

/** Everything that leaves: outgoing servers and the outbox. */

export const outgoingServer = pgTable(
  'outgoing_server',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    server: jsonb('server').$type<ServerAddress>().notNull(),
    secret: jsonb('secret').$type<Sealed>(),
    priority: integer('priority').notNull().default(10),
    /** The demo's sink: mail sent here never leaves the machine. */
    sink: boolean('sink').notNull().default(false),
    createdAt: createdAt(),
    deletedAt: at('deleted_at'),
  },
  (t) => [uniqueIndex('outgoing_server_name').on(t.workspaceId, t.name)],
)

export const OUTGOING_STATES = ['draft', 'scheduled', 'queued', 'sending', 'deferred', 'accepted', 'failed', 'uncertain', 'cancelled'] as const
export type OutgoingState = (typeof OUTGOING_STATES)[number]

export const outgoingMessage = pgTable(
  'outgoing_message',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull(),
    outgoingServerId: uuid('outgoing_server_id'),
    state: text('state', { enum: OUTGOING_STATES }).notNull(),
    /** Written by a rule's step (then execution and step are set) or by hand (then user is). */
    executionId: uuid('execution_id'),
    stepId: text('step_id'),
    userId: uuid('user_id'),
    /** Effect key of the step, or the request id of a person's send: a second insert finds the first. */
    effectKey: text('effect_key').notNull(),
    messageIdHeader: text('message_id_header').notNull(),
    /** RFC 3834: automatic replies leave with the null sender when the step says so; never answered by our own rules. */
    automatic: boolean('automatic').notNull().default(false),
    hop: integer('hop').notNull().default(0),
    inReplyToMessageId: uuid('in_reply_to_message_id'),
    threadId: uuid('thread_id'),
    recordId: uuid('record_id'),
    envelopeFrom: text('envelope_from').notNull(),
    from: jsonb('from').$type<Address>().notNull(),
    to: jsonb('to').$type<readonly Address[]>().notNull(),
    cc: jsonb('cc').$type<readonly Address[]>().notNull().default([]),
    bcc: jsonb('bcc').$type<readonly Address[]>().notNull().default([]),
    subject: text('subject').notNull(),
    text: text('text').notNull(),
    inReplyTo: text('in_reply_to'),
    references: jsonb('references').$type<readonly string[]>().notNull().default([]),
    /** `notice`: to one of our own people, with a link for them alone; it is kept out of the account's mail. `forward`: the source mail is attached or quoted in a mail of ours; `redirect`: the source mail itself goes on to another address (RFC 5322 3.6.6). */
    form: text('form', { enum: ['mail', 'forward', 'redirect', 'notice'] }).notNull().default('mail'),
    /** The stored mail that is forwarded or redirected. */
    sourceMessageId: uuid('source_message_id'),
    /** What of a forwarded mail goes with it: the whole as one attachment (RFC 2046 5.2.1), or its own attachments, where its text is quoted. */
    carries: text('carries', { enum: ['message', 'attachments'] }),
    /** The exact bytes, composed once, so that every attempt sends the same mail. */
    raw: bytea('raw'),
    /** Undo window and schedule: not before this. */
    notBefore: at('not_before').notNull().defaultNow(),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: at('next_try_at'),
    token: uuid('token'),
    leaseUntil: at('lease_until'),
    callingAt: at('calling_at'),
    /** The server's final words, cut to 500 characters. */
    reply: text('reply'),
    error: jsonb('error').$type<{ readonly code: string; readonly message: string; readonly said?: string }>(),
    settledAt: at('settled_at'),
    /** When a delivery report first said that it came back (RFC 3464). */
    returnedAt: at('returned_at'),
    /** Copy in the account's Sent mailbox. */
    sentCopy: text('sent_copy', { enum: ['pending', 'appended', 'not needed', 'failed'] }).notNull().default('pending'),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('outgoing_effect').on(t.workspaceId, t.effectKey),
    index('outgoing_workspace_created').on(t.workspaceId, t.createdAt.desc()),
    index('outgoing_execution').on(t.executionId),
    index('outgoing_header').on(t.accountId, t.messageIdHeader),
  ],
)

/** The trail of one outgoing message, oldest first. */
export const outgoingEvent = pgTable(
  'outgoing_event',
  {
    seq: bigserial('seq', { mode: 'number' }).primaryKey(),
    workspaceId: workspaceId(),
    outgoingMessageId: uuid('outgoing_message_id').notNull().references(() => outgoingMessage.id, { onDelete: 'cascade' }),
    at: at('at').notNull().defaultNow(),
    kind: text('kind', { enum: ['queued', 'calling', 'accepted', 'deferred', 'failed', 'uncertain', 'cancelled', 'retried', 'settled by a person', 'appended', 'append failed', 'returned'] }).notNull(),
    userId: uuid('user_id'),
    detail: text('detail'),
  },
  (t) => [index('outgoing_event_message').on(t.outgoingMessageId), index('outgoing_event_workspace').on(t.workspaceId)],
)
