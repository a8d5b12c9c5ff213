import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { recordContact } from '../../db/queries/record-contact'
import { isAddressed } from '../../mail/auto-reply'
import { replyTo } from '../../mail/compose'
import type { EffectOf, Receipt, Suppression } from '../../rules/effects'
import type { Address } from '../../rules/facts'
import { journeyOf } from '../../rules/passing-on'
import { storableText } from '../ingest/storable'
import { replySuppression } from '../reply-suppression'
import type { EffectContext, MailPerformer } from './performer'
import { queuedBefore, queueStepMail } from './step-mail'

/**
 * Queues an automatic mail with a text of the rule. Idempotent by effect key, which also makes its Message-ID. To whoever wrote the mail it is an automatic answer, and is
 * withheld where one is (RFC 3834); to an address of the account it never goes.
 */
export const mailSend: MailPerformer<'mail.send'> = {
  async perform(tx, context, { to, subject, text, inThread }) {
    const queued = await queuedBefore(tx, context, 'mail.send')
    if (queued !== null) return queued
    const found = await recipientOf(tx, context, to)
    if ('off' in found) return skipped('part is off', found.off)
    const withheld = await suppressionFor(tx, context, to.who, found.address)
    if (withheld !== null) return skipped('suppressed', withheld)
    const { facts, messageId, threadId } = context
    const isAnswer = inThread && messageId !== null
    const { inReplyTo, references } = replyTo(facts)
    return queueStepMail(tx, context, 'mail.send', {
      to: [found.address], subject: storableText(subject), text: storableText(text), recordId: found.recordId, ...(isAnswer ? { inReplyTo, references, inReplyToMessageId: messageId, threadId } : {}),
    })
  },
}

type Found = { readonly address: Address; readonly recordId: string | null } | { readonly off: 'no user' | 'no contact' }

async function recipientOf(tx: Tx, { workspaceId, threadId, executionId }: EffectContext, to: EffectOf<'mail.send'>['to']): Promise<Found> {
  switch (to.who) {
    case 'sender':
    case 'address':
      return { address: to.address, recordId: null }
    case 'user': {
      const [row] = await tx.execute(sql`select u.name, u.email from app_user u join member m on m.user_id = u.id and m.workspace_id = ${workspaceId} where u.id::text = ${to.userRef}`)
      return row === undefined ? { off: 'no user' } : { address: { name: String(row.name), address: String(row.email) }, recordId: null }
    }
    case 'contact': {
      const contact = await recordContact(tx, workspaceId, { threadId, executionId })
      return contact === null ? { off: 'no contact' } : { address: { name: contact.name, address: contact.address }, recordId: contact.recordId }
    }
  }
}

async function suppressionFor(tx: Tx, { workspaceId, facts, key, messageId }: EffectContext, who: EffectOf<'mail.send'>['to']['who'], { address }: Address): Promise<Suppression | null> {
  const { own, answersTo } = journeyOf(facts)
  const to = address.toLowerCase()
  if (who === 'sender' || (who === 'contact' && messageId !== null && to === answersTo)) {
    return (await replySuppression(tx, workspaceId, facts, key)) ?? (isAddressed(facts, facts.ownAddresses) ? null : 'not addressed')
  }
  return own.includes(to) ? 'own address' : null
}

function skipped(reason: 'part is off' | 'suppressed', detail: string): Receipt {
  return { effect: 'mail.send', result: 'skipped', reason, detail }
}
