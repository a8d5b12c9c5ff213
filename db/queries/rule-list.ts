import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { AUTOMATION_MODES } from '../schema'
import { Instant } from './keyset'

const Counts = z.object({ executions: z.number(), failed: z.number(), skipped: z.number() })

const Row = z.object({
  id: z.string(),
  name: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  accountMode: z.enum(AUTOMATION_MODES),
  position: z.number(),
  state: z.enum(['draft', 'active', 'paused']),
  liveVersion: z.number().nullable(),
  publishedAt: Instant.nullable(),
  /** The draft differs from what is live, or nothing is live yet. */
  hasUnpublishedChanges: z.boolean(),
  /** Another version or the draft looks at arriving mail beside the live one. */
  hasShadow: z.boolean(),
  updatedAt: Instant,
  lastRunAt: Instant.nullable(),
  day: Counts,
  month: Counts,
  /** What is live, else the draft: parse it to read it aloud. */
  graph: z.unknown(),
})
export type RuleListRow = z.infer<typeof Row>

/** Every rule that is there, by account and order, with what it did in 24 hours and 30 days. */
export async function listRules(tx: Tx, workspaceId: string, accountId: string | null): Promise<readonly RuleListRow[]> {
  const rows = await tx.execute(sql`
    select r.id, r.name, r.account_id as "accountId", a.name as "accountName", a.incoming_mode as "accountMode", r.position, r.state, v.number as "liveVersion", v.published_at as "publishedAt",
      (v.graph is null or v.graph <> r.draft) as "hasUnpublishedChanges", r.shadow_id is not null as "hasShadow", r.updated_at as "updatedAt", x.last as "lastRunAt",
      json_build_object('executions', coalesce(x.day, 0), 'failed', coalesce(x.day_failed, 0), 'skipped', coalesce(x.day_skipped, 0)) as day,
      json_build_object('executions', coalesce(x.month, 0), 'failed', coalesce(x.month_failed, 0), 'skipped', coalesce(x.month_skipped, 0)) as month,
      coalesce(v.graph, r.draft) as graph
    from rule r join account a on a.id = r.account_id left join rule_version v on v.id = r.live_version_id
    left join lateral (
      select max(e.created_at) as last, count(*) filter (where recent)::int as day, count(*) filter (where recent and bad)::int as day_failed, count(*) filter (where recent and partly)::int as day_skipped,
        count(*)::int as month, count(*) filter (where bad)::int as month_failed, count(*) filter (where partly)::int as month_skipped
      from (select created_at, created_at > now() - interval '24 hours' as recent, state in ('failed', 'uncertain') as bad, state = 'done with skips' as partly
        from execution where rule_id = r.id and created_at > now() - interval '30 days') e) x on true
    where r.workspace_id = ${workspaceId} and r.state <> 'deleted' and a.deleted_at is null ${accountId === null ? sql`` : sql`and r.account_id = ${accountId}::uuid`}
    order by a.name, a.id, r.position, r.id`)
  return z.array(Row).parse(rows)
}
