import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Tx } from '../client'
import { account, mailbox, message, placement, type MailboxRole } from '../schema'

/** Where a message lies: its account and the mailbox that holds it; null: none does. */
export interface Whereabouts {
  readonly id: string
  readonly accountId: string
  readonly mailboxId: string | null
}

/** One entry per message, in the order asked; null when one of them is not in the workspace. */
export async function whereabouts(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<readonly Whereabouts[] | null> {
  const wanted = [...new Set(ids)]
  const rows = await tx
    .select({ id: message.id, accountId: message.accountId, mailboxId: placement.mailboxId })
    .from(message)
    .innerJoin(account, and(eq(account.id, message.accountId), isNull(account.deletedAt)))
    .leftJoin(placement, eq(placement.messageId, message.id))
    .where(and(eq(message.workspaceId, workspaceId), inArray(message.id, wanted)))
  const byId = new Map(rows.toReversed().map((row) => [row.id, row]))
  const found = wanted.flatMap((id) => byId.get(id) ?? [])
  return found.length < wanted.length ? null : found
}

/** The mailbox with a role in each of the accounts, by account. Accounts without one are left out. */
export async function mailboxesOfRole(tx: Tx, workspaceId: string, accountIds: readonly string[], role: MailboxRole): Promise<ReadonlyMap<string, string>> {
  if (accountIds.length === 0) return new Map()
  const rows = await tx
    .select({ id: mailbox.id, accountId: mailbox.accountId })
    .from(mailbox)
    .where(and(eq(mailbox.workspaceId, workspaceId), inArray(mailbox.accountId, [...accountIds]), eq(mailbox.role, role), eq(mailbox.present, true)))
  return new Map(rows.map((row) => [row.accountId, row.id]))
}
