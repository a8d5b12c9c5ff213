import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { enqueue } from './enqueue-dispatch'
import { Instant } from './keyset'

/** Mails that one catching-up takes in at most; what is beyond stays to be caught up with by hand. */
const CATCH_UP_LIMIT = 5_000

const Standing = z.object({
  pausedAt: Instant.nullable(),
  pauseMode: z.enum(['skip', 'catch up']),
  /** `budget`: Postroom paused it; null: a person did, or it is not paused. */
  pausedBecause: z.string().nullable(),
  /** Mails it was not asked about since it was paused, where they are kept for later. */
  missed: z.number(),
  /** Executions that wait for somebody's word. */
  held: z.number(),
})

/** What waits behind a paused rule. */
export type PauseStanding = z.infer<typeof Standing>

/** Null: there is no such rule. */
export async function pauseStanding(tx: Tx, workspaceId: string, ruleId: string): Promise<PauseStanding | null> {
  const [row] = await tx.execute(sql`
    select r.paused_at as "pausedAt", r.pause_mode as "pauseMode", r.paused_because as "pausedBecause",
      (select count(*)::int from execution e where e.workspace_id = r.workspace_id and e.rule_id = r.id and e.ended_at is null and e.held_at is not null and e.approved_at is null) as held
    from rule r where r.workspace_id = ${workspaceId} and r.id = ${ruleId}::uuid`)
  if (row === undefined) return null
  return Standing.parse({ ...row, missed: (await missedMails(tx, workspaceId, ruleId)).length })
}

/** The mails a paused rule would have acted on, oldest first. None where it was paused to skip them. */
export async function missedMails(tx: Tx, workspaceId: string, ruleId: string): Promise<readonly string[]> {
  const rows = await tx.execute(sql`
    select m.id from rule r join why_not w on w.workspace_id = r.workspace_id and w.created_at >= r.paused_at join message m on m.id = w.message_id and m.account_id = r.account_id
    where r.workspace_id = ${workspaceId} and r.id = ${ruleId}::uuid and r.pause_mode = 'catch up' and w.verdicts @> ${JSON.stringify([{ ruleId, reason: 'paused' }])}::jsonb
    order by m.received_at, m.id limit ${CATCH_UP_LIMIT}`)
  return rows.map(({ id }) => String(id))
}

/** Lets go on what a rule had begun when it used up its hour, and begins a new hour. Nothing those executions do is counted. Returns their ids. */
export async function releaseHeld(tx: Tx, workspaceId: string, ruleId: string): Promise<readonly string[]> {
  const rows = await tx.execute(sql`
    update execution set approved_at = now(), held_at = null, progress_at = now() where id in (
      select id from execution where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid and ended_at is null and held_at is not null and approved_at is null order by event_id, position for no key update)
    returning id, released_at is not null as released`)
  await tx.execute(sql`delete from rule_effect where workspace_id = ${workspaceId} and rule_id = ${ruleId}::uuid`)
  await enqueue(tx, rows.flatMap(({ id, released }) => (released === true ? [{ workspaceId, workflow: 'executeRule' as const, kind: 'recheck' as const, subjectId: String(id) }] : [])))
  return rows.map(({ id }) => String(id))
}

/** Holds what has not begun of a rule that is paused for its budget, so that all of it is decided together. */
export async function holdTheRest(tx: Tx, workspaceId: string, ruleId: string): Promise<void> {
  await tx.execute(sql`
    update execution set held_at = now() where id in (
      select e.id from execution e join rule r on r.id = e.rule_id where e.workspace_id = ${workspaceId} and e.rule_id = ${ruleId}::uuid and r.paused_because = 'budget' and e.mode = 'live'
        and e.ended_at is null and e.started_at is null and e.held_at is null and e.approved_at is null order by e.event_id, e.position for no key update of e)`)
}
