import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import { send } from '../../db/send'
import type { MailPlacement } from '../ingest'
import type { Entry } from './store-messages'

interface Place {
  readonly workspaceId: string
  readonly accountId: string
}

interface Row {
  readonly messageId: string
  readonly placement: MailPlacement
}

/**
 * Writes where the mails lie, one row per UID, and counts the mailboxes. Mail of an account that no server numbers is numbered here, in the account's inbox;
 * such a mail that is known already lies there already.
 */
export async function storePlacements(tx: Tx, place: Place, entries: readonly Entry[]): Promise<void> {
  const given = entries.flatMap(({ messageId, mail }) => (mail.placement === null ? [] : [{ messageId, placement: mail.placement }]))
  const rows = [...given, ...(await numbered(tx, place, entries.filter(({ as, mail }) => as === 'new' && mail.placement === null)))]
  await insertPlacements(tx, place, rows)
}

const Numbered = z.object({ id: z.string(), next: z.coerce.number(), validity: z.coerce.number() })

async function numbered(tx: Tx, { workspaceId, accountId }: Place, entries: readonly Entry[]): Promise<Row[]> {
  if (entries.length === 0) return []
  const [found] = await send(tx, sql`
    update mailbox set uid_next = coalesce(uid_next, 1) + ${entries.length}::int, uid_validity = coalesce(uid_validity, 1)
    where workspace_id = ${workspaceId} and id = (
      select m.id from mailbox m join account a on a.id = m.account_id where m.account_id = ${accountId}::uuid and m.role = 'inbox' and a.kind = 'local' limit 1)
    returning id, uid_next as next, uid_validity as validity`)
  if (found === undefined) return []
  const { id, next, validity } = Numbered.parse(found)
  return entries.map(({ messageId, mail }, index) => ({
    messageId,
    placement: { mailboxId: id, uidValidity: validity, uid: next - entries.length + index, flags: [], internalDate: mail.receivedAt },
  }))
}

async function insertPlacements(tx: Tx, { workspaceId, accountId }: Place, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const records = rows.map(({ messageId, placement }) => ({ id: newId(), messageId, ...placement }))
  await send(tx, sql`
    with written as (
      insert into placement (workspace_id, account_id, id, mailbox_id, message_id, uid_validity, uid, flags, internal_date)
      select ${workspaceId}::uuid, ${accountId}::uuid, r.id, r."mailboxId", r."messageId", r."uidValidity", r.uid, r.flags, r."internalDate"
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
        as r(id uuid, "mailboxId" uuid, "messageId" uuid, "uidValidity" bigint, uid bigint, flags jsonb, "internalDate" timestamptz)
      on conflict (mailbox_id, uid_validity, uid) do nothing returning mailbox_id, flags),
    counted as (select mailbox_id, count(*)::int as total, (count(*) filter (where not flags ? '\\Seen'))::int as unread from written group by mailbox_id)
    update mailbox b set message_count = b.message_count + c.total, unread_count = b.unread_count + c.unread from counted c where b.id = c.mailbox_id`)
}
