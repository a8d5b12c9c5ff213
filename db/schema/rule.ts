import { index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Compared } from '../../rules/node-type'
import { account } from './account'
import { at, createdAt, id, workspaceId } from './columns'
import { message } from './message'

/** What was drawn and what was published. Drafts change, versions and plans never do. */

export const rule = pgTable(
  'rule',
  {
    id: id(),
    workspaceId: workspaceId(),
    accountId: uuid('account_id').notNull().references(() => account.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Order among the account's rules, smallest first; ties by id. */
    position: integer('position').notNull(),
    state: text('state', { enum: ['draft', 'active', 'paused', 'deleted'] }).notNull().default('draft'),
    /** A RuleGraph (rules/graph.ts), parsed on every read. */
    draft: jsonb('draft').$type<unknown>().notNull(),
    /** Compared when a draft is saved, so that a second editor cannot overwrite silently. */
    draftRevision: integer('draft_revision').notNull().default(1),
    liveVersionId: uuid('live_version_id'),
    createdBy: uuid('created_by'),
    /** Who saved the draft last; null: the one who made the rule, or Postroom. */
    draftSavedBy: uuid('draft_saved_by'),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index('rule_workspace').on(t.workspaceId), index('rule_account_position').on(t.accountId, t.position)],
)

export const plan = pgTable(
  'plan',
  {
    id: id(),
    workspaceId: workspaceId(),
    /** sha256 of the canonical plan, hex. */
    hash: text('hash').notNull(),
    planVersion: integer('plan_version').notNull(),
    /** A Plan (rules/compile.ts). */
    body: jsonb('body').$type<unknown>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('plan_hash').on(t.workspaceId, t.hash)],
)

export const ruleVersion = pgTable(
  'rule_version',
  {
    id: id(),
    workspaceId: workspaceId(),
    ruleId: uuid('rule_id').notNull().references(() => rule.id, { onDelete: 'cascade' }),
    number: integer('number').notNull(),
    graph: jsonb('graph').$type<unknown>().notNull(),
    planId: uuid('plan_id').notNull().references(() => plan.id),
    authorId: uuid('author_id'),
    note: text('note').notNull().default(''),
    publishedAt: at('published_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('rule_version_number').on(t.ruleId, t.number), index('rule_version_workspace').on(t.workspaceId)],
)

/** Why one rule did nothing for one message. */
export interface WhyNot {
  readonly ruleId: string
  readonly ruleVersionId: string
  readonly reason: 'condition' | 'scope used' | 'automation off' | 'paused' | 'loop guard' | 'limit'
  /** The first step that said no, and what it compared. */
  readonly step?: string
  readonly because?: readonly Compared[]
  /** Scope used: the execution that holds it. */
  readonly winner?: string
}

/** One compact row per arrived message that at least one rule looked at and passed over. */
export const whyNot = pgTable(
  'why_not',
  {
    messageId: uuid('message_id').primaryKey().references(() => message.id, { onDelete: 'cascade' }),
    workspaceId: workspaceId(),
    eventId: uuid('event_id').notNull(),
    verdicts: jsonb('verdicts').$type<readonly WhyNot[]>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [index('why_not_workspace').on(t.workspaceId)],
)
