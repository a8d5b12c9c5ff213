import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../db/client'
import type { AlertKind } from '../db/schema'
import { BATCH_SECONDS, mailAlert } from './alerts'

/** What went wrong with mail outside of any rule, told in the application and, where there is an outgoing server, by mail. Part of the caller's transaction. */

interface Of {
  readonly workspaceId: string
  readonly accountId: string
}

interface Authored extends Of {
  readonly userId: string
  readonly outgoingId: string
  readonly kind: 'mail not sent' | 'mail returned'
}

/** Tells whoever wrote a mail that it was not sent, or that nobody can say, or that it came back: one notice of a kind, an hour and account, with a count. */
export async function alertAuthor(tx: Tx, { workspaceId, accountId, userId, outgoingId, kind }: Authored, now: Date): Promise<void> {
  const readers = sql`select m.user_id from member m where m.workspace_id = ${workspaceId} and m.user_id = ${userId}::uuid`
  await tell(tx, { workspaceId, accountId, kind, effectKey: hourly(kind, accountId, now), readers, data: { outgoingId }, again: 'count' }, now)
}

/** Tells whoever wrote a mail, or made the rule that did, that somebody else took it back before it left: one notice an hour and account. Idempotent. */
export async function alertCancelled(tx: Tx, { workspaceId, accountId, outgoingId }: Of & { readonly outgoingId: string }, now: Date): Promise<void> {
  const readers = sql`
    select m.user_id from outgoing_message o left join execution e on e.id = o.execution_id left join rule r on r.id = e.rule_id
    join member m on m.workspace_id = o.workspace_id and m.user_id = coalesce(o.user_id, r.created_by)
    where o.workspace_id = ${workspaceId} and o.id = ${outgoingId}::uuid
      and m.user_id is distinct from (select v.user_id from outgoing_event v where v.outgoing_message_id = o.id and v.kind = 'cancelled' order by v.seq desc limit 1)`
  await tell(tx, { workspaceId, accountId, kind: 'mail cancelled', effectKey: hourly('mail cancelled', accountId, now), readers, data: { outgoingId }, again: 'nothing' }, now)
}

function hourly(kind: AlertKind, accountId: string, now: Date): string {
  return `alert/${kind}/${accountId}/${Math.floor(now.getTime() / 1_000 / BATCH_SECONDS)}`
}

/**
 * Tells the owners and administrators that an account cannot be read: once until its server has answered again, and not before it has been silent for so long. Of an account that
 * never was read whoever sets it up hears on the spot.
 */
export async function alertUnread(tx: Tx, { workspaceId, accountId, silentSeconds }: Of & { readonly silentSeconds: number }, now: Date): Promise<void> {
  const readers = sql`select m.user_id from member m where m.workspace_id = ${workspaceId} and m.role in ('owner', 'admin')`
  const [row] = await tx.execute(sql`
    select extract(epoch from proven_at)::bigint::text as proven from account where workspace_id = ${workspaceId} and id = ${accountId}::uuid and proven_at <= ${now.toISOString()}::timestamptz - make_interval(secs => ${silentSeconds})`)
  if (row === undefined) return
  const effectKey = `alert/account not read/${accountId}/${String(row['proven'])}`
  await tell(tx, { workspaceId, accountId, kind: 'account not read', effectKey, readers, data: { accountId }, again: 'nothing' }, now)
}

interface Telling extends Of {
  readonly kind: AlertKind
  readonly effectKey: string
  /** Selects `user_id`. */
  readonly readers: SQL
  readonly data: Readonly<Record<string, string>>
  /** What becomes of a notice that is there already. */
  readonly again: 'count' | 'nothing'
}

const Told = z.array(z.object({ id: z.string(), userId: z.string(), isFirst: z.boolean(), name: z.string(), email: z.string(), locale: z.string(), accountId: z.string(), address: z.string(), accountName: z.string(), canMail: z.boolean() }))

async function tell(tx: Tx, { workspaceId, accountId, kind, effectKey, readers, data, again }: Telling, now: Date): Promise<void> {
  const counted = sql`do update set data = n.data || excluded.data || jsonb_build_object('count', (n.data ->> 'count')::int + 1), at = excluded.at, read_at = null`
  const told = Told.parse(
    await tx.execute(sql`
      with it as (select a.id, a.address, a.name from account a where a.workspace_id = ${workspaceId} and a.id = ${accountId}::uuid and a.deleted_at is null),
        told as (
          insert into notification as n (id, workspace_id, user_id, effect_key, text, kind, data, at)
          select gen_random_uuid(), ${workspaceId}::uuid, r.user_id, ${effectKey}, '', ${kind}, ${JSON.stringify(data)}::jsonb || jsonb_build_object('account', it.name, 'count', 1), ${now.toISOString()}::timestamptz
          from (${readers}) r, it order by r.user_id
          on conflict (workspace_id, effect_key, user_id) ${again === 'count' ? counted : sql`do nothing`}
          returning n.id, n.user_id, n.data)
      select told.id, told.user_id as "userId", (told.data ->> 'count')::int = 1 as "isFirst", u.name, u.email, u.locale, it.id as "accountId", it.address, it.name as "accountName",
        exists (select 1 from outgoing_server s where s.workspace_id = ${workspaceId} and s.deleted_at is null) as "canMail"
      from told join app_user u on u.id = told.user_id, it`),
  )
  for (const reader of told.filter(({ isFirst, canMail }) => isFirst && canMail)) await mailAlert(tx, { workspaceId, kind, effectKey: `${effectKey}/${reader.userId}`, about: reader.accountName, reader }, now)
  if (told.length > 0) await notifyChanged(tx, workspaceId, 'notification', told.map(({ id }) => id))
}
