import { z } from 'zod'
import { messageFacts } from '../../../db/queries/message-facts'
import { replyTarget } from '../../../mail/auto-reply'
import { isOwn } from '../../../mail/address'
import { replyTo } from '../../../mail/compose'
import type { Address, MessageFacts } from '../../../rules/facts'
import { notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'

/** What the composer opens with. The words above the quotation are the reader's language, so the screen puts them there. */
export interface Prefilled {
  readonly accountId: string
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  /** Null for a forward. */
  readonly inReplyToMessageId: string | null
  readonly quoted: { readonly from: Address | null; readonly sentAt: string | null; readonly subject: string; readonly text: string }
}

/** Recipients, subject and quotation of a reply, a reply to all, or a forward. */
export const prefill = workspaceProcedure.input(z.object({ messageId: z.uuid(), kind: z.enum(['reply', 'reply all', 'forward']) })).query(({ ctx, input: { messageId, kind } }): Promise<Prefilled> =>
  ctx.db(async (tx) => {
    const facts = await messageFacts(tx, ctx.actor.workspaceId, messageId)
    if (facts === null) throw notFound('message')
    const account = await accountOf(tx, ctx.actor.workspaceId, facts.accountRef)
    const isForward = kind === 'forward'
    return {
      accountId: account.id,
      from: { name: '', address: account.address },
      ...(isForward ? { to: [], cc: [] } : recipientsOf(facts, kind === 'reply all')),
      subject: isForward ? forwarded(facts.subject) : replyTo(facts).subject,
      inReplyToMessageId: isForward ? null : messageId,
      quoted: { from: facts.from, sentAt: facts.sentAt, subject: facts.subject, text: quoted(facts.text ?? '') },
    }
  }),
)

/** To the author, or, where the mail was our own, to whom it went. All others in copy for a reply to all; never our own addresses. */
function recipientsOf(facts: MessageFacts, all: boolean): { to: readonly Address[]; cc: readonly Address[] } {
  const target = replyTarget(facts)
  const to = target === null || isOwn(target.address, facts.ownAddresses) ? facts.to : [target]
  if (!all) return { to, cc: [] }
  const taken = new Set([...to.map(({ address }) => address.toLowerCase()), ...facts.ownAddresses])
  const cc = [...facts.to, ...facts.cc].filter(({ address }) => {
    const isNew = !taken.has(address.toLowerCase())
    taken.add(address.toLowerCase())
    return isNew
  })
  return { to, cc }
}

/** RFC 3676 4.5: a mark before each line; lines quoted before get one more. */
function quoted(text: string): string {
  return text.trimEnd().split(/\r?\n/).map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`)).join('\n')
}

function forwarded(subject: string): string {
  return /^\s*(?:fwd?|wg|tr|rv|i|enc)\s*:/i.test(subject) ? subject : `Fwd: ${subject}`
}
