import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { SearchQuery } from '../../mail/search-query'
import type { Tx } from '../client'
import { likeText } from './keyset'
import { wordsCondition } from './search-words'

/** Which mail a list shows. `all` leaves out nothing, not even Trash; the inbox scopes show what lies in mailboxes of role inbox and is not snoozed. */
export const MessageScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inbox') }),
  z.object({ kind: z.literal('account'), accountId: z.uuid() }),
  z.object({ kind: z.literal('mailbox'), mailboxId: z.uuid() }),
  z.object({ kind: z.literal('starred') }),
  z.object({ kind: z.literal('snoozed') }),
  z.object({ kind: z.literal('assigned'), userId: z.uuid() }),
  z.object({ kind: z.literal('sent') }),
  z.object({ kind: z.literal('tag'), tagId: z.uuid() }),
  z.object({ kind: z.literal('all') }),
])
export type MessageScope = z.infer<typeof MessageScope>

/** A condition on the message with the given alias in a query. */
export type MessageCondition = (alias: SQL) => SQL

/** The scope as a condition. Mailboxes are looked up first, so that the planner sees ids and not another join. */
export async function scopeCondition(tx: Tx, workspaceId: string, scope: MessageScope): Promise<MessageCondition> {
  switch (scope.kind) {
    case 'inbox':
      return inSight(liesIn(await inboxes(tx, workspaceId, null)))
    case 'account':
      return inSight(liesIn(await inboxes(tx, workspaceId, scope.accountId)))
    case 'mailbox':
      return liesIn([scope.mailboxId])
    case 'starred':
      return (m) => sql`exists (select 1 from placement p where p.message_id = ${m}.id and p.flags ? '\\Flagged')`
    case 'snoozed':
      return (m) => sql`${m}.snoozed_until > now()`
    case 'assigned':
      return (m) => sql`${m}.assignee_id = ${scope.userId}::uuid`
    case 'sent':
      return (m) => sql`${m}.direction = 'out'`
    case 'tag':
      return (m) => sql`exists (select 1 from message_tag t where t.message_id = ${m}.id and t.tag_id = ${scope.tagId}::uuid)`
    case 'all':
      return () => sql`true`
  }
}

/** A search as a condition; every part must hold. */
export function searchCondition(query: SearchQuery): MessageCondition {
  return (m) => {
    const parts: SQL[] = []
    if (query.notUnderstood.length > 0) parts.push(sql`false`)
    for (const text of query.words) parts.push(wordsCondition(text, m))
    for (const text of query.from) parts.push(sql`(${m}.from_address ilike ${contains(text)} or ${m}.from_name ilike ${contains(text)})`)
    for (const text of query.to) parts.push(sql`${m}.recipients::text ilike ${contains(text)}`)
    for (const text of query.subject) parts.push(sql`${m}.subject ilike ${contains(text)}`)
    for (const name of query.tags) parts.push(sql`exists (select 1 from message_tag t join tag on tag.id = t.tag_id where t.message_id = ${m}.id and lower(tag.name) = lower(${name}))`)
    for (const name of query.rules) parts.push(sql`exists (select 1 from execution e join rule r on r.id = e.rule_id where e.message_id = ${m}.id and r.name ilike ${contains(name)})`)
    for (const name of query.mailboxes) {
      parts.push(sql`exists (select 1 from placement p join mailbox b on b.id = p.mailbox_id where p.message_id = ${m}.id and (b.role = lower(${name}) or lower(b.name) = lower(${name})))`)
    }
    if (query.hasAttachment) parts.push(sql`${m}.has_attachment`)
    if (query.unread !== null) parts.push(sql`${query.unread ? sql`` : sql`not`} exists (select 1 from placement p where p.message_id = ${m}.id and not p.flags ? '\\Seen')`)
    if (query.starred) parts.push(sql`exists (select 1 from placement p where p.message_id = ${m}.id and p.flags ? '\\Flagged')`)
    if (query.after !== null) parts.push(sql`${m}.received_at >= ${query.after.toISOString()}::timestamptz`)
    if (query.before !== null) parts.push(sql`${m}.received_at < ${query.before.toISOString()}::timestamptz`)
    return parts.length === 0 ? sql`true` : sql.join(parts, sql` and `)
  }
}

/** Mail that was snoozed comes back by itself when its time has come. */
function inSight(condition: MessageCondition): MessageCondition {
  return (m) => sql`${condition(m)} and (${m}.snoozed_until is null or ${m}.snoozed_until <= now())`
}

function liesIn(mailboxIds: readonly string[]): MessageCondition {
  if (mailboxIds.length === 0) return () => sql`false`
  const among = sql.join(mailboxIds.map((id) => sql`${id}::uuid`), sql`, `)
  return (m) => sql`exists (select 1 from placement p where p.message_id = ${m}.id and p.mailbox_id in (${among}))`
}

async function inboxes(tx: Tx, workspaceId: string, accountId: string | null): Promise<string[]> {
  const rows = await tx.execute(sql`
    select b.id from mailbox b join account a on a.id = b.account_id
    where b.workspace_id = ${workspaceId} and b.role = 'inbox' and a.deleted_at is null ${accountId === null ? sql`` : sql`and a.id = ${accountId}::uuid`}`)
  return rows.map((row) => z.string().parse(row.id))
}

function contains(text: string): string {
  return `%${likeText(text)}%`
}
