import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { queueOutgoing } from '../../../db/queries/outgoing-change'
import { messageFacts } from '../../../db/queries/message-facts'
import { message, outgoingMessage, record } from '../../../db/schema'
import type { Tx } from '../../../db/client'
import { domainOf } from '../../../mail/address'
import { replyTo } from '../../../mail/compose'
import { audit } from '../../audit'
import { invalid, notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { ADDRESS } from '../account/schema'

const RECIPIENT = z.object({ name: z.string().trim().max(200).default(''), address: ADDRESS })

const INPUT = z.object({
  /** Made once per mail by whoever writes it: sending twice with it sends one mail. */
  requestId: z.uuid(),
  accountId: z.uuid(),
  to: z.array(RECIPIENT).min(1).max(100),
  cc: z.array(RECIPIENT).max(100).default([]),
  bcc: z.array(RECIPIENT).max(100).default([]),
  subject: z.string().trim().max(500).default(''),
  /** Plain text. */
  text: z.string().max(200_000),
  /** The mail this one answers. */
  inReplyToMessageId: z.uuid().nullable().default(null),
  /** Name beside our own address. */
  fromName: z.string().trim().max(200).default(''),
  /** Seconds in which outbox.cancel still calls it back. */
  undoSeconds: z.number().int().min(0).max(30).default(10),
  /** Not before; the undo window still holds. */
  sendAt: z.date().nullable().default(null),
})

export interface Sent {
  readonly outgoingMessageId: string
  /** False: this request id was sent before, and nothing was added. */
  readonly created: boolean
  /** Until then outbox.cancel takes it back for certain. */
  readonly notBefore: Date
}

/** Puts a mail written by a person into the outbox. */
export const send = writeProcedure.input(INPUT).mutation(({ ctx, input }): Promise<Sent> =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const account = await accountOf(tx, workspaceId, input.accountId)
    if (input.sendAt !== null && input.sendAt.getTime() - ctx.services.now().getTime() > YEAR) throw invalid('invalid.sendAt', 'Mail can be scheduled for at most a year ahead.')
    const answers = input.inReplyToMessageId === null ? null : await answersOf(tx, workspaceId, account.id, input.inReplyToMessageId)
    const earliest = ctx.services.now().getTime() + input.undoSeconds * 1000
    const queued = await queueOutgoing(tx, workspaceId, {
      accountId: account.id,
      userId,
      effectKey: `hand:${input.requestId}`,
      messageIdHeader: `<${input.requestId}@${domainOf(account.address)}>`,
      envelopeFrom: account.address,
      from: { name: input.fromName, address: account.address },
      to: input.to,
      cc: input.cc,
      bcc: input.bcc,
      subject: input.subject,
      text: input.text,
      notBefore: new Date(Math.max(earliest, input.sendAt?.getTime() ?? 0)),
      ...answers,
    })
    if (queued.created) await audit(tx, ctx.actor, { kind: 'outgoing.queued', subjectKind: 'outgoing message', subjectId: queued.outgoingMessageId, data: { recipients: input.to.length + input.cc.length + input.bcc.length } })
    const [row] = await tx.select({ notBefore: outgoingMessage.notBefore }).from(outgoingMessage).where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, queued.outgoingMessageId)))
    if (row === undefined) throw new Error('a queued mail is not there')
    return { ...queued, notBefore: row.notBefore }
  }),
)

const YEAR = 366 * 24 * 3600 * 1000

/** What ties a reply to its thread and its record. */
async function answersOf(tx: Tx, workspaceId: string, accountId: string, messageId: string) {
  const facts = await messageFacts(tx, workspaceId, messageId)
  if (facts === null) throw notFound('message')
  const [answered] = await tx.select({ accountId: message.accountId }).from(message).where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)))
  if (answered?.accountId !== accountId) throw invalid('invalid.account', 'A reply is sent from the account the mail came to.')
  const [open] = await tx.select({ id: record.id }).from(record).where(and(eq(record.workspaceId, workspaceId), eq(record.threadId, facts.threadRef), isNull(record.closedAt)))
  const { inReplyTo, references } = replyTo(facts)
  return { inReplyToMessageId: messageId, threadId: facts.threadRef, recordId: open?.id ?? null, inReplyTo, references }
}
