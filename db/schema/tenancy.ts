import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import type { Limits } from '../../rules/limits'
import { at, createdAt, id, workspaceId } from './columns'

/** Who: workspaces, companies, users, members, sessions, API tokens. Users and sessions stand above workspaces and are read by the system role only. */

export const workspace = pgTable('workspace', {
  id: id(),
  name: text('name').notNull(),
  /** True for the invented demo company: everything in it can be removed at once. */
  demo: boolean('demo').notNull().default(false),
  /** IANA zone the workspace's dates are spoken in where no reader's zone is known. */
  timeZone: text('time_zone').notNull().default('UTC'),
  /** Kill switch: no claim enters `calling` while it is on. */
  halted: boolean('halted').notNull().default(false),
  /** What differs from the usual limits of automatic mail and records (rules/limits.ts). */
  limits: jsonb('limits').$type<Partial<Limits>>().notNull().default({}),
  /** Executions older than this, and the audit trail of those months, are dropped. What they did, and the scopes they used, stay. */
  retentionDays: integer('retention_days').notNull().default(400),
  createdAt: createdAt(),
})

export const company = pgTable(
  'company',
  { id: id(), workspaceId: workspaceId(), name: text('name').notNull(), domain: text('domain'), createdAt: createdAt() },
  (t) => [index('company_workspace').on(t.workspaceId)],
)

export const user = pgTable(
  'app_user',
  {
    id: id(),
    email: text('email').notNull(),
    name: text('name').notNull(),
    /** argon2id in PHC format. */
    passwordHash: text('password_hash').notNull(),
    /** BCP 47; empty while none was chosen, then the browser's counts. The zone likewise. */
    locale: text('locale').notNull().default('en'),
    timeZone: text('time_zone').notNull().default('UTC'),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('app_user_email').on(sql`lower(${t.email})`)],
)

export const member = pgTable(
  'member',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid('user_id').notNull().references(() => user.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'admin', 'member'] }).notNull(),
    /** May run rules by hand; owners and admins always may. */
    mayRunRules: boolean('may_run_rules').notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('member_workspace_user').on(t.workspaceId, t.userId), index('member_user').on(t.userId)],
)

export const session = pgTable(
  'session',
  {
    id: id(),
    userId: uuid('user_id').notNull().references(() => user.id, { onDelete: 'cascade' }),
    workspaceId: workspaceId(),
    createdAt: createdAt(),
    lastSeenAt: at('last_seen_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
    userAgent: text('user_agent').notNull().default(''),
  },
  (t) => [index('session_user').on(t.userId)],
)

/** Failed sign-ins per key (address or client) and window; a plain counter row so that every web process shares it. */
export const signInAttempt = pgTable(
  'sign_in_attempt',
  { key: text('key').notNull(), windowStart: at('window_start').notNull(), count: integer('count').notNull().default(0) },
  (t) => [primaryKey({ columns: [t.key, t.windowStart] })],
)

export const apiToken = pgTable(
  'api_token',
  {
    id: id(),
    workspaceId: workspaceId(),
    userId: uuid('user_id').notNull().references(() => user.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** First characters, shown so that people can tell tokens apart. */
    prefix: text('prefix').notNull(),
    /** sha256 of the token, hex: the token itself has 256 random bits, so a fast hash is enough. */
    hash: text('hash').notNull(),
    scopes: jsonb('scopes').$type<readonly ('read' | 'write' | 'admin')[]>().notNull(),
    createdAt: createdAt(),
    lastUsedAt: at('last_used_at'),
    expiresAt: at('expires_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [uniqueIndex('api_token_hash').on(t.hash), index('api_token_workspace').on(t.workspaceId)],
)
