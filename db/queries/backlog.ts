import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { MessageFacts } from '../../rules/facts'
import type { Needs } from '../../rules/needs'
import type { Tx } from '../client'
import { send } from '../send'
import { afterCursor, newestFirst, type Cursor } from './keyset'
import { factsIn, selectFacts } from './message-facts'

/** Mail of an account that is there already. */
export interface Backlog {
  readonly workspaceId: string
  readonly accountId: string
  /** Mail that lies in this mailbox; null: all that came in. */
  readonly mailboxId: string | null
  /** Null: from the first on. */
  readonly since: Date | null
  /** Received before. */
  readonly until: Date
}

/** How many mails there are. */
export async function countBacklog(tx: Tx, backlog: Backlog): Promise<number> {
  const [row] = await send(tx, sql`select count(*)::int as count from message m where ${among(backlog)}`)
  return Number(row?.count ?? 0)
}

export interface BacklogPage {
  readonly facts: readonly MessageFacts[]
  /** Null: that was the last page. */
  readonly next: Cursor | null
}

const Key = z.object({ at: z.string(), id: z.string() })

/** A page of them, newest first, with the parts of their facts that are needed. */
export async function backlogPage(tx: Tx, backlog: Backlog, needs: Needs, cursor: Cursor | null, limit: number): Promise<BacklogPage> {
  const page = sql`(select * from message m where ${among(backlog)} and ${afterCursor(sql`m.received_at`, sql`m.id`, cursor)} order by ${newestFirst(sql`m.received_at`, sql`m.id`)} limit ${limit})`
  const rows = await send(tx, sql`${selectFacts({ from: page, where: sql`true`, needs })} order by ${newestFirst(sql`m.received_at`, sql`m.id`)}`)
  const last = rows.at(-1)
  return { facts: rows.map((row) => factsIn(row)), next: rows.length < limit || last === undefined ? null : Key.parse(last) }
}

/** These mails in the order of their ids here, with the parts of their facts that are needed. Those that are gone are left out. */
export async function backlogFacts(tx: Tx, workspaceId: string, ids: readonly string[], needs: Needs): Promise<readonly MessageFacts[]> {
  const rows = await send(tx, selectFacts({ from: sql`message`, where: sql`m.workspace_id = ${workspaceId}::uuid and m.id = any(${`{${ids.join()}}`}::uuid[])`, needs }))
  const found = new Map(rows.map((row) => factsIn(row)).map((facts) => [facts.messageRef, facts]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

/** Mail that arrived, and older mail that was there before the account was connected, save what lies only where nothing arrives. */
export function among({ workspaceId, accountId, mailboxId, since, until }: Backlog): SQL {
  const place = mailboxId === null
    ? sql`(m.arrived_at is not null or exists (select 1 from placement p join mailbox b on b.id = p.mailbox_id where p.message_id = m.id and (b.role is null or b.role in ('inbox', 'archive'))))`
    : sql`exists (select 1 from placement p where p.message_id = m.id and p.mailbox_id = ${mailboxId}::uuid)`
  const begin = since === null ? sql`true` : sql`m.received_at >= ${since.toISOString()}::timestamptz`
  return sql`m.workspace_id = ${workspaceId}::uuid and m.account_id = ${accountId}::uuid and m.direction = 'in' and m.received_at < ${until.toISOString()}::timestamptz and ${begin} and ${place}`
}
