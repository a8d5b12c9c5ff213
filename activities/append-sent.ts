import { Context } from '@temporalio/activity'
import { and, eq } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../db/client'
import { accountConnection } from '../db/queries/account-connection'
import { writeEvent } from '../db/queries/outgoing-change'
import { mailbox, outgoingMessage, placement } from '../db/schema'
import { asFailure } from '../mail/failure'
import { append, type Placed } from '../mail/imap/append'
import { call } from '../mail/imap/call'
import type { Connection } from '../mail/imap/connect'
import { select } from '../mail/imap/select'
import type { Connections } from './connections'
import type { ActivityLog } from './deps'
import { findCopy } from './mailbox/find-copy'
import { messageMark } from '../db/queries/message-places'
import { outgoingRow, type OutgoingInput, type OutgoingRow } from './send/outgoing'
import { recordSent, sentMessageId, type CopyDeps } from './send/sent-copy'

/**
 * Puts the copy of a sent mail into the account's Sent mailbox. Idempotent by Message-ID: the mailbox is asked before anything is appended, so an append whose
 * answer was lost, and a copy that the provider makes by itself, are found and not doubled.
 */
export interface AppendDeps extends CopyDeps {
  readonly connections: Connections
  readonly log: ActivityLog
  readonly fault: (site: string) => Promise<void>
}

/** Tries by this activity's retry policy, the last of which gives up and says so in the mail's trail. */
const APPEND_TRIES = 12

export function createAppendSent(deps: AppendDeps): { appendSent(input: OutgoingInput): Promise<void> } {
  return { appendSent: (input) => appendSent(deps, input, Context.current().info.attempt >= APPEND_TRIES) }
}

/** Throws the Failure to try again, unless `last`. */
export async function appendSent(deps: AppendDeps, input: OutgoingInput, last: boolean): Promise<void> {
  const { workspaceId } = input
  const ask = <T>(work: (tx: Tx) => Promise<T>) => deps.database.inWorkspace(workspaceId, work)
  const row = await ask((tx) => outgoingRow(tx, input, false))
  if (row === null || row.state !== 'accepted' || row.sentCopy !== 'pending') return
  const { raw } = row
  if (raw === null) return ask((tx) => finish(tx, row, 'failed', 'append failed', 'no bytes'))
  if ((await ask((tx) => sentMessageId(tx, workspaceId, row.id))) === null) await recordSent(deps, row, raw, async () => undefined)
  try {
    const account = await ask((tx) => accountConnection(tx, workspaceId, row.accountId))
    if (account === null || account.kind === 'local') return await ask((tx) => finish(tx, row, 'not needed', null, null))
    await putIntoSent(deps, row, raw)
  } catch (error) {
    const failure = asFailure(error, 'append failed', 'The copy could not be put into the Sent folder.')
    deps.log.info({ workspaceId, accountId: row.accountId, code: failure.code }, 'the copy of a sent mail could not be filed')
    if (!last && failure.retry !== 'no') throw failure
    await ask((tx) => finish(tx, row, 'failed', 'append failed', failure.code))
  }
}

async function putIntoSent(deps: AppendDeps, row: OutgoingRow, raw: Buffer): Promise<void> {
  const { workspaceId, accountId } = row
  const { sent, mark } = await deps.database.inWorkspace(workspaceId, async (tx) => {
    const messageId = await sentMessageId(tx, workspaceId, row.id)
    return { sent: await sentMailbox(tx, workspaceId, accountId), mark: messageId === null ? null : await messageMark(tx, workspaceId, messageId) }
  })
  const placed = await deps.connections.use(workspaceId, accountId, async (connection): Promise<Placed> => {
    const path = sent?.path ?? (await makeSent(connection))
    const { uidValidity } = await select(connection, path)
    const found = mark === null ? null : await findCopy(connection, mark)
    if (found !== null) return { uidValidity, uid: found.uid }
    await deps.fault('append: before')
    const appended = await append(connection, path, raw, { flags: ['\\Seen'], receivedAt: row.callingAt ?? deps.now() })
    await deps.fault('append: after')
    return appended
  })
  await deps.database.inWorkspace(workspaceId, async (tx) => {
    const messageId = await sentMessageId(tx, workspaceId, row.id)
    if (sent !== null && messageId !== null && placed.uid !== null && placed.uidValidity !== null) {
      const place = { workspaceId, accountId, messageId, mailboxId: sent.id, uidValidity: Number(placed.uidValidity), uid: placed.uid, flags: ['\\Seen'], internalDate: row.callingAt ?? deps.now() }
      await tx.insert(placement).values(place).onConflictDoNothing()
    }
    await finish(tx, row, 'appended', 'appended', null)
  })
}

async function sentMailbox(tx: Tx, workspaceId: string, accountId: string): Promise<{ id: string; path: string } | null> {
  const [found] = await tx
    .select({ id: mailbox.id, path: mailbox.path })
    .from(mailbox)
    .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.role, 'sent'), eq(mailbox.present, true)))
    .limit(1)
  return found ?? null
}

/** A server without any Sent mailbox gets one; the next listing finds it. */
async function makeSent(connection: Connection): Promise<string> {
  const made = await call(connection, 'create', () => connection.client.mailboxCreate('Sent'))
  return made.path
}

async function finish(tx: Tx, { workspaceId, id }: OutgoingRow, sentCopy: 'appended' | 'not needed' | 'failed', event: 'appended' | 'append failed' | null, detail: string | null): Promise<void> {
  await tx
    .update(outgoingMessage)
    .set({ sentCopy })
    .where(and(eq(outgoingMessage.workspaceId, workspaceId), eq(outgoingMessage.id, id)))
  if (event !== null) await writeEvent(tx, workspaceId, id, event, null, detail)
  await notifyChanged(tx, workspaceId, 'outgoing', [id])
}
