import { index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { account } from './account'
import { at, createdAt, id, workspaceId } from './columns'
import { message } from './message'

/**
 * What a person changed on a mail (read, starred, moved), until its server has it too. Our own rows show it at once; the server follows, in the order
 * of `id`. Not for rules: their moves and stars are claimed effects.
 */
export const mailboxChange = pgTable(
  'mailbox_change',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').notNull().references(() => message.id, { onDelete: 'cascade' }),
    userId: uuid('user_id'),
    kind: text('kind', { enum: ['flags', 'move'] }).notNull(),
    addFlags: jsonb('add_flags').$type<readonly string[]>().notNull().default([]),
    removeFlags: jsonb('remove_flags').$type<readonly string[]>().notNull().default([]),
    /** Of a move. */
    toMailboxId: uuid('to_mailbox_id'),
    /** Where the message lay when it was moved: the server is asked there first. Null for a flag change. */
    from: jsonb('from').$type<{ readonly mailboxId: string; readonly uidValidity: number; readonly uid: number }>(),
    state: text('state', { enum: ['pending', 'done', 'failed'] }).notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    nextTryAt: at('next_try_at'),
    error: jsonb('error').$type<{ readonly code: string; readonly message: string }>(),
    settledAt: at('settled_at'),
    createdAt: createdAt(),
  },
  (t) => [
    index('mailbox_change_pending').on(t.accountId, t.id).where(sql`state = 'pending'`),
    index('mailbox_change_message').on(t.messageId),
    index('mailbox_change_workspace').on(t.workspaceId),
  ],
)
