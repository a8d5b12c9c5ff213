import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../../db/client'
import { readPlan } from '../../../rules/rule-plan'
import { checkNeighbours } from '../../../rules/check-neighbours'
import { PlanError } from '../../../rules/plan-node'
import type { Problem } from '../../../rules/problem'
import type { Candidate } from './loops'

const Before = z.object({ name: z.string(), body: z.unknown() })

/** What the live rules before it in its account keep a rule from. One that was never saved would stand last. */
export async function neighboursOf(tx: Tx, workspaceId: string, { ruleId, accountId, plan }: Candidate): Promise<readonly Problem[]> {
  const rows = z.array(Before).parse(
    await tx.execute(sql`
      select r.name, p.body from rule r join rule_version v on v.id = r.live_version_id join plan p on p.id = v.plan_id
      left join rule own on own.workspace_id = r.workspace_id and own.id::text = ${ruleId}
      where r.workspace_id = ${workspaceId} and r.account_id = ${accountId}::uuid and r.state = 'active' and r.id::text <> ${ruleId}
        and (own.id is null or (r.position, r.id) < (own.position, own.id)) order by r.position, r.id`),
  )
  try {
    return checkNeighbours(plan, rows.map(({ name, body }) => ({ name, plan: readPlan(body) })))
  } catch (error) {
    if (error instanceof PlanError || error instanceof z.ZodError) return []
    throw error
  }
}
