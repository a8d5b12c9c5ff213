import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { queueOutgoing } from '../../db/queries/outgoing-change'
import { domainOf } from '../../mail/address'
import { isAddressed } from '../../mail/auto-reply'
import { replyTo } from '../../mail/compose'
import { Failure } from '../../mail/failure'
import type { Receipt } from '../../rules/effects'
import { limitsOf } from '../../rules/limits'
import { storableText } from '../ingest/storable'
import { replySuppression } from '../reply-suppression'
import type { MailPerformer } from './performer'

/**
 * Queues an automatic answer. Idempotent by effect key, which also makes its Message-ID, so that however often it is sent it is one mail to whoever gets it.
 * What must not be answered is withheld with its reason (RFC 3834).
 */
export const mailReply: MailPerformer<'mail.reply'> = {
  async perform(tx, context, { to, subject, text, evenUnaddressed }) {
    const { workspaceId, accountId, key, facts, now } = context
    const queued = await queuedBefore(tx, workspaceId, key)
    if (queued !== null) {
      // It may be settled already, and then nobody wakes this execution for it.
      await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: context.executionId }])
      return receipt(queued)
    }
    const withheld = (await replySuppression(tx, workspaceId, facts, key)) ?? (evenUnaddressed === true || isAddressed(facts, facts.ownAddresses) ? null : 'not addressed')
    if (withheld !== null) return { effect: 'mail.reply', result: 'skipped', reason: 'suppressed', detail: withheld }
    const [account] = await tx.execute(sql`select a.name, a.address, a.outgoing_server_id, w.limits from account a join workspace w on w.id = a.workspace_id where a.workspace_id = ${workspaceId} and a.id = ${accountId}::uuid and a.deleted_at is null`)
    if (account === undefined) throw new Failure('account removed', { retry: 'no', publicMessage: 'The account was removed.' })
    const from = { name: String(account.name), address: String(account.address) }
    const { inReplyTo, references } = replyTo(facts)
    const { outgoingMessageId } = await queueOutgoing(tx, workspaceId, {
      accountId, outgoingServerId: account.outgoing_server_id === null ? null : String(account.outgoing_server_id), executionId: context.executionId, stepId: context.stepId, effectKey: key,
      messageIdHeader: messageIdFor(key, from.address), automatic: true, hop: context.hop, inReplyToMessageId: context.messageId, threadId: context.threadId,
      envelopeFrom: limitsOf(account.limits).replySender === 'null' ? '' : from.address, from, to: [to], subject: storableText(subject), text: storableText(text), inReplyTo, references, notBefore: now,
    })
    return receipt(outgoingMessageId)
  },
}

/** The Message-ID of what an effect key sends: the same for every attempt and every rerun. */
export function messageIdFor(key: string, address: string): string {
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domainOf(address)}>`
}

/** The outgoing message of this key, when an earlier attempt, or the execution that this one repeats, queued it. It now belongs to this step. */
async function queuedBefore(tx: Tx, workspaceId: string, key: string): Promise<string | null> {
  const [row] = await tx.execute(sql`select id from outgoing_message where workspace_id = ${workspaceId} and effect_key = ${key}`)
  return row === undefined ? null : String(row.id)
}

function receipt(ref: string): Receipt {
  return { effect: 'mail.reply', result: 'done', change: 'created', ref }
}

