import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'

/** One mailbox in one of its lives: UIDs mean nothing without the UIDVALIDITY they belong to. */
export interface MailboxLife {
  readonly workspaceId: string
  readonly mailboxId: string
  readonly uidValidity: number
}

const MessageIds = z.array(z.object({ message_id: z.string() }))

/**
 * Takes over flags as the server has them; returns the messages that changed. A message on which a change of ours is still on its way
 * keeps what a person wanted: the server's flags come again once it has been told.
 */
export async function takeFlags(tx: Tx, life: MailboxLife, changes: readonly { readonly uid: number; readonly flags: readonly string[] }[]): Promise<string[]> {
  if (changes.length === 0) return []
  const rows = await tx.execute(sql`
    update placement p set flags = v.flags
    from jsonb_to_recordset(${JSON.stringify(changes.map(({ uid, flags }) => ({ uid, flags })))}::jsonb) as v(uid bigint, flags jsonb)
    where ${isIn(life)} and p.uid = v.uid and p.flags is distinct from v.flags
      and not exists (select from mailbox_change c where c.message_id = p.message_id and c.state = 'pending' and c.kind = 'flags')
    returning p.message_id`)
  return idsOf(rows)
}

/** Removes the placements of UIDs that are gone from the server; returns the messages concerned. */
export async function removeGone(tx: Tx, life: MailboxLife, uids: readonly number[]): Promise<string[]> {
  if (uids.length === 0) return []
  return idsOf(await tx.execute(sql`delete from placement p where ${isIn(life)} and p.uid in ${setOf(uids)} returning p.message_id`))
}

/** Which of the server's UIDs we have no placement for, and which of our placements (from `from` up to, not including, `below`) it no longer has. */
export async function compareUids(tx: Tx, life: MailboxLife, server: readonly number[], from: number, below: number): Promise<{ readonly unknown: number[]; readonly gone: number[] }> {
  const rows = await tx.execute(sql`
    with theirs as (select value::bigint as uid from jsonb_array_elements_text(${JSON.stringify(server.filter((uid) => uid >= from && uid < below))}::jsonb)),
      ours as (select p.uid from placement p where ${isIn(life)} and p.uid >= ${from} and p.uid < ${below})
    select coalesce(theirs.uid, ours.uid)::float8 as uid, ours.uid is null as unknown from theirs full join ours on ours.uid = theirs.uid where ours.uid is null or theirs.uid is null`)
  const found = z.array(z.object({ uid: z.number(), unknown: z.boolean() })).parse(rows)
  const pick = (unknown: boolean) => found.filter((row) => row.unknown === unknown).map((row) => row.uid)
  return { unknown: pick(true).sort((left, right) => left - right), gone: pick(false) }
}

/** After UIDVALIDITY changed and the mailbox was read again: forgets the placements of its earlier life. */
export async function forgetEarlierLife(tx: Tx, life: MailboxLife): Promise<string[]> {
  const rows = await tx.execute(sql`
    delete from placement p where p.workspace_id = ${life.workspaceId} and p.mailbox_id = ${life.mailboxId} and p.uid_validity <> ${life.uidValidity} and p.uid > 0 returning p.message_id`)
  return idsOf(rows)
}

/** Forgets what lay in mailboxes that the server no longer has. */
export async function forgetGoneMailboxes(tx: Tx, workspaceId: string, accountId: string): Promise<string[]> {
  const rows = await tx.execute(sql`
    delete from placement p using mailbox m
    where m.id = p.mailbox_id and m.workspace_id = ${workspaceId} and m.account_id = ${accountId} and not m.present returning p.message_id`)
  return idsOf(rows)
}

function isIn({ workspaceId, mailboxId, uidValidity }: MailboxLife): SQL {
  return sql`p.workspace_id = ${workspaceId} and p.mailbox_id = ${mailboxId} and p.uid_validity = ${uidValidity}`
}

function setOf(uids: readonly number[]): SQL {
  return sql`(select value::bigint from jsonb_array_elements_text(${JSON.stringify(uids)}::jsonb))`
}

function idsOf(rows: unknown): string[] {
  return [...new Set(MessageIds.parse(rows).map((row) => row.message_id))]
}
