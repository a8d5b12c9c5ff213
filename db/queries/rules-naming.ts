import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'

const Naming = z.array(z.object({ names: z.string(), ruleId: z.string(), name: z.string() }))

/**
 * Rules that mention one of these ids: in their draft, in the version that is live, or in one that an execution still goes through. An id is a UUID, so finding
 * it anywhere in a drawing is finding it.
 */
export async function rulesNaming(tx: Tx, workspaceId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  return Naming.parse(
    await tx.execute(sql`
      select wanted.id as names, r.id as "ruleId", r.name from rule r
      cross join (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as id) wanted
      where r.workspace_id = ${workspaceId} and (
        r.state <> 'deleted' and (position(wanted.id in r.draft::text) > 0
          or exists (select 1 from rule_version v where v.id = r.live_version_id and position(wanted.id in v.graph::text) > 0))
        or exists (select 1 from execution e join rule_version v on v.id = e.rule_version_id where e.rule_id = r.id and e.ended_at is null and position(wanted.id in v.graph::text) > 0))
      order by lower(r.name), r.id`),
  )
}
