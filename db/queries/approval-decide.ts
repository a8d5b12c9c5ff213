import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../client'
import { enqueue } from './enqueue-dispatch'

export interface Verdict {
  readonly workspaceId: string
  readonly approvalId: string
  readonly verdict: 'approved' | 'rejected'
  readonly note: string
  readonly by: 'app' | 'link' | 'api'
  readonly now: Date
}

/**
 * What became of a person's word: `counted`, and with it the port if it decided the wait; `answered`: this person had answered before; `over`: the wait was
 * decided, cancelled or out of time. Null: no such approval.
 */
export type Counted =
  | { readonly result: 'counted'; readonly port: string | null; readonly executionId: string }
  | { readonly result: 'answered'; readonly executionId: string }
  | { readonly result: 'over'; readonly executionId: string }
  | null

const Found = z.object({ waitId: z.string(), executionId: z.string(), port: z.string().nullable(), isOver: z.boolean(), verdict: z.string().nullable(), needed: z.coerce.number(), eventPort: z.string(), rejectedPort: z.string() })

/**
 * Counts one person's word and decides the wait when it settles it: approved as soon as enough agree, rejected as soon as not enough can any more. The row of
 * the wait is locked, so of several that decide at once, and of time running out, one is first.
 */
export async function decideApproval(tx: Tx, { workspaceId, approvalId, verdict, note, by, now }: Verdict): Promise<Counted> {
  const at = sql`${now.toISOString()}::timestamptz`
  await tx.execute(sql`select 1 from wait w where w.id = (select wait_id from approval where workspace_id = ${workspaceId} and id = ${approvalId}::uuid) for no key update`)
  // Read after the lock, so that what others decided meanwhile is seen.
  const [row] = await tx.execute(sql`
    select w.id as "waitId", p.execution_id as "executionId", w.port, w.due_at <= ${at} as "isOver", p.verdict, w.terms ->> 'needed' as needed, w.event_port as "eventPort", w.terms ->> 'rejectedPort' as "rejectedPort"
    from approval p join wait w on w.id = p.wait_id where p.workspace_id = ${workspaceId} and p.id = ${approvalId}::uuid`)
  if (row === undefined) return null
  const { waitId, executionId, port, isOver, verdict: before, needed, eventPort, rejectedPort } = Found.parse(row)
  if (before !== null) return { result: 'answered', executionId }
  if (port !== null || isOver) return { result: 'over', executionId }
  await tx.execute(sql`update approval set verdict = ${verdict}, note = ${note}, by = ${by}, decided_at = ${at} where id = ${approvalId}::uuid`)
  const [votes] = await tx.execute(sql`select count(*) filter (where verdict = 'approved')::int as yes, count(*) filter (where verdict is null)::int as open from approval where wait_id = ${waitId}::uuid`)
  const yes = Number(votes?.yes ?? 0)
  const decided = yes >= needed ? eventPort : yes + Number(votes?.open ?? 0) < needed ? rejectedPort : null
  if (decided !== null) {
    await tx.execute(sql`update wait set port = ${decided}, decided_at = ${at} where id = ${waitId}::uuid and port is null`)
    await enqueue(tx, [{ workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: executionId }])
  }
  await notifyChanged(tx, workspaceId, 'approval', [approvalId])
  return { result: 'counted', port: decided, executionId }
}
