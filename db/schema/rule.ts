import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Compared } from '../../rules/node-type'
import { sql } from 'drizzle-orm'
import { account } from './account'
import { at, createdAt, id, workspaceId, type Sealed } from './columns'
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
    /** The shadow that looks at arriving mail beside the live version, and its plan, so that whoever takes mail in has both with the rule; null: none. */
    shadowId: uuid('shadow_id'),
    shadowPlanId: uuid('shadow_plan_id'),
    /** What becomes of mail that arrives while the rule is paused: passed over, or kept for when it goes on. */
    pauseMode: text('pause_mode', { enum: ['skip', 'catch up'] }).notNull().default('skip'),
    pausedAt: at('paused_at'),
    /** Why Postroom paused it, such as `budget`; null: a person did, or it is not paused. */
    pausedBecause: text('paused_because'),
    /** For a rule that waits for replies that do not come: mails whose time was up before this were looked at. */
    watchedUntil: at('watched_until'),
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
    /** Type of the node that sets it off, so that whoever raises an event need not read every drawing. */
    trigger: text('trigger').notNull().default('mail.arrived'),
    publishedAt: at('published_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('rule_version_number').on(t.ruleId, t.number), index('rule_version_workspace').on(t.workspaceId)],
)

/** Why one rule did nothing for one message. */
export interface WhyNot {
  readonly ruleId: string
  readonly ruleVersionId: string
  readonly reason: 'condition' | 'scope used' | 'automation off' | 'paused' | 'loop guard' | 'limit' | 'window' | 'stopped by another rule'
  /** The first step that said no, and what it compared. */
  readonly step?: string
  readonly because?: readonly Compared[]
  /** Scope used: the execution that holds it; stopped: the rule that stopped this one. */
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

/** A rule applied to mail that is there already, over a set of messages that is frozen when it begins. */
export const backlogJob = pgTable(
  'backlog_job',
  {
    id: id(),
    workspaceId: workspaceId(),
    ruleId: uuid('rule_id').notNull().references(() => rule.id, { onDelete: 'cascade' }),
    ruleVersionId: uuid('rule_version_id').notNull(),
    planId: uuid('plan_id').notNull(),
    mode: text('mode', { enum: ['live', 'dry run'] }).notNull(),
    state: text('state', { enum: ['running', 'paused', 'aborted', 'done'] }).notNull().default('running'),
    userId: uuid('user_id'),
    total: integer('total').notNull(),
    /** Which mail was chosen (BacklogFilter), to be shown; what counts are the items. */
    chosen: jsonb('chosen').$type<unknown>().notNull().default({}),
    /** Why Postroom paused it, such as `halted`; null: a person did, or it is not paused. */
    pausedBecause: text('paused_because'),
    createdAt: createdAt(),
    endedAt: at('ended_at'),
  },
  (t) => [
    index('backlog_job_rule').on(t.ruleId, t.createdAt.desc()),
    index('backlog_job_workspace').on(t.workspaceId),
    index('backlog_job_running').on(t.createdAt).where(sql`state = 'running'`),
  ],
)

export const backlogItem = pgTable(
  'backlog_item',
  {
    workspaceId: workspaceId(),
    jobId: uuid('job_id').notNull().references(() => backlogJob.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').notNull(),
    /** Order in which they are taken: as they were received. */
    place: integer('place').notNull(),
    /** `started`: see its execution; `passed over`: the conditions or the scope said no; `gone`: the message was deleted meanwhile; `failed`: it could not be looked at. */
    state: text('state', { enum: ['pending', 'started', 'passed over', 'gone', 'failed'] }).notNull().default('pending'),
    /** What it set off; passed over because its scope was used: the execution that used it. */
    executionId: uuid('execution_id'),
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.jobId, t.messageId] }),
    index('backlog_item_to_do').on(t.jobId, t.place).where(sql`state = 'pending'`),
    index('backlog_item_started').on(t.jobId, t.executionId.desc()).where(sql`state = 'started'`),
    index('backlog_item_workspace').on(t.workspaceId),
  ],
)

/** A drawing that looks at arriving mail beside the live version and does nothing: a published version, or a draft as it was when it began. */
export const ruleShadow = pgTable(
  'rule_shadow',
  {
    id: id(),
    workspaceId: workspaceId(),
    ruleId: uuid('rule_id').notNull().references(() => rule.id, { onDelete: 'cascade' }),
    /** Null: a draft that was never published. */
    versionId: uuid('version_id'),
    graph: jsonb('graph').$type<unknown>().notNull(),
    planId: uuid('plan_id').notNull().references(() => plan.id),
    startedBy: uuid('started_by'),
    startedAt: at('started_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
    endedBecause: text('ended_because', { enum: ['published', 'stopped', 'deleted'] }),
  },
  (t) => [index('rule_shadow_rule').on(t.ruleId, t.startedAt.desc()), index('rule_shadow_workspace').on(t.workspaceId)],
)

export const SHADOW_VERDICTS = ['neither', 'same', 'only live', 'only shadow', 'other effects', 'broken'] as const

/** What each side would have done with the mail, in order, as `step: effect`. */
export interface ShadowEffects {
  readonly live: readonly string[]
  readonly shadow: readonly string[]
}

/** What a shadow made of one mail, beside what the live version made of it. */
export const shadowLook = pgTable(
  'shadow_look',
  {
    workspaceId: workspaceId(),
    shadowId: uuid('shadow_id').notNull().references(() => ruleShadow.id, { onDelete: 'cascade' }),
    messageId: uuid('message_id').notNull(),
    verdict: text('verdict', { enum: SHADOW_VERDICTS }).notNull(),
    /** What the live version set off; null: nothing. */
    executionId: uuid('execution_id'),
    /** The first step at which the side that said no did so, and what it compared. */
    step: text('step'),
    because: jsonb('because').$type<readonly Compared[]>(),
    effects: jsonb('effects').$type<ShadowEffects>(),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.shadowId, t.messageId] }),
    index('shadow_look_differing').on(t.shadowId, t.at.desc()).where(sql`verdict not in ('neither', 'same')`),
    index('shadow_look_workspace').on(t.workspaceId),
  ],
)

/** Working hours that waits and conditions count with. */
export const calendar = pgTable(
  'calendar',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    /** IANA zone. */
    timeZone: text('time_zone').notNull(),
    /** A Calendar (rules/calendar.ts): opening hours by weekday, and holidays. */
    hours: jsonb('hours').$type<unknown>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [uniqueIndex('calendar_name').on(t.workspaceId, sql`lower(${t.name})`)],
)

/** Words, addresses or domains that conditions compare with, kept in one place. */
export const wordList = pgTable(
  'word_list',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    entries: jsonb('entries').$type<readonly string[]>().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('word_list_name').on(t.workspaceId, sql`lower(${t.name})`)],
)

/** An address that others post to: it sets off a rule, or ends a wait. The secret signs each request. */
export const hook = pgTable(
  'hook',
  {
    id: id(),
    workspaceId: workspaceId(),
    name: text('name').notNull(),
    secret: jsonb('secret').$type<Sealed>().notNull(),
    createdAt: createdAt(),
    deletedAt: at('deleted_at'),
  },
  (t) => [uniqueIndex('hook_name').on(t.workspaceId, t.name)],
)

/** What was posted: a key comes once, so a repeated request sets off nothing. */
export const hookDelivery = pgTable(
  'hook_delivery',
  {
    id: id(),
    workspaceId: workspaceId(),
    hookId: uuid('hook_id').notNull().references(() => hook.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    payload: jsonb('payload').$type<Readonly<Record<string, unknown>>>().notNull(),
    receivedAt: at('received_at').notNull().defaultNow(),
  },
  (t) => [uniqueIndex('hook_delivery_key').on(t.hookId, t.key), index('hook_delivery_workspace').on(t.workspaceId)],
)

export const RULE_EVENTS = ['mail sent', 'by hand', 'schedule', 'record', 'hook', 'no reply', 'catch up'] as const

/** Something that happened beside a mail arriving, written in the transaction in which it happened; rules are asked a moment later, once. */
export const ruleEvent = pgTable(
  'rule_event',
  {
    id: id(),
    workspaceId: workspaceId(),
    kind: text('kind', { enum: RULE_EVENTS }).notNull(),
    /** What happened, once: a second row for the same is refused. */
    key: text('key').notNull(),
    accountId: uuid('account_id'),
    /** The one rule that is asked; null: every rule of the account. */
    ruleId: uuid('rule_id'),
    messageId: uuid('message_id'),
    recordId: uuid('record_id'),
    /** Ids and codes: who asked, what changed, which delivery. */
    data: jsonb('data').$type<Readonly<Record<string, unknown>>>().notNull().default({}),
    causeExecutionId: uuid('cause_execution_id'),
    createdAt: createdAt(),
    /** Rules were asked. Null: not yet. */
    raisedAt: at('raised_at'),
  },
  (t) => [uniqueIndex('rule_event_key').on(t.workspaceId, t.key), index('rule_event_raised').on(t.workspaceId, t.raisedAt)],
)
