import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../db/client'
import { oneByOne } from '../db/one-by-one'
import { auditEvent } from '../db/schema'
import { couldMove, type SweepDeps } from './sweep'

/** What stands still for so long is told to people; until then it is only told to look again, every minute. */
export const STUCK_SECONDS = 900

const Run = z.object({ executionId: z.string(), workspaceId: z.string(), ruleId: z.string(), messageId: z.string().nullable() })
export type StuckRun = z.infer<typeof Run>

/**
 * Has `tell` tell the owners of rules of runs that could have gone on for a quarter of an hour and did not, for whatever reason: each once, by the audit row that is
 * written with it. Call it only when the engine has answered all that time: waiting for the engine is said elsewhere. Returns how many runs.
 */
export async function tellOfStuck({ database, log }: SweepDeps, tell: (tx: Tx, run: StuckRun) => Promise<void>): Promise<number> {
  const late = sql`now() - make_interval(secs => ${STUCK_SECONDS})`
  const stuck = z.array(Run).parse(
    await database.system.execute(sql`
      select e.id as "executionId", e.workspace_id as "workspaceId", e.rule_id as "ruleId", e.message_id as "messageId" from execution e
      where ${couldMove(late)} and e.held_at is null and not exists (${told(sql`e.id`)}) limit 200`),
  )
  let count = 0
  await oneByOne(stuck, async (run) => {
    const { executionId: id, workspaceId } = run
    count += await database.inWorkspace(workspaceId, async (tx) => {
      const mine = await tx.execute(sql`select 1 from execution e where e.id = ${id}::uuid and e.ended_at is null and not exists (${told(sql`e.id`)}) for update skip locked`)
      if (mine.length === 0) return 0
      await tx.insert(auditEvent).values({ workspaceId, actor: { kind: 'system', id: 'sweep' }, kind: 'execution.stuck', subjectKind: 'execution', subjectId: id, data: { seconds: STUCK_SECONDS } })
      await tell(tx, run)
      return 1
    })
  })
  if (count > 0) log.warn({ count, code: 'sweep.stuck' }, 'runs have not moved for a quarter of an hour; the owners of their rules were told')
  return count
}

function told(executionId: ReturnType<typeof sql>) {
  return sql`select 1 from audit_event a where a.subject_id = ${executionId} and a.kind = 'execution.stuck'`
}
