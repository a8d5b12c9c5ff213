import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../db/client'
import { queueOutgoing } from '../db/queries/outgoing-change'
import type { AlertKind } from '../db/schema'
import { newId } from '../db/schema/columns'
import { domainOf } from '../mail/address'
import { alertText } from '../mail/alert-text'
import { storableText } from './ingest/storable'
import { HOP_LIMIT } from './ingest/causes'

export interface Alert {
  readonly workspaceId: string
  readonly ruleId: string
  readonly kind: AlertKind
  readonly executionId?: string
  readonly messageId?: string | null
}

/** At most one notice of a kind and rule in so many seconds; what comes after only raises its count. */
export const BATCH_SECONDS = 3_600

const Told = z.array(z.object({ id: z.string(), userId: z.string(), isFirst: z.boolean(), name: z.string(), email: z.string(), locale: z.string(), rule: z.string(), accountId: z.string(), address: z.string(), accountName: z.string(), canMail: z.boolean() }))

/**
 * Tells the owner of a rule what became of it: who made it, or, where that person has left, the owners and administrators of the workspace. In the
 * application, and by mail where there is an outgoing server. One notice per rule, kind and hour, with a count, so that a thousand failures are one mail.
 * Part of the caller's transaction: whatever is told has happened. Its mails never set off a rule.
 */
export async function alertOwners(tx: Tx, { workspaceId, ruleId, kind, executionId, messageId }: Alert, now: Date): Promise<void> {
  const effectKey = `alert/${kind}/${ruleId}/${Math.floor(now.getTime() / 1_000 / BATCH_SECONDS)}`
  const told = Told.parse(
    await tx.execute(sql`
      with it as (select r.id, r.name, r.created_by, a.id as account_id, a.address, a.name as account_name from rule r join account a on a.id = r.account_id
          where r.workspace_id = ${workspaceId} and r.id = ${ruleId}::uuid and a.deleted_at is null),
        mine as (select m.user_id from member m, it where m.workspace_id = ${workspaceId} and m.user_id = it.created_by),
        readers as (select user_id from mine union select m.user_id from member m where m.workspace_id = ${workspaceId} and m.role in ('owner', 'admin') and not exists (select 1 from mine)),
        told as (
          insert into notification as n (id, workspace_id, user_id, effect_key, text, kind, data, execution_id, message_id, at)
          select gen_random_uuid(), ${workspaceId}::uuid, readers.user_id, ${effectKey}, '', ${kind}, jsonb_build_object('rule', it.name, 'ruleId', it.id, 'count', 1), ${executionId ?? null}::uuid, ${messageId ?? null}::uuid,
            ${now.toISOString()}::timestamptz
          from readers, it order by readers.user_id
          on conflict (workspace_id, effect_key, user_id) do update set data = n.data || jsonb_build_object('count', (n.data ->> 'count')::int + 1), at = excluded.at, read_at = null,
            execution_id = coalesce(excluded.execution_id, n.execution_id), message_id = coalesce(excluded.message_id, n.message_id)
          returning n.id, n.user_id, n.data)
      select told.id, told.user_id as "userId", (told.data ->> 'count')::int = 1 as "isFirst", u.name, u.email, u.locale, it.name as rule, it.account_id as "accountId", it.address, it.account_name as "accountName",
        exists (select 1 from outgoing_server s where s.workspace_id = ${workspaceId} and s.deleted_at is null) as "canMail"
      from told join app_user u on u.id = told.user_id, it`),
  )
  for (const reader of told.filter(({ isFirst, canMail }) => isFirst && canMail)) await mailAlert(tx, { workspaceId, kind, effectKey: `${effectKey}/${reader.userId}`, about: reader.rule, reader }, now)
  if (told.length > 0) await notifyChanged(tx, workspaceId, 'notification', told.map(({ id }) => id))
}

/** Who reads an alert, and the account that its mail goes out from. */
export interface AlertReader {
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly accountId: string
  readonly address: string
  readonly accountName: string
}

export interface AlertMail {
  readonly workspaceId: string
  readonly kind: AlertKind
  readonly effectKey: string
  /** The name of what it is about. */
  readonly about: string
  readonly reader: AlertReader
}

/** Queues the mail of an alert, once per effect key. It never sets off a rule. */
export async function mailAlert(tx: Tx, { workspaceId, kind, effectKey, about, reader }: AlertMail, now: Date): Promise<void> {
  const { subject, text } = alertText(kind, reader.locale, storableText(about))
  await queueOutgoing(tx, workspaceId, {
    accountId: reader.accountId, effectKey, messageIdHeader: `<${createHash('sha256').update(effectKey).digest('hex').slice(0, 40)}.${newId()}@${domainOf(reader.address)}>`, automatic: true,
    // One more than any rule follows.
    hop: HOP_LIMIT,
    envelopeFrom: reader.address, from: { name: reader.accountName, address: reader.address }, to: [{ name: reader.name, address: reader.email }], subject, text, references: [], notBefore: now,
  })
}
