import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '../client'
import { mailbox, placement } from '../schema'
import { recountMailbox } from './mailbox-cursor'

/** Sets and clears flags on every place of a message in our own rows; true when something changed. For a local account that is all there is to do. */
export async function setFlagsHere(tx: Tx, workspaceId: string, messageId: string, add: readonly string[], remove: readonly string[]): Promise<boolean> {
  const rows = await tx.execute(sql`
    update placement p set flags = w.flags
    from (select q.id, coalesce(jsonb_agg(distinct f order by f) filter (where f is not null), '[]'::jsonb) as flags
      from placement q left join lateral (
        select value as f from jsonb_array_elements_text(q.flags || ${JSON.stringify(add)}::jsonb) where not ${JSON.stringify(remove)}::jsonb ? value
      ) kept on true
      where q.workspace_id = ${workspaceId} and q.message_id = ${messageId} group by q.id) w
    where p.id = w.id and p.flags is distinct from w.flags
    returning p.mailbox_id as "mailboxId"`)
  for (const row of rows) if (typeof row.mailboxId === 'string') await recountMailbox(tx, workspaceId, row.mailboxId)
  return rows.length > 0
}

/** The number the next message of a local mailbox gets. */
export async function nextLocalUid(tx: Tx, workspaceId: string, mailboxId: string): Promise<{ readonly uidValidity: number; readonly uid: number }> {
  const [row] = await tx
    .update(mailbox)
    .set({ uidNext: sql`coalesce(${mailbox.uidNext}, 1) + 1`, uidValidity: sql`coalesce(${mailbox.uidValidity}, 1)` })
    .where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.id, mailboxId)))
    .returning({ uidValidity: mailbox.uidValidity, uidNext: mailbox.uidNext })
  return { uidValidity: row?.uidValidity ?? 1, uid: (row?.uidNext ?? 2) - 1 }
}

/**
 * Moves a message in our own rows to a mailbox, under the given UID there; true when it was elsewhere. A message in several mailboxes leaves them all.
 * The mailboxes' numbers are corrected.
 */
export async function moveHere(tx: Tx, workspaceId: string, messageId: string, mailboxId: string, at: { readonly uidValidity: number; readonly uid: number }): Promise<boolean> {
  const left = await tx
    .delete(placement)
    .where(and(eq(placement.workspaceId, workspaceId), eq(placement.messageId, messageId)))
    .returning()
  const [first] = left
  if (first === undefined) return false
  const { accountId, flags, internalDate } = first
  await tx.insert(placement).values({ workspaceId, accountId, messageId, mailboxId, ...at, flags, internalDate })
  for (const id of new Set([...left.map((place) => place.mailboxId), mailboxId])) await recountMailbox(tx, workspaceId, id)
  return true
}
