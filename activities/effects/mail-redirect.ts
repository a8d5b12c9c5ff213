import { journeyOf, passableTo } from '../../rules/passing-on'
import { storableText } from '../ingest/storable'
import { mailOf, type MailPerformer } from './performer'
import { queuedBefore, queueStepMail } from './step-mail'

/**
 * Queues the mail itself for other addresses; its bytes are fetched when it leaves. Idempotent by effect key, which also makes its Resent-Message-ID. It never goes to the
 * account itself, back to where it came from or where it has been. A delivery report keeps its empty return path (RFC 5321 4.5.5).
 */
export const mailRedirect: MailPerformer<'mail.redirect'> = {
  async perform(tx, context, { to }) {
    const queued = await queuedBefore(tx, context, 'mail.redirect')
    if (queued !== null) return queued
    const { facts } = context
    const { messageId, threadId } = mailOf(context)
    const free = passableTo(journeyOf(facts), to)
    if (free.stop !== null) return { effect: 'mail.redirect', result: 'skipped', reason: 'loop guard', detail: free.stop }
    const isReport = facts.mailClass === 'bounce' || facts.envelopeFrom === ''
    return queueStepMail(tx, context, 'mail.redirect', {
      to: [...free.to], subject: storableText(facts.subject), text: '', form: 'redirect', sourceMessageId: messageId, threadId, ...(isReport ? { envelopeFrom: '' } : {}),
    })
  },
}
