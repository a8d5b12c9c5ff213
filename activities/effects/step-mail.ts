import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { queueOutgoing, type NewOutgoing } from '../../db/queries/outgoing-change'
import { Failure } from '../../mail/failure'
import type { Address } from '../../rules/facts'
import type { Receipt } from '../../rules/effects'
import { messageIdFor } from './mail-reply'
import type { EffectContext } from './performer'

/** What the mail steps of rules have in common: one mail per effect key, from the account, written by a program. */

type MailEffect = 'mail.send' | 'mail.forward' | 'mail.redirect'

/** The receipt of the mail that this key queued before, in an earlier attempt or in the execution that this one repeats; null: none was. */
export async function queuedBefore(tx: Tx, { workspaceId, key, executionId }: EffectContext, effect: MailEffect): Promise<Receipt | null> {
  const [row] = await tx.execute(sql`select id from outgoing_message where workspace_id = ${workspaceId} and effect_key = ${key}`)
  if (row === undefined) return null
  // It may be settled already, and then nobody wakes this execution for it.
  await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: executionId }])
  return sent(effect, String(row.id))
}

/** What each of these mails says for itself. */
export type Written = Pick<NewOutgoing, 'to' | 'subject' | 'text'> & Partial<Pick<NewOutgoing, 'inReplyTo' | 'references' | 'inReplyToMessageId' | 'threadId' | 'recordId' | 'form' | 'sourceMessageId' | 'carries' | 'envelopeFrom'>>

/** Queues it in the account's name. @throws Failure `account removed` */
export async function queueStepMail(tx: Tx, { workspaceId, accountId, executionId, stepId, key, hop, now }: EffectContext, effect: MailEffect, written: Written): Promise<Receipt> {
  const from = await senderOf(tx, workspaceId, accountId)
  const { outgoingMessageId } = await queueOutgoing(tx, workspaceId, {
    accountId, outgoingServerId: from.serverId, executionId, stepId, effectKey: key, messageIdHeader: messageIdFor(key, from.address), automatic: true, hop,
    envelopeFrom: from.address, from: { name: from.name, address: from.address } satisfies Address, notBefore: now, ...written,
  })
  return sent(effect, outgoingMessageId)
}

const Sender = z.object({ name: z.string(), address: z.string(), serverId: z.string().nullable() })

async function senderOf(tx: Tx, workspaceId: string, accountId: string): Promise<z.infer<typeof Sender>> {
  const [row] = await tx.execute(sql`select name, address, outgoing_server_id as "serverId" from account where workspace_id = ${workspaceId} and id = ${accountId}::uuid and deleted_at is null`)
  if (row === undefined) throw new Failure('account removed', { retry: 'no', publicMessage: 'The account was removed.' })
  return Sender.parse(row)
}

function sent(effect: MailEffect, ref: string): Receipt {
  return { effect, result: 'done', change: 'created', ref }
}
