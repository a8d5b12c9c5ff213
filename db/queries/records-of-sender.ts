import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { send } from '../send'

const Counts = z.record(z.string(), z.number())

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

/** What the workspace changed of the usual limits, and how many records rules opened for mails of each address in its minutes, or the usual ones. Sent at once. */
export async function limitsAndRecords(tx: Tx, workspaceId: string, senders: readonly string[], usualMinutes: number): Promise<{ readonly stored: unknown; readonly counts: ReadonlyMap<string, number> }> {
  const [row] = await send(tx, sql`
    select w.limits, (select json_object_agg(s.sender, (select count(*) from record r where r.workspace_id = ${workspaceId}::uuid and r.sender = s.sender
        and r.created_at > now() - make_interval(mins => coalesce((w.limits ->> 'recordMinutes')::int, ${usualMinutes}::int))))
      from (select distinct sender from jsonb_array_elements_text(${JSON.stringify(senders)}::jsonb) as sender) s) as counts
    from workspace w where w.id = ${workspaceId}::uuid`)
  return { stored: row?.limits ?? {}, counts: new Map(Object.entries(Counts.parse(row?.counts ?? {}))) }
}
