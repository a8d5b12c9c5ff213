import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { SearchQuery } from '../../mail/search-query'
import type { Tx } from '../client'
import { MAILBOX_ROLES } from '../schema'
import { ENDED_STATES, ExecutionStateName } from './execution-state'
import { afterCursor, type Cursor, Instant, instant, newestFirst, type Page, pageOf } from './keyset'
import { scopeCondition, searchCondition, type MessageScope } from './message-scope'
import { Ledger, ledgerOf, outcomeOf, refsIn, type OutcomeItem } from './outcome'
import { OUTGOING_STANDING, OutgoingStanding } from './outgoing-standing'
import { namesOf } from './refs'

const Person = z.object({ name: z.string(), address: z.string(), ours: z.boolean() })

const Row = z.object({
  id: z.string(),
  threadId: z.string(),
  accountId: z.string(),
  direction: z.enum(['in', 'out']),
  state: z.enum(['complete', 'headers', 'quarantined']),
  subject: z.string(),
  snippet: z.string(),
  receivedAt: z.string(),
  /** Who wrote in the thread, latest first, each once. */
  people: z.array(Person),
  /** Messages in the thread. */
  count: z.number(),
  /** Where the messages of the thread lie, oldest first: what moving, reading and starring the whole thread acts on. */
  placed: z.array(z.object({ id: z.string(), mailboxId: z.string(), role: z.enum(MAILBOX_ROLES).nullable(), unread: z.boolean() })),
  unread: z.boolean(),
  starred: z.boolean(),
  hasAttachment: z.boolean(),
  tags: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Out of sight until then. */
  snoozedUntil: z.string().nullable(),
  /** Who takes care of it; null: nobody in particular. */
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** State of the mail in the outbox, where this is one of ours on its way. */
  sending: OutgoingStanding.nullable(),
  automation: z
    .object({ executionId: z.string(), ruleId: z.string(), ruleName: z.string(), version: z.number(), state: ExecutionStateName, mode: z.enum(['live', 'dry run']), reason: z.string().nullable(), ledger: Ledger })
    .nullable(),
})

/** What the latest execution on a thread came to. */
export interface AutomationLine extends Omit<NonNullable<z.infer<typeof Row>['automation']>, 'ledger'> {
  readonly outcome: readonly OutcomeItem[]
}

/** One thread in a list, shown by its newest message that the list's scope and search let through. */
export interface MessageListRow extends Omit<z.infer<typeof Row>, 'automation' | 'receivedAt'> {
  readonly receivedAt: Date
  readonly automation: AutomationLine | null
}

export interface MessageListQuestion {
  readonly workspaceId: string
  readonly scope: MessageScope
  readonly search: SearchQuery
  readonly cursor: Cursor | null
  readonly limit: number
}

/** One page of threads, newest first. Walks the index on received time and stops at the end of the page. */
export async function listMessages(tx: Tx, { workspaceId, scope, search, cursor, limit }: MessageListQuestion): Promise<Page<MessageListRow>> {
  const scoped = await scopeCondition(tx, workspaceId, scope)
  const searched = searchCondition(search)
  const shown = (m: SQL) => sql`${m}.workspace_id = ${workspaceId} and ${scoped(m)} and ${searched(m)}`
  const rows = await tx.execute(sql`
    with page as (
      select m.* from message m
      where ${shown(sql`m`)} and ${afterCursor(sql`m.received_at`, sql`m.id`, cursor)}
        and not exists (select 1 from message n where n.thread_id = m.thread_id and (n.received_at, n.id) > (m.received_at, m.id) and ${shown(sql`n`)})
      order by ${newestFirst(sql`m.received_at`, sql`m.id`)} limit ${limit + 1}
    )
    select page.id, page.thread_id as "threadId", page.account_id as "accountId", page.direction, page.state, page.subject, page.snippet, ${instant(sql`page.received_at`)} as "receivedAt",
      thread.people, thread.count, thread.placed, thread.unread, thread.starred, thread.has_attachment as "hasAttachment", tags.tags,
      case when page.snoozed_until > now() then ${instant(sql`page.snoozed_until`)} end as "snoozedUntil",
      (select json_build_object('id', u.id, 'name', u.name) from app_user u where u.id = page.assignee_id) as assignee,
      (select ${OUTGOING_STANDING} from outgoing_message o where o.id = page.outgoing_message_id) as sending, automation.line as automation
    from page
    cross join lateral (${threadOf(sql`page.thread_id`)}) thread
    cross join lateral (${tagsOf(sql`page.thread_id`)}) tags
    left join lateral (${latestExecutionOf(sql`page.thread_id`)}) automation on true
    order by page.received_at desc, page.id desc`)
  const parsed = z.array(Row).parse(rows)
  const page = pageOf(parsed, limit, (row) => ({ at: row.receivedAt, id: row.id }))
  const names = await namesOf(tx, workspaceId, page.rows.flatMap((row) => refsIn(row.automation?.ledger ?? [])))
  return {
    nextCursor: page.nextCursor,
    rows: page.rows.map(({ automation, ...row }) => ({ ...row, receivedAt: Instant.parse(row.receivedAt), automation: automation === null ? null : lineOf(automation, names) })),
  }
}

function lineOf({ ledger, ...line }: NonNullable<z.infer<typeof Row>['automation']>, names: Awaited<ReturnType<typeof namesOf>>): AutomationLine {
  return { ...line, outcome: outcomeOf(ledger, names) }
}

/** Trash and the like do not count, or a deleted mail would keep its thread unread. */
function threadOf(threadId: SQL): SQL {
  return sql`
    select count(*)::int as count, bool_or(t.has_attachment) as has_attachment, coalesce(bool_or(placed.unread), false) as unread, coalesce(bool_or(placed.starred), false) as starred,
      (select coalesce(json_agg(json_build_object('name', w.name, 'address', w.address, 'ours', w.ours) order by w.last desc), '[]'::json) from (
        select max(a.from_name) as name, lower(a.from_address) as address, bool_or(a.direction = 'out') as ours, max(a.received_at) as last
        from message a where a.thread_id = ${threadId} group by lower(a.from_address) order by last desc limit 6) w) as people,
      (select coalesce(json_agg(json_build_object('id', l.id, 'mailboxId', l.mailbox_id, 'role', l.role, 'unread', l.unread) order by l.received_at, l.id), '[]'::json) from (
        select i.id, i.received_at, p.mailbox_id, b.role, i.direction = 'in' and not p.flags ? '\\Seen' as unread
        from message i join placement p on p.message_id = i.id join mailbox b on b.id = p.mailbox_id where i.thread_id = ${threadId} order by i.received_at desc limit 200) l) as placed
    from message t
    left join lateral (
      select bool_or(not p.flags ? '\\Seen') filter (where t.direction = 'in' and b.role is distinct from 'trash' and b.role is distinct from 'junk') as unread, bool_or(p.flags ? '\\Flagged') as starred
      from placement p join mailbox b on b.id = p.mailbox_id where p.message_id = t.id) placed on true
    where t.thread_id = ${threadId}`
}

function tagsOf(threadId: SQL): SQL {
  return sql`
    select coalesce(json_agg(json_build_object('id', found.id, 'name', found.name) order by found.name), '[]'::json) as tags
    from (select distinct tag.id, tag.name from message t join message_tag mt on mt.message_id = t.id join tag on tag.id = mt.tag_id where t.thread_id = ${threadId}) found`
}

/** One that still lives before one that has ended, then the newest. */
function latestExecutionOf(threadId: SQL): SQL {
  return sql`
    select json_build_object('executionId', e.id, 'ruleId', e.rule_id, 'ruleName', r.name, 'version', v.number, 'state', e.state, 'mode', e.mode, 'reason', e.reason, 'ledger', ${ledgerOf(sql`e.id`)}) as line
    from message t join execution e on e.message_id = t.id join rule r on r.id = e.rule_id join rule_version v on v.id = e.rule_version_id
    where t.thread_id = ${threadId}
    order by (e.state in (${sql.join(ENDED_STATES.map((state) => sql`${state}`), sql`, `)})), e.created_at desc limit 1`
}
