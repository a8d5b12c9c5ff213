import { sql } from 'drizzle-orm'
import type { Tx } from '../client'

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
