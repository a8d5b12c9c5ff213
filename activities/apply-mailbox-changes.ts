import { heartbeat } from '@temporalio/activity'
import { and, eq, sql } from 'drizzle-orm'
import { notifyChanged, type Database, type Tx } from '../db/client'
import { setFlagsHere } from '../db/queries/local-placement'
import { dueMailboxChanges, nextMailboxChange, nextMove, type MailboxChange } from '../db/queries/mailbox-change'
import { confirmPlace, mailboxPath, messageMark, messagePlaces } from '../db/queries/message-places'
import { mailboxChange, placement } from '../db/schema'
import { asFailure, Failure } from '../mail/failure'
import type { Connection } from '../mail/imap/connect'
import type { Connections } from './connections'
import type { ActivityLog } from './deps'
import { moveMessage, wasMoved, type Moved, type SourcePlace } from './mailbox/move-message'
import { storeFlags } from './mailbox/store-flags'
import type { AccountInput } from './watch-account'

/**
 * Carries out on the server what people did to mail by hand. Idempotent by the change's row: flags are set, not toggled, and a move whose end nobody saw is
 * looked up before it is tried again.
 */
export interface ChangesDeps {
  readonly database: Database
  readonly connections: Connections
  readonly log: ActivityLog
}

export interface ChangesLeft {
  /** Seconds until the next change is due; null when none is left. */
  readonly nextInSeconds: number | null
}

const AT_ONCE = 100
const BEAT_MS = 5_000
const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1000
const BACKOFF_SECONDS = [2, 5, 15, 60, 300]

export function createApplyMailboxChanges(deps: ChangesDeps): { applyMailboxChanges(input: AccountInput): Promise<ChangesLeft> } {
  return { applyMailboxChanges: (input) => applyMailboxChanges(deps, input, heartbeat) }
}

/** Works through the account's changes in their order; one that has to wait holds back those behind it. */
export async function applyMailboxChanges(deps: ChangesDeps, { workspaceId, accountId }: AccountInput, beat: () => void = () => undefined): Promise<ChangesLeft> {
  const ask = <T>(work: (tx: Tx) => Promise<T>) => deps.database.inWorkspace(workspaceId, work)
  // A mail that has to be looked for in every mailbox takes its time.
  const alive = setInterval(beat, BEAT_MS)
  try {
    for (const change of await ask((tx) => dueMailboxChanges(tx, workspaceId, accountId, AT_ONCE))) {
      if (!(await applyOne(deps, change))) break
    }
  } finally {
    clearInterval(alive)
  }
  return { nextInSeconds: await ask((tx) => nextMailboxChange(tx, workspaceId, accountId)) }
}

/** Returns false when the change has to be tried again later. */
async function applyOne(deps: ChangesDeps, change: MailboxChange): Promise<boolean> {
  const { workspaceId, accountId } = change
  const write = (work: (tx: Tx) => Promise<void>) => deps.database.inWorkspace(workspaceId, work)
  await write((tx) => update(tx, change, { attempts: change.attempts + 1 }))
  try {
    const moved = await deps.connections.use(workspaceId, accountId, (connection) => (change.kind === 'move' ? carryMove(deps.database, connection, change) : carryFlags(deps.database, connection, change)))
    await write(async (tx) => {
      if (change.toMailboxId !== null) await confirmPlace(tx, workspaceId, change.messageId, change.toMailboxId, moved)
      await update(tx, change, { state: 'done', settledAt: sql`now()`, error: null })
    })
    return true
  } catch (error) {
    const failure = asFailure(error, 'change failed', 'The change could not be made on the mail server.')
    const again = failure.retry !== 'no' && Date.now() - change.createdAt.getTime() < GIVE_UP_AFTER_MS
    deps.log.info({ workspaceId, accountId, code: failure.code, attempt: change.attempts + 1, state: again ? 'pending' : 'failed' }, 'a change by hand could not be made on the server')
    const problem = { code: failure.code, message: failure.publicMessage }
    await write(async (tx) => {
      if (again) return update(tx, change, { error: problem, nextTryAt: sql`now() + make_interval(secs => ${waitOf(failure, change.attempts)})` })
      await undo(tx, change)
      await update(tx, change, { state: 'failed', error: problem, settledAt: sql`now()` })
      await notifyChanged(tx, workspaceId, 'message', [change.messageId])
    })
    return !again
  }
}

async function carryFlags(database: Database, connection: Connection, change: MailboxChange): Promise<Moved> {
  const { workspaceId, accountId, messageId, addFlags: add, removeFlags: remove } = change
  const { places, mark } = await database.inWorkspace(workspaceId, async (tx) => ({ places: await placesNow(tx, change), mark: await messageMark(tx, workspaceId, messageId) }))
  if (mark !== null) await storeFlags(database, connection, { workspaceId, accountId, messageId, attempt: change.attempts + 1, places, mark, add, remove }, async () => undefined)
  return null
}

/** Where the message lies on the server at this point of the queue: our own rows already show the moves that are still to be carried out. */
async function placesNow(tx: Tx, { workspaceId, messageId, id }: MailboxChange): Promise<readonly SourcePlace[]> {
  const move = await nextMove(tx, workspaceId, messageId, id)
  if (move === null) return messagePlaces(tx, workspaceId, messageId)
  const path = move.from === null ? null : await mailboxPath(tx, workspaceId, move.from.mailboxId)
  return move.from === null || path === null ? [] : [{ path, uidValidity: move.from.uidValidity, uid: move.from.uid }]
}

async function carryMove(database: Database, connection: Connection, { workspaceId, accountId, messageId, from, toMailboxId, attempts }: MailboxChange): Promise<Moved> {
  const paths = await database.inWorkspace(workspaceId, async (tx) => ({
    from: from === null ? null : await mailboxPath(tx, workspaceId, from.mailboxId),
    to: toMailboxId === null ? null : await mailboxPath(tx, workspaceId, toMailboxId),
  }))
  if (toMailboxId === null || paths.to === null) throw new Failure('mailbox missing', { retry: 'no', publicMessage: 'The folder to move to does not exist any more.' })
  const source = from === null || paths.from === null ? null : { path: paths.from, uidValidity: from.uidValidity, uid: from.uid }
  const order = { workspaceId, accountId, messageId, attempt: attempts + 1, source, target: { mailboxId: toMailboxId, path: paths.to } }
  const before = attempts > 0 ? await wasMoved(database, connection, order) : 'not moved'
  return before === 'not moved' ? moveMessage(database, connection, order, async () => undefined) : before
}

/** The server would not: our rows show again what it has. */
async function undo(tx: Tx, { workspaceId, accountId, messageId, kind, addFlags, removeFlags, from, toMailboxId }: MailboxChange): Promise<void> {
  if (kind === 'flags') return void (await setFlagsHere(tx, workspaceId, messageId, removeFlags, addFlags))
  if (toMailboxId === null) return
  const [standIn] = await tx
    .delete(placement)
    .where(and(eq(placement.workspaceId, workspaceId), eq(placement.messageId, messageId), eq(placement.mailboxId, toMailboxId), sql`${placement.uid} < 0`))
    .returning()
  if (standIn === undefined || from === null || from.uid < 1) return
  const { flags, internalDate } = standIn
  await tx.insert(placement).values({ workspaceId, accountId, messageId, ...from, flags, internalDate }).onConflictDoNothing()
}

type Update = Parameters<ReturnType<Tx['update']>['set']>[0]

async function update(tx: Tx, { workspaceId, id }: MailboxChange, set: Update): Promise<void> {
  await tx.update(mailboxChange).set(set).where(and(eq(mailboxChange.workspaceId, workspaceId), eq(mailboxChange.id, id)))
}

function waitOf({ retry }: Failure, attempts: number): number {
  return typeof retry === 'object' ? retry.afterSeconds : (BACKOFF_SECONDS[Math.min(attempts, BACKOFF_SECONDS.length - 1)] ?? 300)
}
