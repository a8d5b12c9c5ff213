import { setTimeout as pause } from 'node:timers/promises'
import { Context } from '@temporalio/activity'
import { sql } from 'drizzle-orm'
import type { Tx } from '../db/client'
import { asFailure, Failure } from '../mail/failure'
import type { SmtpServer, Submitter } from '../mail/smtp'
import { alertCancelled } from './account-alerts'
import type { ApprovalLinks } from './approval-links'
import type { Connections, OpenSecret } from './connections'
import type { ActivityLog } from './deps'
import { CLAIM_LOST, claimOutgoing, enterCalling, extendLease, keepBytes, type SendClaim } from './send/claim'
import { bytesOf, chooseServer, isHalted, outgoingRow, recipientsOf, type OutgoingInput, type OutgoingRow } from './send/outgoing'
import { sourceOf } from './send/source'
import { nextTry, SEND_PACE, type SendPace } from './send/pace'
import { recordSent, type CopyDeps } from './send/sent-copy'
import { settle, type Verdict } from './send/settle'
import { persistently } from './sync/errors'

/**
 * Hands one mail to its server. Idempotent by the outbox row: a mail that is held, settled or not due is left alone, and nothing but a person's word sends
 * one again that may have left.
 */
export interface SendDeps extends CopyDeps {
  readonly submitter: Submitter
  readonly openSecret: OpenSecret
  readonly connections: Connections
  readonly links: ApprovalLinks
  readonly log: ActivityLog
  readonly fault: (site: string) => Promise<void>
  readonly pace?: SendPace
}

/** What the mail's workflow has to do next. `wait`: look again after so many milliseconds, or when told to. */
export type OutgoingLook = { readonly next: 'send' | 'append' | 'nothing' } | { readonly next: 'wait'; readonly ms: number }

export interface SendMessageActivities {
  lookAtOutgoing(input: OutgoingInput): Promise<OutgoingLook>
  sendOutgoing(input: OutgoingInput): Promise<void>
}

export function createSendMessage(deps: SendDeps): SendMessageActivities {
  return {
    lookAtOutgoing: (input) => look(deps, input),
    sendOutgoing(input) {
      const context = Context.current()
      return sendOutgoing(deps, input, { signal: context.cancellationSignal, beat: () => context.heartbeat() })
    },
  }
}

/** What is next. Whoever wrote a mail that somebody else took back is told of it here, once. */
export async function look(deps: Pick<SendDeps, 'database' | 'pace' | 'now'>, input: OutgoingInput): Promise<OutgoingLook> {
  const { haltedSeconds } = deps.pace ?? SEND_PACE
  return deps.database.inWorkspace(input.workspaceId, async (tx) => {
    const row = await outgoingRow(tx, input, false)
    if (row === null) return { next: 'nothing' }
    if (row.state === 'accepted') return { next: row.sentCopy === 'pending' ? 'append' : 'nothing' }
    if (row.state === 'cancelled') await alertCancelled(tx, { workspaceId: input.workspaceId, accountId: row.accountId, outgoingId: input.outgoingMessageId }, deps.now())
    if (!['queued', 'scheduled', 'deferred', 'sending'].includes(row.state)) return { next: 'nothing' }
    if (row.state !== 'sending' && (await isHalted(tx, input))) return { next: 'wait', ms: haltedSeconds * 1000 }
    const at = row.state === 'sending' ? row.leaseUntil : later(row.notBefore, row.nextTryAt)
    const ms = at === null ? 0 : await msUntil(tx, at)
    return ms > 0 ? { next: 'wait', ms } : { next: 'send' }
  })
}

export interface SendLine {
  readonly signal: AbortSignal
  beat(): void
}

/** One attempt, from claim to settlement. Throws only when the verdict could not be written. */
export async function sendOutgoing(deps: SendDeps, input: OutgoingInput, line: SendLine): Promise<void> {
  const pace = deps.pace ?? SEND_PACE
  const write = <T>(work: (tx: Tx) => Promise<T>) => persistently(() => deps.database.inWorkspace(input.workspaceId, work))
  const taken = await write((tx) => claimOutgoing(tx, input, pace))
  if (taken === null) return
  const { row, claim } = taken
  await deps.fault('send: claimed')
  const beats = setInterval(() => {
    line.beat()
    write((tx) => extendLease(tx, claim, pace)).catch((error: unknown) => deps.log.warn({ workspaceId: input.workspaceId, workflowId: `outgoing:${row.id}`, error }, 'the hold on a mail could not be extended'))
  }, pace.beatMs)
  try {
    const { verdict, raw } = await attempt(deps, row, claim, pace)
    await deps.fault('send: before settling')
    await writeVerdict(deps, row, claim, { verdict, raw }, line)
  } finally {
    clearInterval(beats)
  }
}

interface Attempted {
  readonly verdict: Verdict
  /** The bytes that were, or would have been, sent; null when there are none. */
  readonly raw: Buffer | null
}

async function attempt(deps: SendDeps, row: OutgoingRow, claim: SendClaim, pace: SendPace): Promise<Attempted> {
  let raw: Buffer | null = null
  try {
    const bytes = await bytesOf(row, deps.links, deps.now(), () => sourceOf(deps, row))
    const { server, kept } = await deps.database.inWorkspace(row.workspaceId, async (tx) => {
      const chosen = await chooseServer(tx, row, deps.openSecret)
      return { server: chosen.server, kept: await keepBytes(tx, claim, bytes, chosen.id) }
    })
    raw = kept
    const beforeData = async () => {
      await deps.database.inWorkspace(row.workspaceId, (tx) => enterCalling(tx, claim, pace))
      await deps.fault('send: calling')
    }
    const submitted = await submitFrom(deps.submitter, server, row, raw, beforeData)
    return { raw, verdict: { state: 'accepted', reply: submitted.reply, refused: submitted.rejected[0]?.failure ?? null } }
  } catch (error) {
    return { raw, verdict: verdictOf(row, asFailure(error, 'sending failed', 'Sending failed before the mail left. It is tried again.'), pace, deps.now()) }
  }
}

/** A server that does not take the null sender of an automatic reply gets the mail with the account's address: nothing of it had left (RFC 3834 3.3). */
async function submitFrom(submitter: Submitter, server: SmtpServer, row: OutgoingRow, raw: Buffer, beforeData: () => Promise<void>): ReturnType<Submitter['submit']> {
  const to = recipientsOf(row)
  let asked = false
  const noting = () => {
    asked = true
    return beforeData()
  }
  try {
    return await submitter.submit(server, { envelope: { from: row.envelopeFrom, to }, raw }, { beforeData: noting })
  } catch (error) {
    // What was sent on without a return path must not come back as a report, and be sent on again.
    if (row.envelopeFrom !== '' || row.form !== 'mail' || asked || !(error instanceof Failure) || error.retry !== 'no') throw error
    return submitter.submit(server, { envelope: { from: row.from.address, to }, raw }, { beforeData })
  }
}

function verdictOf(row: OutgoingRow, failure: Failure, pace: SendPace, now: Date): Verdict {
  // Cancelled and overtaken mails belong to somebody else now; one that was stopped by the kill switch is still ours to put back.
  if (failure.code === CLAIM_LOST) return { state: 'queued', inSeconds: 0 }
  if (failure.code === 'uncertain') return { state: 'uncertain', failure }
  const ageSeconds = (now.getTime() - row.notBefore.getTime()) / 1000
  const inSeconds = nextTry(pace, failure, row.attempts, ageSeconds)
  return inSeconds === null ? { state: 'failed', failure } : { state: 'deferred', failure, inSeconds }
}

/** The server's word is known to nobody but this process: it is written however long the database takes, while the hold can still be told apart. */
const WRITE_TRIES = 60

async function writeVerdict(deps: SendDeps, row: OutgoingRow, claim: SendClaim, { verdict, raw }: Attempted, line: SendLine): Promise<void> {
  const { workspaceId } = row
  for (let tries = 1; ; tries += 1) {
    try {
      // A notice to one of us holds a link that nobody else may see, and what was redirected is here already: neither is a mail of the account's own.
      if (verdict.state === 'accepted' && raw !== null && tries === 1 && row.form !== 'notice' && row.form !== 'redirect') await recordSent(deps, row, raw, async (tx) => void (await settle(tx, claim, verdict, deps.now())))
      else await deps.database.inWorkspace(workspaceId, (tx) => settle(tx, claim, verdict, deps.now()))
      return
    } catch (error) {
      // Without our own copy first if need be: it is taken in later, before the copy in Sent is made.
      if (tries === WRITE_TRIES || line.signal.aborted) throw error
      deps.log.warn({ workspaceId, workflowId: `outgoing:${row.id}`, attempt: tries, state: verdict.state, error }, 'what became of a mail could not be written yet')
      await pause(tries === 1 ? 0 : Math.min(10_000, 100 * 2 ** tries), undefined, { signal: line.signal }).catch(() => undefined)
    }
  }
}

function later(left: Date, right: Date | null): Date {
  return right !== null && right > left ? right : left
}

/** By the database's clock, which also wrote the time. */
async function msUntil(tx: Tx, at: Date): Promise<number> {
  const [row] = await tx.execute(sql`select ceil(extract(epoch from ${at.toISOString()}::timestamptz - clock_timestamp()) * 1000)::float8 as ms`)
  return Math.max(0, Number(row?.ms ?? 0))
}
