import { and, eq, gt, lt, sql } from 'drizzle-orm'
import type { Tx } from '../client'
import { mailbox, message, placement } from '../schema'

/** Where a message lies on its server, as far as we know. */
export interface Place {
  readonly placementId: string
  readonly mailboxId: string
  readonly path: string
  readonly uidValidity: number
  readonly uid: number
  readonly flags: readonly string[]
}

/** What tells one message from another on a server that knows nothing of our ids. */
export interface MessageMark {
  readonly messageIdHeader: string | null
  readonly identity: Buffer
}

/** The places of a message on its server, the inbox first. A place the server has not confirmed yet (UID below 1) is left out. */
export async function messagePlaces(tx: Tx, workspaceId: string, messageId: string): Promise<Place[]> {
  return tx
    .select({ placementId: placement.id, mailboxId: placement.mailboxId, path: mailbox.path, uidValidity: placement.uidValidity, uid: placement.uid, flags: placement.flags })
    .from(placement)
    .innerJoin(mailbox, eq(mailbox.id, placement.mailboxId))
    .where(and(eq(placement.workspaceId, workspaceId), eq(placement.messageId, messageId), gt(placement.uid, 0), eq(mailbox.present, true)))
    .orderBy(sql`${mailbox.role} is distinct from 'inbox'`, sql`${mailbox.uidValidity} is distinct from ${placement.uidValidity}`, placement.id)
}

/** Null when there is no such message in the workspace. */
export async function messageMark(tx: Tx, workspaceId: string, messageId: string): Promise<MessageMark | null> {
  const [found] = await tx
    .select({ messageIdHeader: message.messageIdHeader, identity: message.identity })
    .from(message)
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)))
  return found ?? null
}

/** Where the server says that a message lies in a mailbox; `flags` is null when it was not asked for them. */
export interface ServerPlace {
  readonly uidValidity: number
  readonly uid: number
  readonly flags: readonly string[] | null
}

/**
 * Writes that a message lies in another mailbox now. The old place may be unknown, or forgotten meanwhile by whoever reads the mailbox: the new one is written
 * all the same. Without a new UID only the old place is forgotten: the next reading of the mailbox finds the new one.
 */
export async function movePlace(tx: Tx, workspaceId: string, messageId: string, from: Place | null, to: { readonly mailboxId: string; readonly place: ServerPlace | null }): Promise<void> {
  const [old] =
    from === null
      ? []
      : await tx
          .delete(placement)
          .where(and(eq(placement.workspaceId, workspaceId), eq(placement.id, from.placementId)))
          .returning()
  if (to.place !== null) await addPlace(tx, workspaceId, messageId, to.mailboxId, { ...to.place, flags: old?.flags ?? to.place.flags ?? from?.flags ?? [] })
}

/** Writes that a message lies under this UID; nothing when that is known already or there is no such message. */
export async function addPlace(tx: Tx, workspaceId: string, messageId: string, mailboxId: string, { uidValidity, uid, flags }: ServerPlace): Promise<void> {
  const [found] = await tx
    .select({ accountId: message.accountId, receivedAt: message.receivedAt })
    .from(message)
    .where(and(eq(message.workspaceId, workspaceId), eq(message.id, messageId)))
  if (found === undefined) return
  await tx.insert(placement).values({ workspaceId, accountId: found.accountId, messageId, mailboxId, uidValidity, uid, flags: flags ?? [], internalDate: found.receivedAt }).onConflictDoNothing()
}

/** The mailboxes a message of the account may have gone to, the most likely first; what we wrote ourselves lies in the last. */
export async function mailboxesToSearch(tx: Tx, workspaceId: string, accountId: string, limit: number): Promise<{ readonly mailboxId: string; readonly path: string }[]> {
  return tx
    .select({ mailboxId: mailbox.id, path: mailbox.path })
    .from(mailbox)
    .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.present, true)))
    .orderBy(sql`array_position(array['inbox', 'archive', null, 'all', 'trash', 'junk', 'sent', 'drafts'], ${mailbox.role})`, mailbox.path)
    .limit(limit)
}

/** The mailbox to change mail in; null when the server no longer has it. */
export async function mailboxPath(tx: Tx, workspaceId: string, mailboxId: string): Promise<string | null> {
  const [found] = await tx
    .select({ path: mailbox.path })
    .from(mailbox)
    .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.id, mailboxId), eq(mailbox.present, true)))
  return found?.path ?? null
}

/** The server has confirmed a move that our rows showed already: the stand-in place gets its real UID, or goes when that is unknown and will be read. */
export async function confirmPlace(tx: Tx, workspaceId: string, messageId: string, mailboxId: string, placed: Pick<ServerPlace, 'uidValidity' | 'uid'> | null): Promise<void> {
  const [old] = await tx
    .delete(placement)
    .where(and(eq(placement.workspaceId, workspaceId), eq(placement.messageId, messageId), eq(placement.mailboxId, mailboxId), lt(placement.uid, 0)))
    .returning()
  if (old === undefined || placed === null) return
  await tx.insert(placement).values({ ...old, uidValidity: placed.uidValidity, uid: placed.uid }).onConflictDoNothing()
}
