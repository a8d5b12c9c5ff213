import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { newId } from '../../db/schema/columns'
import type { Wait } from '../../rules/node-type'
import type { StepId } from '../../rules/plan/plan'
import type { OpenExecution } from './open'

/**
 * Opens the wait of a step, once: a second opening keeps the first one's times. Returns the port when the event was there before the wait was (semantics 16),
 * else the time it is due. The thread is locked, so no reply can slip in between looking and opening.
 */
export async function openWait(tx: Tx, execution: OpenExecution, stepId: StepId, wait: Wait, now: Date): Promise<{ readonly port: string } | { readonly dueAt: Date }> {
  const { workspaceId, id, threadId, createdAt } = execution
  const dueAt = new Date(now.getTime() + wait.seconds * 1_000)
  await tx.execute(sql`
    insert into wait (workspace_id, id, execution_id, step_id, listens_to, thread_id, anchor_at, due_at, event_port, elapsed_port)
    select ${workspaceId}::uuid, ${newId()}::uuid, ${id}::uuid, ${stepId}, ${wait.listensTo}, ${threadId}::uuid, coalesce(m.received_at, ${createdAt.toISOString()}::timestamptz), ${dueAt.toISOString()}::timestamptz,
      ${wait.eventPort}, ${wait.elapsedPort}
    from execution e left join message m on m.id = e.message_id where e.id = ${id}::uuid
    on conflict (execution_id, step_id) do nothing`)
  if (wait.listensTo === 'nothing') return { dueAt }
  const [decided] = await tx.execute(sql`
    update wait w set port = w.event_port, decided_at = ${now.toISOString()}::timestamptz, decided_by_message_id = (
      select m.id from message m join account a on a.id = m.account_id left join outgoing_message o on o.id = m.outgoing_message_id
      where m.thread_id = w.thread_id and m.id is distinct from ${execution.messageId}::uuid and m.received_at > w.anchor_at and m.mail_class is null and ${heard(wait, id)}
      order by m.received_at limit 1)
    where w.execution_id = ${id}::uuid and w.step_id = ${stepId} and w.port is null and exists (
      select 1 from message m join account a on a.id = m.account_id left join outgoing_message o on o.id = m.outgoing_message_id
      where m.thread_id = w.thread_id and m.id is distinct from ${execution.messageId}::uuid and m.received_at > w.anchor_at and m.mail_class is null and ${heard(wait, id)})
    returning w.port`)
  return decided === undefined ? { dueAt } : { port: String(decided.port) }
}

/** `replied`: from the other side; `answered`: from us, but not automatically and not by this execution. */
function heard(wait: Wait, executionId: string) {
  if (wait.listensTo === 'replied') return sql`m.direction = 'in' and lower(m.from_address) <> lower(a.address) and not a.identities ? lower(m.from_address)`
  return sql`m.direction = 'out' and coalesce(o.automatic, false) = false and o.execution_id is distinct from ${executionId}::uuid`
}
