import { index, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { at, createdAt, id, workspaceId, type Sealed } from './columns'

/** Where rules tell people and programs: channels inside Postroom and endpoints outside it. */

export const channel = pgTable(
  'channel',
  { id: id(), workspaceId: workspaceId(), name: text('name').notNull(), /** Null: a rule made it. */ createdBy: uuid('created_by'), createdAt: createdAt() },
  (t) => [uniqueIndex('channel_name').on(t.workspaceId, sql`lower(${t.name})`)],
)

export const channelPost = pgTable(
  'channel_post',
  {
    id: id(),
    workspaceId: workspaceId(),
    channelId: uuid('channel_id').notNull().references(() => channel.id, { onDelete: 'cascade' }),
    /** Effect key of the step, so that a second performance posts nothing twice. */
    effectKey: text('effect_key').notNull(),
    text: text('text').notNull(),
    messageId: uuid('message_id'),
    executionId: uuid('execution_id'),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('channel_post_effect').on(t.workspaceId, t.effectKey), index('channel_post_channel').on(t.channelId, t.at.desc())],
)

export const ENDPOINT_STYLES = ['slack', 'teams', 'discord', 'matrix', 'http'] as const

/** A web address that rules may post to. The address of a chat hook is a secret by itself, so it is sealed like one. */
export const endpoint = pgTable(
  'endpoint',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    style: text('style', { enum: ENDPOINT_STYLES }).notNull(),
    /** Host and port only, to be shown. */
    host: text('host').notNull(),
    url: jsonb('url').$type<Sealed>().notNull(),
    /** Signs the body (http) or authorises the call (matrix); null where neither is wanted. */
    secret: jsonb('secret').$type<Sealed>(),
    createdAt: createdAt(),
    deletedAt: at('deleted_at'),
  },
  (t) => [uniqueIndex('endpoint_name').on(t.workspaceId, t.name).where(sql`deleted_at is null`)],
)
