import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { Instant } from './keyset'

const Row = z.object({
  id: z.string(),
  number: z.number(),
  author: z.object({ id: z.string(), name: z.string() }).nullable(),
  note: z.string(),
  publishedAt: Instant,
  /** The plan's hash: two versions with the same one mean the same. */
  planHash: z.string(),
  executions: z.number(),
  steps: z.number(),
})
export type RuleVersionRow = z.infer<typeof Row>

/** The published versions of a rule, newest first. */
export async function ruleVersions(tx: Tx, workspaceId: string, ruleId: string): Promise<readonly RuleVersionRow[]> {
  const rows = await tx.execute(sql`
    select v.id, v.number, case when u.id is not null then json_build_object('id', u.id, 'name', u.name) end as author, v.note, v.published_at as "publishedAt", p.hash as "planHash",
      (select count(*)::int from execution e where e.rule_id = v.rule_id and e.rule_version_id = v.id) as executions, jsonb_array_length(v.graph -> 'nodes') as steps
    from rule_version v join plan p on p.id = v.plan_id left join app_user u on u.id = v.author_id
    where v.workspace_id = ${workspaceId} and v.rule_id = ${ruleId}::uuid order by v.number desc`)
  return z.array(Row).parse(rows)
}
