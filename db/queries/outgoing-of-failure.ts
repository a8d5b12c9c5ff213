import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'

export interface FailureQuestion {
  readonly errorCode: string
  /** Null: of any server. */
  readonly serverId: string | null
  readonly limit: number
}

/** Failed mails of one cause, oldest first, and how many there are beyond the limit. */
export async function outgoingOfFailure(tx: Tx, workspaceId: string, { errorCode, serverId, limit }: FailureQuestion): Promise<{ readonly ids: readonly string[]; readonly left: number }> {
  const rows = z.array(z.object({ id: z.string(), total: z.number() })).parse(
    await tx.execute(sql`
      select o.id, (count(*) over ())::int as total from outgoing_message o join account a on a.id = o.account_id
      where o.workspace_id = ${workspaceId} and o.state = 'failed' and o.error ->> 'code' = ${errorCode}
        ${serverId === null ? sql`` : sql`and coalesce(o.outgoing_server_id, a.outgoing_server_id) = ${serverId}::uuid`}
      order by o.created_at, o.id limit ${limit}`),
  )
  return { ids: rows.map(({ id }) => id), left: (rows[0]?.total ?? 0) - rows.length }
}
