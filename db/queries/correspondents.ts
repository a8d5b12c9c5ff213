import { sql } from 'drizzle-orm'
import type { Tx } from '../client'

/** Whether we wrote to this address before. `address` in lower case. */
export async function isCorrespondent(tx: Tx, workspaceId: string, address: string): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from correspondent where workspace_id = ${workspaceId}::uuid and address = ${address}`)
  return rows.length > 0
}
