import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import type { Entry } from './store-messages'

interface Place {
  readonly workspaceId: string
  readonly accountId: string
}

/**
 * Writes where the mails lie, one row per UID, and counts the mailboxes. Mail of an account that no server numbers is numbered here, in the account's inbox;
 * such a mail that is known already lies there already.
 */
export async function storePlacements(tx: Tx, place: Place, entries: readonly Entry[]): Promise<void> {
  await Promise.all([insertPlacements(tx, place, entries), numberOwn(tx, place, entries.filter(({ as, mail }) => as === 'new' && mail.placement === null))])
}

async function insertPlacements(tx: Tx, { workspaceId, accountId }: Place, entries: readonly Entry[]): Promise<void> {
  const rows = entries.flatMap(({ messageId, mail: { placement } }) => (placement === null ? [] : [{ id: newId(), messageId, ...placement }]))
  if (rows.length === 0) return
  await send(tx, sql`
    with written as (
      insert into placement (workspace_id, account_id, id, mailbox_id, message_id, uid_validity, uid, flags, internal_date)
      select ${workspaceId}::uuid, ${accountId}::uuid, r.id, r."mailboxId", r."messageId", r."uidValidity", r.uid, r.flags, r."internalDate"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, "mailboxId" uuid, "messageId" uuid, "uidValidity" bigint, uid bigint, flags jsonb, "internalDate" timestamptz)
      on conflict (mailbox_id, uid_validity, uid) do nothing returning mailbox_id, flags),
    counted as (select mailbox_id, count(*)::int as total, (count(*) filter (where not flags ? '\\Seen'))::int as unread from written group by mailbox_id)
    update mailbox b set message_count = b.message_count + c.total, unread_count = b.unread_count + c.unread from counted c where b.id = c.mailbox_id`)
}

/** The mailbox hands out as many numbers as there are mails, and counts them, which nobody has seen yet. */
async function numberOwn(tx: Tx, { workspaceId, accountId }: Place, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ messageId, mail }, index) => ({ id: newId(), messageId, index, internalDate: mail.receivedAt }))
  await send(tx, sql`
    with numbered as (
      update mailbox set uid_next = coalesce(uid_next, 1) + ${rows.length}::int, uid_validity = coalesce(uid_validity, 1),
        message_count = message_count + ${rows.length}::int, unread_count = unread_count + ${rows.length}::int
      where workspace_id = ${workspaceId} and id = (
        select m.id from mailbox m join account a on a.id = m.account_id where m.account_id = ${accountId}::uuid and m.role = 'inbox' and a.kind = 'local' limit 1)
      returning id, uid_next - ${rows.length}::int as first, uid_validity)
    insert into placement (workspace_id, account_id, id, mailbox_id, message_id, uid_validity, uid, flags, internal_date)
    select ${workspaceId}::uuid, ${accountId}::uuid, r.id, n.id, r."messageId", n.uid_validity, n.first + r.index, '[]'::jsonb, r."internalDate"
    from numbered n, jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, "messageId" uuid, index int, "internalDate" timestamptz)`)
}
