import { and, asc, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../client'
import { account, mailbox, mailboxChange, message, placement } from '../schema'
import { enqueue } from './enqueue-dispatch'
import { moveHere, nextLocalUid, setFlagsHere } from './local-placement'

/** What a person does to mail by hand. Our rows change at once; for an account with a server a row is left that `applyMailboxChanges` carries out there. */
export interface FlagChange {
  readonly messageIds: readonly string[]
  /** Such as `\Seen`, `\Flagged`. */
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly userId: string | null
}

/** Sets and clears flags. Messages that are not in the workspace are left out; returns those that changed. */
export async function setMessageFlags(tx: Tx, workspaceId: string, { messageIds, add, remove, userId }: FlagChange): Promise<string[]> {
  const changed: string[] = []
  const told = new Set<string>()
  for (const messageId of new Set(messageIds)) {
    const owner = await ownerOf(tx, workspaceId, messageId)
    if (owner === null || !(await setFlagsHere(tx, workspaceId, messageId, add, remove))) continue
    changed.push(messageId)
    if (owner.kind === 'local') continue
    await tx.insert(mailboxChange).values({ workspaceId, accountId: owner.accountId, messageId, userId, kind: 'flags', addFlags: add, removeFlags: remove })
    told.add(owner.accountId)
  }
  await tell(tx, workspaceId, told, changed)
  return changed
}

export interface MoveChange {
  readonly messageIds: readonly string[]
  readonly mailboxId: string
  readonly userId: string | null
}

/** Moves messages to a mailbox of their own account. Messages of other accounts, and those already there, are left out; returns those that moved. */
export async function moveMessages(tx: Tx, workspaceId: string, { messageIds, mailboxId, userId }: MoveChange): Promise<string[]> {
  const [target] = await tx
    .select({ accountId: mailbox.accountId, uidValidity: mailbox.uidValidity })
    .from(mailbox)
    .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.id, mailboxId), eq(mailbox.present, true)))
  if (target === undefined) return []
  const moved: string[] = []
  const told = new Set<string>()
  for (const messageId of new Set(messageIds)) {
    const owner = await ownerOf(tx, workspaceId, messageId)
    const [source] = await tx
      .select()
      .from(placement)
      .where(and(eq(placement.workspaceId, workspaceId), eq(placement.messageId, messageId)))
      .orderBy(sql`${placement.mailboxId} = ${mailboxId} desc`, sql`${placement.uid} < 0`, asc(placement.id))
      .limit(1)
    if (owner === null || owner.accountId !== target.accountId || source === undefined || source.mailboxId === mailboxId) continue
    const local = owner.kind === 'local'
    await moveHere(tx, workspaceId, messageId, mailboxId, local ? await nextLocalUid(tx, workspaceId, mailboxId) : { uidValidity: target.uidValidity ?? 0, uid: unconfirmedUid() })
    moved.push(messageId)
    if (local) continue
    const from = { mailboxId: source.mailboxId, uidValidity: source.uidValidity, uid: source.uid }
    await tx.insert(mailboxChange).values({ workspaceId, accountId: owner.accountId, messageId, userId, kind: 'move', toMailboxId: mailboxId, from })
    told.add(owner.accountId)
  }
  await tell(tx, workspaceId, told, moved)
  return moved
}

export type MailboxChange = typeof mailboxChange.$inferSelect

/** The account's changes that are due, in the order people made them. */
export async function dueMailboxChanges(tx: Tx, workspaceId: string, accountId: string, limit: number): Promise<MailboxChange[]> {
  return tx
    .select()
    .from(mailboxChange)
    .where(and(pendingOf(workspaceId, accountId), or(isNull(mailboxChange.nextTryAt), lte(mailboxChange.nextTryAt, sql`now()`))))
    .orderBy(asc(mailboxChange.id))
    .limit(limit)
}

/** The message's next move that is still to be carried out after the given change; null when there is none. */
export async function nextMove(tx: Tx, workspaceId: string, messageId: string, after: string): Promise<MailboxChange | null> {
  const [found] = await tx
    .select()
    .from(mailboxChange)
    .where(and(eq(mailboxChange.workspaceId, workspaceId), eq(mailboxChange.messageId, messageId), eq(mailboxChange.kind, 'move'), eq(mailboxChange.state, 'pending'), gt(mailboxChange.id, after)))
    .orderBy(asc(mailboxChange.id))
    .limit(1)
  return found ?? null
}

/** Seconds until a pending change is due, 0 when one is; null when none is pending. */
export async function nextMailboxChange(tx: Tx, workspaceId: string, accountId: string): Promise<number | null> {
  const [row] = await tx
    .select({ seconds: sql<number | null>`ceil(extract(epoch from min(coalesce(${mailboxChange.nextTryAt}, now())) - now()))::int` })
    .from(mailboxChange)
    .where(pendingOf(workspaceId, accountId))
  return row?.seconds == null ? null : Math.max(0, row.seconds)
}

function pendingOf(workspaceId: string, accountId: string) {
  return and(eq(mailboxChange.workspaceId, workspaceId), eq(mailboxChange.accountId, accountId), eq(mailboxChange.state, 'pending'))
}

async function ownerOf(tx: Tx, workspaceId: string, messageId: string): Promise<{ accountId: string; kind: 'imap' | 'local' } | null> {
  const [found] = await tx
    .select({ accountId: message.accountId, kind: account.kind })
    .from(message)
    .innerJoin(account, eq(account.id, message.accountId))
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId), isNull(account.deletedAt)))
  return found ?? null
}

async function tell(tx: Tx, workspaceId: string, accountIds: ReadonlySet<string>, messageIds: readonly string[]): Promise<void> {
  await enqueue(tx, [...accountIds].map((subjectId) => ({ workspaceId, workflow: 'syncAccount' as const, kind: 'recheck' as const, subjectId })))
  if (messageIds.length > 0) await notifyChanged(tx, workspaceId, 'message', messageIds)
}

/** Stands in for the UID the server has not given yet: below zero, so that nothing takes it for one. */
function unconfirmedUid(): number {
  return -1 - Math.floor(Math.random() * 2 ** 31)
}
