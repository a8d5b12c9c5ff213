import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { System, Tx } from '../client'
import { enqueue } from './enqueue-dispatch'

/** What a rule that the clock sets off is to be run by; null in place of the whole: it is not to be run by a clock. */
const Row = z.object({ workspaceId: z.string(), ruleId: z.string(), accountId: z.string(), plan: z.unknown() })
export type ScheduledRule = z.infer<typeof Row>

/** Orders that the engine's schedule of a rule be made what the rule's row says: after every change of version or state. Nothing for a rule that never had one. */
export async function keepSchedule(tx: Tx, workspaceId: string, ruleId: string): Promise<void> {
  const [had] = await tx.execute(sql`select 1 from rule_version where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and trigger = 'schedule' limit 1`)
  if (had !== undefined) await enqueue(tx, [{ workspaceId, workflow: 'keepSchedule', kind: 'start', subjectId: ruleId }])
}

/** The same for every rule that the clock sets off: at boot, and when the engine has forgotten its schedules. */
export async function keepAllSchedules(system: System | Tx): Promise<void> {
  const rows = await system.execute(sql`select r.workspace_id as "workspaceId", r.id from rule r join rule_version v on v.id = r.live_version_id where v.trigger = 'schedule' and r.state = 'active'`)
  await enqueue(system, rows.map((row) => ({ workspaceId: String(row.workspaceId), workflow: 'keepSchedule', kind: 'start', subjectId: String(row.id) })))
}

/** An active rule whose live version a clock sets off, with its plan; null when it is not that, or not any more. */
export async function scheduledRule(tx: Tx, workspaceId: string, ruleId: string): Promise<ScheduledRule | null> {
  const [row] = await tx.execute(sql`
    select r.workspace_id as "workspaceId", r.id as "ruleId", r.account_id as "accountId", p.body as plan
    from rule r join rule_version v on v.id = r.live_version_id join plan p on p.id = v.plan_id join account a on a.id = r.account_id and a.deleted_at is null
    where r.workspace_id = ${workspaceId} and r.id = ${ruleId}::uuid and r.state = 'active' and v.trigger = 'schedule'`)
  return row === undefined ? null : Row.parse(row)
}
