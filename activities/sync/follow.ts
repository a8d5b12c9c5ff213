import { markConnected, proveAccount } from '../../db/queries/account-state'
import type { MailboxCursor } from '../../db/queries/mailbox-cursor'
import { Failure } from '../../mail/failure'
import { listen, type ChangeListener } from '../../mail/imap/idle'
import { backfill } from './backfill'
import type { OpenMailbox } from './open-mailbox'
import { changedMailboxes, takeListing } from './poll'
import { takeNew } from './take-new'
import { recount, visit } from './visit'
import { commitAs, unlessRefused, type Watch } from './watch'

export interface Pace {
  /** How often mailboxes other than the inbox are asked. */
  readonly pollMs: number
  /** Every so many polls all UIDs are compared, and flags where there are no mod-sequences. */
  readonly thoroughEvery: number
  /** How long history may be read before the inbox is looked at again. */
  readonly sliceMs: number
}

export const PACE: Pace = { pollMs: 30_000, thoroughEvery: 20, sliceMs: 3_000 }

/**
 * Follows the account until `signal` ends it: a first look at every mailbox, then the inbox by IDLE, the others by STATUS, and in between history, newest
 * first, the inbox before the others. Throws when the connection or the epoch is lost.
 */
export async function follow(given: Watch, signal: AbortSignal, pace: Pace): Promise<void> {
  let { watch, inbox, others } = await firstLook(given)
  const unread = new Set([inbox, ...others].map((row) => row.id))
  let nextPoll = performance.now() + pace.pollMs
  for (let polls = 1; !signal.aborted; ) {
    const session = await enterInbox(watch, inbox)
    try {
      const [next] = unread
      await prove(watch, next === undefined ? 'live' : 'syncing')
      if (next !== undefined) {
        const done = await readHistory(watch, session.box, next, pace)
        if (done) unread.delete(next)
      } else await stayInInbox(watch, session, AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(nextPoll - performance.now())))]))
    } finally {
      session.listener.stop()
    }
    if (performance.now() < nextPoll || signal.aborted) continue
    const thorough = polls % pace.thoroughEvery === 0
    ;({ inbox, others } = split(await takeListing(watch)))
    for (const row of await changedMailboxes(watch, others, thorough)) {
      const box = await unlessRefused(watch, () => visit(watch, row.id, { thorough }))
      if (box !== null && box.backfilledTo > 1) unread.add(row.id)
    }
    polls += 1
    nextPoll = performance.now() + pace.pollMs
  }
}

/** Opens every mailbox once. On an account's first connection this sets the line between history and new mail. */
async function firstLook(given: Watch): Promise<{ watch: Watch; inbox: MailboxCursor; others: MailboxCursor[] }> {
  const { inbox, others } = split(await takeListing(given))
  await visit(given, inbox.id, { thorough: true })
  for (const row of others) await unlessRefused(given, () => visit(given, row.id, { thorough: true }))
  const connectedAt = await commitAs(given, (tx) => markConnected(tx, given.workspaceId, given.accountId))
  return { watch: { ...given, connectedAt }, inbox, others }
}

interface InboxSession {
  readonly box: OpenMailbox
  readonly listener: ChangeListener
}

async function enterInbox(watch: Watch, inbox: MailboxCursor): Promise<InboxSession> {
  let listener: ChangeListener | null = null
  try {
    const box = await visit(watch, inbox.id, { thorough: false, opened: () => (listener = listen(watch.connection)) })
    return { box, listener: listener ?? listen(watch.connection) }
  } catch (error) {
    stop(listener)
    throw error
  }
}

/** Takes new mail in as it comes. Returns when flags or removals are to be looked at (SELECT tells them all at once) or `until` ended it. */
async function stayInInbox(watch: Watch, { box, listener }: InboxSession, until: AbortSignal): Promise<void> {
  for (;;) {
    const changes = await listener.next(until)
    if (changes === null) return
    if (changes.has('messages')) {
      await takeNew(watch, box)
      await prove(watch, 'live')
    }
    if (changes.has('flags') || changes.has('expunged')) return
  }
}

/** One slice of history. The inbox is left in the middle of its own as soon as new mail is announced there. */
async function readHistory(watch: Watch, inbox: OpenMailbox, mailboxId: string, { sliceMs }: Pace): Promise<boolean> {
  const end = performance.now() + sliceMs
  const isInbox = mailboxId === inbox.row.id
  const box = isInbox ? inbox : await unlessRefused(watch, () => visit(watch, mailboxId, { thorough: false }))
  // Nothing more to read there; the next poll looks whether the server has changed its mind.
  if (box === null) return true
  const { client } = watch.connection
  const announced = () => isInbox && client.mailbox !== false && client.mailbox.exists > inbox.server.messages
  const done = await backfill(watch, box, () => performance.now() > end || announced())
  await recount(watch, box)
  return done
}

async function prove(watch: Watch, state: 'syncing' | 'live'): Promise<void> {
  const { workspaceId, accountId, epoch } = watch
  await watch.database.inWorkspace(workspaceId, (tx) => proveAccount(tx, workspaceId, accountId, epoch, state))
}

function split(rows: readonly MailboxCursor[]): { inbox: MailboxCursor; others: MailboxCursor[] } {
  const inbox = rows.find((row) => row.role === 'inbox')
  if (inbox === undefined) throw new Failure('no inbox', { retry: 'yes', publicMessage: 'The mail server shows no inbox for this account.' })
  return { inbox, others: rows.filter((row) => row !== inbox) }
}

function stop(listener: ChangeListener | null): void {
  listener?.stop()
}
