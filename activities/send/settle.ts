import { and, eq, or, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../db/client'
import { wakeExecution, writeEvent } from '../../db/queries/outgoing-change'
import { outgoingMessage } from '../../db/schema'
import type { Failure } from '../../mail/failure'
import { alertAuthor } from '../account-alerts'
import type { SendClaim } from './claim'

/** What became of one attempt. */
export type Verdict =
  | { readonly state: 'accepted'; readonly reply: string; readonly refused: Failure | null }
  | { readonly state: 'deferred'; readonly failure: Failure; readonly inSeconds: number }
  | { readonly state: 'failed' | 'uncertain'; readonly failure: Failure }
  | { readonly state: 'queued'; readonly inSeconds: number }

/**
 * Writes the verdict, its line in the trail and the wake-up of the execution that waits for it, in one transaction. Returns false, and writes nothing, when
 * the hold was lost meanwhile; only an uncertain mail of the same hold still takes a late verdict.
 */
export async function settle(tx: Tx, claim: SendClaim, verdict: Verdict, now: Date): Promise<boolean> {
  const { workspaceId, outgoingMessageId, token } = claim
  const [settled] = await tx
    .update(outgoingMessage)
    // The bytes of a notice hold a link for one person alone.
    .set({ state: verdict.state, leaseUntil: null, ...columnsOf(verdict), ...(verdict.state === 'accepted' ? { raw: sql`case when ${outgoingMessage.form} in ('notice', 'redirect') then null else ${outgoingMessage.raw} end` } : {}) })
    .where(
      and(
        eq(outgoingMessage.workspaceId, workspaceId),
        eq(outgoingMessage.id, outgoingMessageId),
        eq(outgoingMessage.token, token),
        or(eq(outgoingMessage.state, 'sending'), eq(outgoingMessage.state, 'uncertain')),
      ),
    )
    .returning({ executionId: outgoingMessage.executionId, userId: outgoingMessage.userId, accountId: outgoingMessage.accountId })
  if (settled === undefined) return false
  if (verdict.state !== 'queued') {
    await writeEvent(tx, workspaceId, outgoingMessageId, verdict.state, null, detailOf(verdict))
    await wakeExecution(tx, workspaceId, settled.executionId)
  }
  // What a rule sent is told to its owner when its step has failed.
  if ((verdict.state === 'failed' || verdict.state === 'uncertain') && settled.userId !== null) await alertAuthor(tx, { workspaceId, accountId: settled.accountId, userId: settled.userId, outgoingId: outgoingMessageId, kind: 'mail not sent' }, now)
  await notifyChanged(tx, workspaceId, 'outgoing', [outgoingMessageId])
  return true
}

function columnsOf(verdict: Verdict) {
  switch (verdict.state) {
    case 'accepted':
      return { reply: verdict.reply.slice(0, 500), error: verdict.refused === null ? null : errorOf(verdict.refused), settledAt: sql`now()` }
    case 'deferred':
      return { error: errorOf(verdict.failure), callingAt: null, nextTryAt: inSeconds(verdict.inSeconds) }
    case 'queued':
      return { callingAt: null, token: null, nextTryAt: inSeconds(verdict.inSeconds) }
    case 'failed':
    case 'uncertain':
      return { error: errorOf(verdict.failure), settledAt: sql`now()` }
  }
}

function detailOf(verdict: Exclude<Verdict, { state: 'queued' }>): string | null {
  if (verdict.state === 'accepted') return verdict.refused === null ? verdict.reply : `${verdict.reply} (${verdict.refused.peerSaid ?? verdict.refused.code})`
  return verdict.failure.peerSaid ?? verdict.failure.code
}

function errorOf({ code, publicMessage, peerSaid }: Failure): { code: string; message: string; said?: string } {
  return { code, message: publicMessage, ...(peerSaid === null ? {} : { said: peerSaid }) }
}

function inSeconds(seconds: number) {
  return sql`now() + make_interval(secs => ${seconds})`
}
