import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'

const Row = z.object({ ruleId: z.string(), name: z.string(), accountId: z.string(), addresses: z.array(z.string()), body: z.unknown() })

/** Every rule that is live in the workspace, with its stored plan and the addresses of its account in lower case. */
export async function liveRules(tx: Tx, workspaceId: string): Promise<readonly z.infer<typeof Row>[]> {
  return z.array(Row).parse(
    await tx.execute(sql`
      select r.id as "ruleId", r.name, r.account_id as "accountId", p.body, (select array_agg(lower(x)) from (select a.address union select jsonb_array_elements_text(a.identities)) as own(x)) as addresses
      from rule r join account a on a.id = r.account_id and a.deleted_at is null join rule_version v on v.id = r.live_version_id join plan p on p.id = v.plan_id
      where r.workspace_id = ${workspaceId} and r.state = 'active' order by a.id, r.position, r.id`),
  )
}
