import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { Instant } from './keyset'

const Row = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Instant,
  lastCalledAt: Instant.nullable(),
  /** Rules whose draft or live version names it. */
  rules: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type HookListRow = z.infer<typeof Row>

/** The workspace's hooks, by name. */
export async function hookList(tx: Tx, workspaceId: string): Promise<readonly HookListRow[]> {
  const rows = await tx.execute(sql`
    select h.id, h.name, h.created_at as "createdAt", (select max(d.received_at) from hook_delivery d where d.hook_id = h.id) as "lastCalledAt",
      coalesce((select json_agg(json_build_object('id', r.id, 'name', r.name) order by r.name) from rule r left join rule_version v on v.id = r.live_version_id
        where r.workspace_id = h.workspace_id and r.state <> 'deleted' and (r.draft::text like '%' || h.id || '%' or v.graph::text like '%' || h.id || '%')), '[]'::json) as rules
    from hook h where h.workspace_id = ${workspaceId} and h.deleted_at is null order by lower(h.name)`)
  return z.array(Row).parse(rows)
}
