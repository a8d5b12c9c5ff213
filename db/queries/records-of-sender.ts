import { sql } from 'drizzle-orm'
import type { Tx } from '../client'
import { send } from '../send'

/** How many records rules opened for mails of an address in the last minutes. `sender` in lower case. */
export async function recordsOfSender(tx: Tx, workspaceId: string, sender: string, minutes: number): Promise<number> {
  const [row] = await tx.execute(sql`
    select count(*)::int as count from record where workspace_id = ${workspaceId} and sender = ${sender} and created_at > now() - make_interval(mins => ${minutes})`)
  return Number(row?.count ?? 0)
}

/** What the workspace changed of the usual limits: read it with `limitsOf`. */
export async function storedLimits(tx: Tx, workspaceId: string): Promise<unknown> {
  const [row] = await tx.execute(sql`select limits from workspace where id = ${workspaceId}`)
  return row?.limits ?? {}
}

/** What the workspace changed of the usual limits, and how many records rules opened for mails of an address in its minutes, or the usual ones. Sent at once. */
export async function limitsAndRecords(tx: Tx, workspaceId: string, sender: string, usualMinutes: number): Promise<{ readonly stored: unknown; readonly count: number }> {
  const [row] = await send(tx, sql`
    select w.limits, (select count(*)::int from record where workspace_id = ${workspaceId} and sender = ${sender}
      and created_at > now() - make_interval(mins => coalesce((w.limits ->> 'recordMinutes')::int, ${usualMinutes}::int))) as count
    from workspace w where w.id = ${workspaceId}`)
  return { stored: row?.limits ?? {}, count: Number(row?.count ?? 0) }
}
