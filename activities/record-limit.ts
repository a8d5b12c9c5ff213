import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../db/client'
import { queueOutgoing } from '../db/queries/outgoing-change'
import { isAddressed, suppression } from '../mail/auto-reply'
import { replyTo } from '../mail/compose'
import { heldUpText } from '../mail/alert-text'
import type { Receipt } from '../rules/effects'
import { alertOwners } from './alerts'
import type { EffectContext } from './effects/performer'
import { messageIdFor } from './effects/mail-reply'
import type { FoundRecords } from './effects/record-rows'
import { storableText } from './ingest/storable'

/**
 * Whether rules may open one more record for the sender of a mail. Null: they may. Beyond the workspace's limit the step is skipped, the sender is told once in that time, as
 * far as an automatic mail may be sent at all, and so is the owner of the rule. Mail that goes on in a thread with a record never asks here. Call it in the
 * transaction that opens the record.
 */
export async function recordLimit(tx: Tx, context: EffectContext, soFar: FoundRecords['soFar']): Promise<Receipt | null> {
  const { workspaceId, ruleId, executionId, messageId, facts, now } = context
  const sender = senderOf(facts)
  if (sender === null || soFar === null || soFar.count < soFar.limits.recordsPerSender) return null
  const { limits } = soFar
  await tellSender(tx, context, sender, limits.recordMinutes)
  await alertOwners(tx, { workspaceId, ruleId, kind: 'too many records', executionId, messageId }, now)
  return { effect: 'record.create', result: 'skipped', reason: 'loop guard', detail: 'too many records' }
}

/** Whose mail it is, in lower case; null: nobody's. */
export function senderOf({ from }: EffectContext['facts']): string | null {
  return from?.address.toLowerCase() ?? null
}

const Account = z.object({ name: z.string(), address: z.string(), server: z.string().nullable(), company: z.string(), locale: z.string().nullable(), isTold: z.boolean() })

/** Once in so many minutes. In the language of the rule's author: the company's own words are not ours to guess. */
async function tellSender(tx: Tx, { workspaceId, accountId, executionId, stepId, ruleId, messageId, threadId, hop, facts, now }: EffectContext, sender: string, minutes: number): Promise<void> {
  if (suppression(facts, facts.ownAddresses) !== null || !isAddressed(facts, facts.ownAddresses)) return
  const bucket = Math.floor(now.getTime() / 60_000 / minutes)
  const keyOf = (at: number) => `record limit/${accountId}/${sender}/${minutes}/${at}`
  const [row] = await tx.execute(sql`
    select a.name, a.address, a.outgoing_server_id as server, w.name as company, (select u.locale from rule r join app_user u on u.id = r.created_by where r.id = ${ruleId}::uuid) as locale,
      exists (select 1 from outgoing_message o where o.workspace_id = ${workspaceId} and o.effect_key in (${keyOf(bucket)}, ${keyOf(bucket - 1)}) and o.created_at > now() - make_interval(mins => ${minutes})) as "isTold"
    from account a join workspace w on w.id = a.workspace_id where a.workspace_id = ${workspaceId} and a.id = ${accountId}::uuid and a.deleted_at is null`)
  const account = row === undefined ? null : Account.parse(row)
  if (account === null || account.isTold) return
  const key = keyOf(bucket)
  const from = { name: account.name, address: account.address }
  const { subject, inReplyTo, references } = replyTo(facts)
  await queueOutgoing(tx, workspaceId, {
    accountId, outgoingServerId: account.server, executionId, stepId, effectKey: key, messageIdHeader: messageIdFor(key, from.address), automatic: true, hop, inReplyToMessageId: messageId, threadId,
    envelopeFrom: from.address, from, to: [{ name: facts.from?.name ?? '', address: sender }], subject: storableText(subject).slice(0, 250), text: heldUpText(account.locale ?? 'en', account.company, minutes), inReplyTo, references, notBefore: now,
  })
}
