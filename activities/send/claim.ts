import { and, eq, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../db/client'
import { wakeExecution, writeEvent } from '../../db/queries/outgoing-change'
import { outgoingMessage } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { Failure } from '../../mail/failure'
import { isHalted, outgoingRow, type OutgoingInput, type OutgoingRow } from './outgoing'

/** The hold on one mail while it is sent. */
export interface SendClaim extends OutgoingInput {
  readonly token: string
}

export interface LeaseTimes {
  readonly leaseSeconds: number
}

/**
 * Takes hold of a mail that is due, or of one whose holder died before its transmission began. One whose holder died later is settled as uncertain here:
 * nobody can ask an SMTP server whether it has the mail. Null when there is nothing to send now.
 */
export async function claimOutgoing(tx: Tx, input: OutgoingInput, { leaseSeconds }: LeaseTimes): Promise<{ readonly row: OutgoingRow; readonly claim: SendClaim } | null> {
  const row = await outgoingRow(tx, input, true)
  if (row === null || !(await isDue(tx, row)) || (await isHalted(tx, input))) return null
  if (row.state === 'sending' && row.callingAt !== null) {
    await settleAsUncertain(tx, row)
    return null
  }
  const token = newId()
  await tx
    .update(outgoingMessage)
    .set({ state: 'sending', token, leaseUntil: leaseOf(leaseSeconds), callingAt: null, nextTryAt: null, attempts: sql`${outgoingMessage.attempts} + 1` })
    .where(mine(input))
  await notifyChanged(tx, input.workspaceId, 'outgoing', [row.id])
  return { row: { ...row, attempts: row.attempts + 1 }, claim: { ...input, token } }
}

/** Keeps the bytes and the server for this and every later attempt; returns the bytes to send. */
export async function keepBytes(tx: Tx, claim: SendClaim, raw: Buffer, outgoingServerId: string): Promise<Buffer> {
  const [kept] = await tx
    .update(outgoingMessage)
    .set({ raw: sql`coalesce(${outgoingMessage.raw}, ${raw})`, outgoingServerId })
    .where(held(claim))
    .returning({ raw: outgoingMessage.raw })
  if (kept === undefined || kept.raw === null) throw claimLost()
  return kept.raw
}

/** Commits that the mail is about to leave. Throws `claim lost`, and then it must not leave, when it was cancelled, taken over, or everything was stopped. */
export async function enterCalling(tx: Tx, claim: SendClaim, { leaseSeconds }: LeaseTimes): Promise<void> {
  if (await isHalted(tx, claim)) throw claimLost()
  const [entered] = await tx
    .update(outgoingMessage)
    .set({ callingAt: sql`now()`, leaseUntil: leaseOf(leaseSeconds) })
    .where(held(claim))
    .returning({ id: outgoingMessage.id })
  if (entered === undefined) throw claimLost()
  await writeEvent(tx, claim.workspaceId, claim.outgoingMessageId, 'calling')
}

/** Keeps the hold; false when it is lost. */
export async function extendLease(tx: Tx, claim: SendClaim, { leaseSeconds }: LeaseTimes): Promise<boolean> {
  const extended = await tx
    .update(outgoingMessage)
    .set({ leaseUntil: leaseOf(leaseSeconds) })
    .where(held(claim))
    .returning({ id: outgoingMessage.id })
  return extended.length > 0
}

export const CLAIM_LOST = 'claim lost'

function claimLost(): Failure {
  return new Failure(CLAIM_LOST, { retry: 'no', publicMessage: 'The mail was cancelled or taken over before it left.' })
}

async function isDue(tx: Tx, { id, state }: OutgoingRow): Promise<boolean> {
  if (!['queued', 'scheduled', 'deferred', 'sending'].includes(state)) return false
  const at = state === 'sending' ? outgoingMessage.leaseUntil : sql`greatest(${outgoingMessage.notBefore}, ${outgoingMessage.nextTryAt})`
  const [due] = await tx.select({ due: sql<boolean>`coalesce(${at} <= now(), true)` }).from(outgoingMessage).where(eq(outgoingMessage.id, id))
  return due?.due === true
}

/** The token stays, so that a receipt that comes late after all can still say what became of the mail. */
async function settleAsUncertain(tx: Tx, row: OutgoingRow): Promise<void> {
  const { workspaceId, id, executionId } = row
  const error = { code: 'uncertain', message: 'Postroom stopped while this mail was being handed over. It may have been sent; it is not sent again by itself.' }
  await tx
    .update(outgoingMessage)
    .set({ state: 'uncertain', error, settledAt: sql`now()`, leaseUntil: null })
    .where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, id)))
  await writeEvent(tx, workspaceId, id, 'uncertain', null, error.code)
  await wakeExecution(tx, workspaceId, executionId)
  await notifyChanged(tx, workspaceId, 'outgoing', [id])
}

function mine({ workspaceId, outgoingMessageId }: OutgoingInput) {
  return and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, outgoingMessageId))
}

function held(claim: SendClaim) {
  return and(mine(claim), eq(outgoingMessage.state, 'sending'), eq(outgoingMessage.token, claim.token))
}

function leaseOf(seconds: number) {
  return sql`now() + make_interval(secs => ${seconds})`
}
