import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { forwardedText } from '../../mail/forwarded'
import { journeyOf, passableTo } from '../../rules/passing-on'
import { storableText } from '../ingest/storable'
import { mailOf, type EffectContext, type MailPerformer } from './performer'
import { queuedBefore, queueStepMail } from './step-mail'

/**
 * Queues a mail of ours that carries the mail; its bytes are fetched when it leaves. Idempotent by effect key. It begins a conversation of its own: what the people it goes
 * to write back is no answer of the sender. A delivery report is forwarded without a return path, so that no report of it comes back (RFC 5321 4.5.5).
 */
export const mailForward: MailPerformer<'mail.forward'> = {
  async perform(tx, context, { to, carries, subject, text }) {
    const queued = await queuedBefore(tx, context, 'mail.forward')
    if (queued !== null) return queued
    const { facts } = context
    const { messageId } = mailOf(context)
    const free = passableTo(journeyOf(facts), to)
    if (free.stop !== null) return { effect: 'mail.forward', result: 'skipped', reason: 'loop guard', detail: free.stop }
    // A mail of which only the header is known cannot be quoted.
    const isQuoted = carries === 'attachments' && facts.text !== null
    return queueStepMail(tx, context, 'mail.forward', {
      to: [...free.to], subject: storableText(subject), text: storableText(isQuoted ? forwardedText(facts, text, await localeOf(tx, context)) : text), form: 'forward', sourceMessageId: messageId, carries: isQuoted ? 'attachments' : 'message',
      ...(facts.mailClass === 'bounce' ? { envelopeFrom: '' } : {}),
    })
  },
}

/** The language of whoever made the rule. */
async function localeOf(tx: Tx, { workspaceId, ruleId }: EffectContext): Promise<string> {
  const [row] = await tx.execute(sql`select u.locale from rule r join app_user u on u.id = r.created_by where r.workspace_id = ${workspaceId} and r.id::text = ${ruleId}`)
  return typeof row?.locale === 'string' ? row.locale : 'en'
}
