import { and, eq, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '../client'
import { mailbox, type MailboxRole } from '../schema'

/** Where reading a mailbox stands. Numbers are UIDs unless said otherwise. */
export interface MailboxCursor {
  readonly id: string
  readonly path: string
  readonly role: MailboxRole | null
  /** Null until the mailbox was opened for the first time. */
  readonly uidValidity: number | null
  /** Next UID not yet taken in. */
  readonly uidNext: number | null
  readonly highestModseq: bigint | null
  readonly arrivalFloor: number | null
  /** Lowest UID history has been read down to; 1 when done. */
  readonly backfilledTo: number | null
  readonly messageCount: number
}

export interface ListedPlace {
  readonly path: string
  readonly name: string
  readonly delimiter: string
  readonly role: MailboxRole | null
}

/** Makes our list of mailboxes the server's: new ones are added, those no longer listed are kept but marked as gone. */
export async function storeListing(tx: Tx, workspaceId: string, accountId: string, listed: readonly ListedPlace[]): Promise<void> {
  const paths = listed.map((place) => place.path)
  if (paths.length > 0) {
    await tx
      .insert(mailbox)
      .values(listed.map((place) => ({ ...place, workspaceId, accountId })))
      .onConflictDoUpdate({
        target: [mailbox.accountId, mailbox.path],
        set: { name: sql`excluded.name`, delimiter: sql`excluded.delimiter`, role: sql`excluded.role`, present: true },
        setWhere: sql`(${mailbox.name}, ${mailbox.delimiter}, ${mailbox.role}, ${mailbox.present}) is distinct from (excluded.name, excluded.delimiter, excluded.role, true)`,
      })
  }
  const mine = and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.present, true))
  await tx.update(mailbox).set({ present: false }).where(paths.length > 0 ? and(mine, notInArray(mailbox.path, paths)) : mine)
}

/** The mailboxes the server has, the inbox first and the places nobody reads last. */
export async function mailboxCursors(tx: Tx, workspaceId: string, accountId: string): Promise<MailboxCursor[]> {
  return tx
    .select(CURSOR)
    .from(mailbox)
    .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.present, true)))
    .orderBy(sql`array_position(array['inbox', null, 'sent', 'archive', 'drafts', 'all', 'trash', 'junk'], ${mailbox.role})`, mailbox.path)
}

export async function mailboxCursor(tx: Tx, workspaceId: string, mailboxId: string): Promise<MailboxCursor | null> {
  const [found] = await tx.select(CURSOR).from(mailbox).where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.id, mailboxId)))
  return found ?? null
}

export type CursorChange = Partial<Pick<MailboxCursor, 'uidValidity' | 'uidNext' | 'highestModseq' | 'arrivalFloor' | 'backfilledTo'>>

/** Moves the cursor. Call it in the transaction that writes what the cursor covers. */
export async function moveCursor(tx: Tx, workspaceId: string, mailboxId: string, change: CursorChange): Promise<void> {
  if (Object.keys(change).length === 0) return
  await tx.update(mailbox).set(change).where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.id, mailboxId)))
}

/** Counts again what lies in the mailbox; true when a number changed. */
export async function recountMailbox(tx: Tx, workspaceId: string, mailboxId: string): Promise<boolean> {
  const changed = await tx.execute(sql`
    update mailbox m set message_count = c.messages, unread_count = c.unread
    from (select count(*)::int as messages, (count(*) filter (where not p.flags ? '\\Seen'))::int as unread from placement p where p.mailbox_id = ${mailboxId} and p.workspace_id = ${workspaceId}) c
    where m.id = ${mailboxId} and m.workspace_id = ${workspaceId} and (m.message_count, m.unread_count) is distinct from (c.messages, c.unread)
    returning m.id`)
  return changed.length > 0
}

const CURSOR = {
  id: mailbox.id,
  path: mailbox.path,
  role: mailbox.role,
  uidValidity: mailbox.uidValidity,
  uidNext: mailbox.uidNext,
  highestModseq: mailbox.highestModseq,
  arrivalFloor: mailbox.arrivalFloor,
  backfilledTo: mailbox.backfilledTo,
  messageCount: mailbox.messageCount,
}
