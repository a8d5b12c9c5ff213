import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { World } from '../../rules/effects'
import type { ContentFacts, MessageFacts } from '../../rules/facts'
import type { Limits } from '../../rules/limits'
import type { Needs } from '../../rules/needs'
import type { Tx } from '../client'
import { recordsOfSender } from './records-of-sender'
import { passingOf } from './passing-world'
import { RECORD_TYPES } from '../schema'
import { Instant, instant } from './keyset'
import { send } from '../send'

const StoredContent = z.custom<Omit<ContentFacts, 'text' | 'headers'> & Partial<Pick<ContentFacts, 'headers'>>>((value) => typeof value === 'object' && value !== null && 'subject' in value)

/** The newest open record of a thread, as `recordOfThread` selects it. */
export const RecordOfThread = z.object({ ref: z.string(), type: z.string(), number: z.number(), stage: z.string(), title: z.string(), assigneeRef: z.string().nullable(), fields: z.record(z.string(), z.string()) })

const RECORD = sql`json_build_object('ref', r.id, 'type', r.type, 'number', r.number, 'stage', r.stage, 'title', r.title, 'assigneeRef', r.assignee_id, 'fields', r.fields)`

const NO_HEADERS = {}

const Found = z.object({
  id: z.string(),
  content: StoredContent,
  text: z.string().nullable(),
  accountId: z.string(),
  threadId: z.string(),
  address: z.string(),
  identities: z.array(z.string()),
  placement: z.object({ mailboxId: z.string(), mailboxName: z.string(), flags: z.array(z.string()) }).nullable(),
  tags: z.array(z.string()),
  threadMessageCount: z.number(),
  isReply: z.boolean(),
  receivedAt: Instant,
  lastInboundAt: Instant.nullable(),
  lastOutboundAt: Instant.nullable(),
  contactKnown: z.boolean(),
  record: RecordOfThread.nullable(),
})

/** What a rule may see of a stored message: content as it was taken in, state as it is now (semantics 8). Null: no such message. */
export function messageFacts(tx: Tx, workspaceId: string, messageId: string): Promise<MessageFacts | null> {
  return factsOf(tx, workspaceId, sql`${messageId}::uuid`)
}

/** The same of the message that an execution is about; its record is the one that set the execution off, where one did. Sent at once: it may follow the statement that locks the execution without waiting for it. */
export function executionFacts(tx: Tx, workspaceId: string, executionId: string): Promise<MessageFacts | null> {
  const mine = sql`(select ${RECORD} from record r where r.id = (select e.record_id from execution e where e.id = ${executionId}::uuid))`
  return factsOf(tx, workspaceId, sql`(select message_id from execution where id = ${executionId}::uuid)`, sql`coalesce(${mine}, ${recordOfThread(sql`m.thread_id`)})`)
}

/** Of the messages that many executions are about, by message. Sent at once. Those that are gone are left out. */
export async function factsOfMany(tx: Tx, workspaceId: string, executionIds: readonly string[]): Promise<ReadonlyMap<string, MessageFacts>> {
  const rows = await send(tx, statementFor(workspaceId, sql`any(array(select message_id from execution where id = any(${`{${executionIds.join()}}`}::uuid[])))`))
  return new Map(rows.map((row) => factsIn(row)).map((facts) => [facts.messageRef, facts]))
}

/** Of many messages, by message. Those that are gone are left out. */
export async function factsOfMessages(tx: Tx, workspaceId: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, MessageFacts>> {
  const rows = await send(tx, statementFor(workspaceId, sql`any(${`{${messageIds.join()}}`}::uuid[])`))
  return new Map(rows.map((row) => factsIn(row)).map((facts) => [facts.messageRef, facts]))
}

export interface Recent {
  readonly accountId: string
  readonly since: Date
  readonly limit: number
}

/** Of the mails that arrived in an account since then, the newest first. */
export async function recentFacts(tx: Tx, workspaceId: string, { accountId, since, limit }: Recent): Promise<readonly MessageFacts[]> {
  const ids = sql`select id from message where workspace_id = ${workspaceId} and account_id = ${accountId}::uuid and arrived_at >= ${since.toISOString()}::timestamptz order by arrived_at desc, id desc limit ${limit}`
  const rows = await send(tx, statementFor(workspaceId, sql`any(array(${ids}))`))
  return rows.map((row) => factsIn(row))
}

async function factsOf(tx: Tx, workspaceId: string, messageId: SQL, record?: SQL): Promise<MessageFacts | null> {
  const [row] = await send(tx, statementFor(workspaceId, messageId, record))
  return row === undefined ? null : factsIn(row)
}

function statementFor(workspaceId: string, messageId: SQL, record?: SQL): SQL {
  return selectFacts({ from: sql`message`, where: sql`m.workspace_id = ${workspaceId} and m.id = ${messageId}`, needs: ALL, ...(record === undefined ? {} : { record }) })
}

const ALL: Needs = { headers: true, text: true, place: true, tags: true, talk: true, contact: true, record: true }

export interface FactsSelection {
  /** Table or subquery with the columns of `message`, called `m`. */
  readonly from: SQL
  readonly where: SQL
  /** Parts that are not needed are empty in the facts, and cost nothing. */
  readonly needs: Needs
  readonly record?: SQL
}

/** Rows for `factsIn`, with `at`, the exact time of receipt to go on from. */
export function selectFacts({ from, where, needs, record = recordOfThread(sql`m.thread_id`) }: FactsSelection): SQL {
  return sql`
    select m.id, ${needs.headers ? sql`m.facts` : sql`m.facts - 'headers'`} as content, ${needs.text ? sql`c.text` : sql`null`} as text, m.account_id as "accountId", m.thread_id as "threadId", lower(a.address) as address, a.identities,
      ${needs.place ? PLACEMENT : sql`null`} as placement, ${needs.tags ? TAGS : sql`'[]'::json`} as tags,
      ${needs.talk ? TALK_COLUMNS : NO_TALK_COLUMNS}, m.received_at as "receivedAt", ${instant(sql`m.received_at`)} as at, ${needs.record ? record : sql`null`} as record,
      ${needs.contact ? sql`exists (select 1 from correspondent k where k.workspace_id = m.workspace_id and k.address = sender.address)` : sql`false`} as "contactKnown"
    from ${from} m join account a on a.id = m.account_id ${needs.text ? sql`left join body_cache c on c.message_id = m.id` : sql``} ${needs.talk ? TALK : sql``}
      ${needs.contact ? sql`cross join lateral (select lower(m.from_address) as address offset 0) sender` : sql``}
    where ${where}`
}

const PLACEMENT = sql`(select json_build_object('mailboxId', b.id, 'mailboxName', b.name, 'flags', p.flags) from placement p join mailbox b on b.id = p.mailbox_id
        where p.message_id = m.id order by p.created_at desc, p.id desc limit 1)`
const TAGS = sql`coalesce((select json_agg(tag.name order by tag.name) from message_tag mt join tag on tag.id = mt.tag_id where mt.message_id = m.id), '[]'::json)`
const TALK_COLUMNS = sql`talk."threadMessageCount", talk."isReply", talk."lastInboundAt", talk."lastOutboundAt"`
const NO_TALK_COLUMNS = sql`1 as "threadMessageCount", false as "isReply", null as "lastInboundAt", null as "lastOutboundAt"`
const TALK = sql`cross join lateral (
      select count(*)::int as "threadMessageCount",
        coalesce(bool_or(t.id <> m.id and t.received_at <= m.received_at and (t.direction = 'out' or lower(t.from_address) = lower(m.from_address))), false) as "isReply",
        max(t.received_at) filter (where t.id <> m.id and t.direction = 'in' and t.mail_class is null and t.received_at <= m.received_at) as "lastInboundAt",
        max(t.received_at) filter (where t.id <> m.id and t.direction = 'out' and t.mail_class is null) as "lastOutboundAt"
      from message t where t.thread_id = m.thread_id) talk`

/** A row of `selectFacts` as facts. */
export function factsIn(row: unknown): MessageFacts {
  const found = Found.parse(row)
  return {
    headers: NO_HEADERS,
    ...found.content,
    text: found.text,
    messageRef: found.id,
    accountRef: found.accountId,
    ownAddresses: [found.address, ...found.identities.map((identity) => identity.toLowerCase())],
    threadRef: found.threadId,
    mailboxRef: found.placement?.mailboxId ?? null,
    mailboxName: found.placement?.mailboxName ?? null,
    flags: found.placement?.flags ?? [],
    tags: found.tags,
    threadMessageCount: found.threadMessageCount,
    isReply: found.isReply,
    receivedAt: found.receivedAt.toISOString(),
    threadLastInboundAt: found.lastInboundAt?.toISOString() ?? null,
    threadLastOutboundAt: found.lastOutboundAt?.toISOString() ?? null,
    isAnswered: found.lastOutboundAt !== null && found.lastOutboundAt > found.receivedAt,
    contactKnown: found.contactKnown,
    record: found.record,
  }
}

/** The newest open record that a thread has, or else was put to, as JSON, or null. */
export function recordOfThread(threadId: SQL): SQL {
  return sql`(select ${RECORD}
    from (select id, true as own from record where thread_id = ${threadId} and closed_at is null union all select record_id, false from record_link where thread_id = ${threadId}) of_thread
      cross join lateral (select * from record where id = of_thread.id offset 0) r
    where r.closed_at is null order by of_thread.own desc, r.created_at desc, r.id desc limit 1)`
}

/** One record as conditions see it, closed or not; null where there is none. */
export async function recordFact(tx: Tx, workspaceId: string, recordId: string): Promise<MessageFacts['record']> {
  const [row] = await send(tx, sql`select ${RECORD} as record from record r where r.workspace_id = ${workspaceId}::uuid and r.id = ${recordId}::uuid`)
  return RecordOfThread.nullable().parse(row?.record ?? null)
}

const Named = z.object({ id: z.string(), name: z.string() })
const Member = Named.extend({ email: z.string() })
const OpenRecord = RecordOfThread.extend({ type: z.enum(RECORD_TYPES) })
const UsedScope = z.object({ step: z.string(), executionId: z.string() })

export interface WorldQuestion {
  readonly workspaceId: string
  readonly facts: MessageFacts
  /** The rule whose used action scopes count; null for one that was never saved. */
  readonly ruleId: string | null
  readonly suppression: World['suppression']
  /** Where given, what rules may open for one sender is looked at. */
  readonly limits?: Limits
  /** Keys of the intervals that actions of the rule are limited to. */
  readonly intervalKeys?: readonly string[]
}

/** What planned effects would find: mailboxes of the account, members, open records of the thread, scopes already used. Takes nothing (semantics 26). */
export async function worldFor(tx: Tx, { workspaceId, facts, ruleId, suppression, limits, intervalKeys = [] }: WorldQuestion): Promise<World> {
  const mailboxes = z.array(Named).parse(await tx.execute(sql`select id, name from mailbox where workspace_id = ${workspaceId} and account_id = ${facts.accountRef}::uuid and present`))
  const users = z.array(Member).parse(await tx.execute(sql`select u.id, u.name, u.email from app_user u join member m on m.user_id = u.id where m.workspace_id = ${workspaceId}`))
  const openRecords = z.array(OpenRecord).parse(
    await tx.execute(sql`
      select d.id as ref, d.type, d.number, d.stage, d.title, d.assignee_id as "assigneeRef", d.fields from record d left join record_link l on l.record_id = d.id and l.thread_id = nullif(${facts.threadRef}, '')::uuid
      where d.workspace_id = ${workspaceId} and d.closed_at is null and (d.thread_id = nullif(${facts.threadRef}, '')::uuid or l.id is not null) order by d.thread_id is distinct from nullif(${facts.threadRef}, '')::uuid, d.created_at desc, d.id desc`),
  )
  const used = ruleId === null ? [] : z.array(UsedScope).parse(
    await tx.execute(sql`
      select node_id as step, execution_id as "executionId" from reservation
      where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and node_id <> '' and scope_key in (select jsonb_array_elements_text(${JSON.stringify([`m:${facts.messageRef}`, `t:${facts.threadRef}`, ...intervalKeys])}::jsonb))`),
  )
  return {
    tags: facts.tags,
    flags: facts.flags,
    mailboxRef: facts.mailboxRef,
    mailboxNames: Object.fromEntries(mailboxes.map(({ id, name }) => [id, name])),
    userNames: Object.fromEntries(users.map(({ id, name }) => [id, name])),
    userAddresses: Object.fromEntries(users.map(({ id, email }) => [id, email])),
    openRecords,
    ...(await careOf(tx, workspaceId, facts)),
    ...(await passingOf(tx, workspaceId, facts)),
    suppression,
    isAddressed: [...facts.to, ...facts.cc].some(({ address }) => facts.ownAddresses.includes(address.toLowerCase())),
    hasTooManyRecords: limits !== undefined && facts.from !== null && (await recordsOfSender(tx, workspaceId, facts.from.address.toLowerCase(), limits.recordMinutes)) >= limits.recordsPerSender,
    usedScopes: Object.fromEntries(used.map(({ step, executionId }) => [step, executionId])),
  }
}

const Care = z.object({ archive: z.string().nullable(), junk: z.string().nullable(), snoozedUntil: Instant.nullable(), assigneeRef: z.string().nullable(), channels: z.array(z.string()), endpointNames: z.record(z.string(), z.string()) })

/** What the effects that file a mail and tell people would find. */
async function careOf(tx: Tx, workspaceId: string, { accountRef, messageRef }: MessageFacts): Promise<Pick<World, 'roleMailboxes' | 'snoozedUntil' | 'assigneeRef' | 'channels' | 'endpointNames'>> {
  const mailbox = (role: string) => sql`(select id from mailbox where workspace_id = ${workspaceId} and account_id = ${accountRef}::uuid and role = ${role} and present order by path limit 1)`
  const message = (column: SQL) => sql`(select ${column} from message where workspace_id = ${workspaceId} and id = nullif(${messageRef}, '')::uuid)`
  const [row] = await send(tx, sql`
    select ${mailbox('archive')} as archive, ${mailbox('junk')} as junk, ${message(sql`snoozed_until`)} as "snoozedUntil", ${message(sql`assignee_id`)} as "assigneeRef",
      coalesce((select json_agg(name) from channel where workspace_id = ${workspaceId}), '[]'::json) as channels,
      coalesce((select json_object_agg(id, name) from endpoint where workspace_id = ${workspaceId} and deleted_at is null), '{}'::json) as "endpointNames"`)
  const { archive, junk, snoozedUntil, ...care } = Care.parse(row)
  return { ...care, roleMailboxes: { archive, junk }, snoozedUntil: snoozedUntil?.toISOString() ?? null }
}
