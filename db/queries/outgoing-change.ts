import { and, eq, sql, type SQL } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { outgoingEvent, outgoingMessage, type OutgoingState } from '../schema'
import { newId } from '../schema/columns'
import { enqueue } from './enqueue-dispatch'

/** What a person's word changed: the state the mail has now, and whether this call changed it. Null when there is no such mail. */
export type OutgoingChange = { readonly changed: boolean; readonly state: OutgoingState } | null

type EventKind = typeof outgoingEvent.$inferInsert.kind

export type NewOutgoing = Omit<typeof outgoingMessage.$inferInsert, 'id' | 'workspaceId' | 'state' | 'sentCopy' | 'raw' | 'attempts'>

/**
 * Puts a mail into the outbox and orders its sending. Idempotent by `effectKey`: the second call finds the first mail, whatever it holds. `notBefore` in
 * the future makes it scheduled.
 */
export async function queueOutgoing(tx: Tx, workspaceId: string, mail: NewOutgoing): Promise<{ readonly outgoingMessageId: string; readonly created: boolean }> {
  const scheduled = mail.notBefore !== undefined && mail.notBefore > new Date()
  const [created] = await tx
    .insert(outgoingMessage)
    .values({ ...mail, id: newId(), workspaceId, state: scheduled ? 'scheduled' : 'queued', ...(mail.form === 'notice' || mail.form === 'redirect' ? { sentCopy: 'not needed' } : {}) })
    .onConflictDoNothing({ target: [outgoingMessage.workspaceId, outgoingMessage.effectKey] })
    .returning({ id: outgoingMessage.id })
  if (created === undefined) {
    const [found] = await tx
      .select({ id: outgoingMessage.id })
      .from(outgoingMessage)
      .where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.effectKey, mail.effectKey)))
    return { outgoingMessageId: found?.id ?? '', created: false }
  }
  await writeEvent(tx, workspaceId, created.id, 'queued', mail.userId ?? null)
  await enqueue(tx, [{ workspaceId, workflow: 'sendMessage', kind: 'start', subjectId: created.id }])
  await notifyChanged(tx, workspaceId, 'outgoing', [created.id])
  return { outgoingMessageId: created.id, created: true }
}

/** Withdraws a mail that has not begun to leave. Once its transmission has begun nothing calls it back. */
export async function cancelOutgoing(tx: Tx, workspaceId: string, outgoingMessageId: string, userId: string | null): Promise<OutgoingChange> {
  const still = sql`(state in ('draft', 'scheduled', 'queued', 'deferred') or (state = 'sending' and calling_at is null))`
  return change(tx, workspaceId, outgoingMessageId, still, { state: 'cancelled', token: null, settledAt: sql`now()`, nextTryAt: null, sentCopy: 'not needed' }, { kind: 'cancelled', userId })
}

/** Sends a mail again that failed, or whose fate is uncertain and a person decided to risk a second copy: the same bytes under the same Message-ID. */
export async function retryOutgoing(tx: Tx, workspaceId: string, outgoingMessageId: string, userId: string | null, from: 'failed' | 'uncertain'): Promise<OutgoingChange> {
  const again = { state: 'queued', notBefore: sql`now()`, nextTryAt: null, token: null, leaseUntil: null, callingAt: null, error: null, settledAt: null, returnedAt: null } as const
  return change(tx, workspaceId, outgoingMessageId, sql`state = ${from}`, again, { kind: 'retried', userId })
}

/** A person's word on an uncertain mail: it arrived, or it did not. */
export async function settleOutgoing(tx: Tx, workspaceId: string, outgoingMessageId: string, userId: string | null, verdict: 'accepted' | 'failed'): Promise<OutgoingChange> {
  const error = verdict === 'accepted' ? null : sql`${outgoingMessage.error}`
  return change(tx, workspaceId, outgoingMessageId, sql`state = 'uncertain'`, { state: verdict, error, settledAt: sql`now()` }, { kind: 'settled by a person', userId, detail: verdict })
}

/** Adds a line to the mail's trail. */
export async function writeEvent(tx: Tx, workspaceId: string, outgoingMessageId: string, kind: EventKind, userId: string | null = null, detail: string | null = null): Promise<void> {
  await tx.insert(outgoingEvent).values({ workspaceId, outgoingMessageId, kind, userId, detail: detail?.slice(0, 500) ?? null })
}

/** Wakes the execution whose step waits for this mail. Call it in the transaction that settles the mail. */
export async function wakeExecution(tx: Tx, workspaceId: string, executionId: string | null): Promise<void> {
  if (executionId !== null) await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: executionId }])
}

type Changed = { readonly [K in keyof typeof outgoingMessage.$inferInsert]?: (typeof outgoingMessage.$inferInsert)[K] | SQL }

async function change(tx: Tx, workspaceId: string, id: string, only: SQL, set: Changed, event: { kind: EventKind; userId: string | null; detail?: string }): Promise<OutgoingChange> {
  const mine = and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, id))
  const [changed] = await tx
    .update(outgoingMessage)
    .set(set)
    .where(and(mine, only))
    .returning({ state: outgoingMessage.state, executionId: outgoingMessage.executionId })
  if (changed === undefined) {
    const [row] = await tx.select({ state: outgoingMessage.state }).from(outgoingMessage).where(mine)
    return row === undefined ? null : { changed: false, state: row.state }
  }
  await writeEvent(tx, workspaceId, id, event.kind, event.userId, event.detail ?? null)
  await wakeExecution(tx, workspaceId, changed.executionId)
  // Starts the workflow where there is none any more, and wakes one that sleeps until a later try.
  await enqueue(tx, [{ workspaceId, workflow: 'sendMessage', kind: 'recheck', subjectId: id }])
  await notifyChanged(tx, workspaceId, 'outgoing', [id])
  return { changed: true, state: changed.state }
}
