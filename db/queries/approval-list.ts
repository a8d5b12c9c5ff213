import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../client'
import { Instant } from './keyset'

const Vote = z.object({ name: z.string(), verdict: z.enum(['approved', 'rejected']).nullable(), note: z.string(), decidedAt: Instant.nullable(), escalated: z.boolean() })

const Row = z.object({
  id: z.string(),
  executionId: z.string(),
  userId: z.string(),
  question: z.string(),
  verdict: z.enum(['approved', 'rejected']).nullable(),
  decidedAt: Instant.nullable(),
  /** The port by which the wait ended, `cancelled` when it was closed; null: it is open. */
  outcome: z.string().nullable(),
  needed: z.coerce.number(),
  dueAt: Instant,
  askedAt: Instant,
  ruleId: z.string(),
  ruleName: z.string(),
  message: z.object({ id: z.string(), threadId: z.string(), subject: z.string(), fromName: z.string(), fromAddress: z.string() }).nullable(),
  /** Everybody who is asked the same, in the order in which they were. */
  votes: z.array(Vote),
})

/** One person's part in a decision, with what it is about. */
export type ApprovalRow = z.infer<typeof Row>

/** Approvals of the workspace, newest first. `which`: a condition on `p` (approval), `w` (wait). */
export async function approvals(tx: Tx, workspaceId: string, which: SQL, limit: number): Promise<ApprovalRow[]> {
  const rows = await tx.execute(sql`
    select p.id, p.execution_id as "executionId", p.user_id as "userId", w.terms ->> 'question' as question, p.verdict, p.decided_at as "decidedAt", w.port as outcome, w.terms ->> 'needed' as needed,
      w.due_at as "dueAt", p.created_at as "askedAt", r.id as "ruleId", r.name as "ruleName",
      case when m.id is not null then json_build_object('id', m.id, 'threadId', m.thread_id, 'subject', m.subject, 'fromName', m.from_name, 'fromAddress', m.from_address) end as message,
      (select json_agg(json_build_object('name', u.name, 'verdict', v.verdict, 'note', v.note, 'decidedAt', v.decided_at, 'escalated', v.escalated) order by v.escalated, v.created_at, u.name)
        from approval v join app_user u on u.id = v.user_id where v.wait_id = p.wait_id) as votes
    from approval p join wait w on w.id = p.wait_id join execution e on e.id = p.execution_id join rule r on r.id = e.rule_id left join message m on m.id = e.message_id
    where p.workspace_id = ${workspaceId} and ${which} order by p.created_at desc, p.id desc limit ${limit}`)
  return z.array(Row).parse(rows)
}

/** Conditions for `approvals`: those that still wait for somebody's word. */
export const STILL_OPEN: SQL = sql`p.verdict is null and w.port is null and w.due_at > now()`
