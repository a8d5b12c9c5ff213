import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { at, createdAt, id, workspaceId, type Sealed } from './columns'

/** Where mail comes from: accounts and their mailboxes. */

export const AUTOMATION_MODES = ['off', 'dry run', 'live'] as const
export type AutomationMode = (typeof AUTOMATION_MODES)[number]

export interface ServerAddress {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte, `starttls` refused when not offered, `none` for loopback only. */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string
}

export const account = pgTable(
  'account',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    /** The address we receive on and send as, lower case. */
    address: text('address').notNull(),
    /** Further addresses of ours that arrive here; the self-reply guard knows them. */
    identities: jsonb('identities').$type<readonly string[]>().notNull().default([]),
    kind: text('kind', { enum: ['imap', 'local'] }).notNull(),
    imap: jsonb('imap').$type<ServerAddress>(),
    imapSecret: jsonb('imap_secret').$type<Sealed>(),
    outgoingServerId: uuid('outgoing_server_id'),
    /** Incoming automation (semantics 22). A newly connected account starts in dry run. */
    incomingMode: text('incoming_mode', { enum: AUTOMATION_MODES }).notNull().default('dry run'),
    /** Automation after a mail was sent from here, switched apart from the incoming one. */
    outgoingMode: text('outgoing_mode', { enum: AUTOMATION_MODES }).notNull().default('dry run'),
    /** Kill switch of this account: no claim enters `calling` while it is on. */
    halted: boolean('halted').notNull().default(false),
    /** Fence of the watcher: every commit of rows and cursor says `where epoch = mine`. */
    epoch: integer('epoch').notNull().default(0),
    state: text('state', { enum: ['connecting', 'syncing', 'live', 'failing', 'signed out', 'paused'] }).notNull().default('connecting'),
    /** Code of mail/failure.ts and the text safe to show; null while all is well. */
    problem: jsonb('problem').$type<{ readonly code: string; readonly message: string; readonly at: string }>(),
    /** Last time mail or a completed comparison proved the connection alive. */
    provenAt: at('proven_at'),
    connectedAt: at('connected_at'),
    demo: boolean('demo').notNull().default(false),
    createdAt: createdAt(),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    index('account_workspace').on(t.workspaceId),
    uniqueIndex('account_local_address').on(sql`lower(${t.address})`).where(sql`kind = 'local' and deleted_at is null`),
  ],
)

export const MAILBOX_ROLES = ['inbox', 'sent', 'drafts', 'trash', 'junk', 'archive', 'all', 'flagged', 'important'] as const
export type MailboxRole = (typeof MAILBOX_ROLES)[number]

export const mailbox = pgTable(
  'mailbox',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    path: text('path').notNull(),
    name: text('name').notNull(),
    delimiter: text('delimiter').notNull().default('/'),
    /** RFC 6154 special use, or a guess by name; null for a mailbox of the user's own. */
    role: text('role', { enum: MAILBOX_ROLES }),
    uidValidity: bigint('uid_validity', { mode: 'number' }),
    /** Next UID not yet taken in. */
    uidNext: bigint('uid_next', { mode: 'number' }),
    /** RFC 7162; null where the server has no CONDSTORE or answers nonsense. */
    highestModseq: bigint('highest_modseq', { mode: 'bigint' }),
    /** uidNext at the very first SELECT: UIDs below are history and fire nothing. Null: found after the account was connected, INTERNALDATE decides. */
    arrivalFloor: bigint('arrival_floor', { mode: 'number' }),
    /** Lowest UID the newest-first backfill has reached; 1 when done. */
    backfilledTo: bigint('backfilled_to', { mode: 'number' }),
    messageCount: integer('message_count').notNull().default(0),
    unreadCount: integer('unread_count').notNull().default(0),
    /** False when the server no longer lists it. */
    present: boolean('present').notNull().default(true),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('mailbox_account_path').on(t.accountId, t.path), index('mailbox_workspace').on(t.workspaceId)],
)
