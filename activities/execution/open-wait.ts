import { sql, type SQL } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { hookHasBeenCalled, recordHasChanged } from '../../db/queries/decide-waits'
import { newId } from '../../db/schema/columns'
import type { StepId } from '../../rules/plan/plan'
import type { Wait } from '../../rules/wait'
import type { ApprovalLinks } from '../approval-links'
import { storableJson } from '../ingest/storable'
import { askApprovers, termsOf } from './ask-approvers'
import { WAKE_AT, type OpenExecution } from './open'

export interface WaitToOpen {
  readonly stepId: StepId
  readonly wait: Wait
  /** When it is over, if it is opened now. */
  readonly dueAt: Date
}

/** Where an open wait stands: decided, or when to look at it again at the latest. */
export type Opened = { readonly port: string } | { readonly wakeAt: Date }

/**
 * Opens the wait of a step, once: a second opening keeps the first one's times. Returns the port when the event was there before the wait was (semantics 16),
 * else when to look again. The thread, record or hook that it listens to is locked, so nothing can slip in between looking and opening.
 */
export async function openWait(tx: Tx, execution: OpenExecution, { stepId, wait, dueAt }: WaitToOpen, links: ApprovalLinks, now: Date): Promise<Opened> {
  const { workspaceId, id, threadId, createdAt } = execution
  await lockTarget(tx, execution, wait)
  const waitId = newId()
  const terms = termsIn(wait, now)
  const [opened] = await tx.execute(sql`
    insert into wait (workspace_id, id, execution_id, step_id, listens_to, thread_id, record_id, hook_id, terms, anchor_at, due_at, event_port, elapsed_port)
    select ${workspaceId}::uuid, ${waitId}::uuid, ${id}::uuid, ${stepId}, ${wait.listensTo}, ${threadId}::uuid, e.record_id, ${wait.listensTo === 'hook' ? wait.hook.hookRef : null}::uuid, ${storableJson(terms)}::jsonb,
      coalesce(m.received_at, ${createdAt.toISOString()}::timestamptz), ${dueAt.toISOString()}::timestamptz, ${wait.eventPort}, ${wait.elapsedPort}
    from execution e left join message m on m.id = e.message_id where e.id = ${id}::uuid
    on conflict (execution_id, step_id) do nothing returning id`)
  if (opened !== undefined && wait.listensTo === 'approval') await askApprovers(tx, execution, { waitId, stepId, people: wait.approval.approvers, why: 'asked' }, links, now)
  await decideByWhatWasThere(tx, execution, stepId, wait, now)
  const [row] = await tx.execute(sql`select port, ${WAKE_AT} as wake from wait w where execution_id = ${id}::uuid and step_id = ${stepId}`)
  return typeof row?.port === 'string' ? { port: row.port } : { wakeAt: new Date(String(row?.wake ?? dueAt.toISOString())) }
}

function termsIn(wait: Wait, now: Date): object {
  switch (wait.listensTo) {
    case 'record changed':
      return wait.record
    case 'hook':
      return { field: wait.hook.field, value: wait.hook.value }
    case 'approval':
      return { ...termsOf(wait.approval, now), rejectedPort: wait.rejectedPort }
    default:
      return {}
  }
}

async function lockTarget(tx: Tx, { id }: OpenExecution, wait: Wait): Promise<void> {
  if (wait.listensTo === 'hook') await tx.execute(sql`select 1 from hook where id = ${wait.hook.hookRef}::uuid for share`)
  if (wait.listensTo === 'record changed') {
    await tx.execute(sql`select 1 from record r join execution e on e.id = ${id}::uuid where r.id = e.record_id or e.record_id is null and r.thread_id = e.thread_id order by r.id for share of r`)
  }
}

async function decideByWhatWasThere(tx: Tx, execution: OpenExecution, stepId: StepId, wait: Wait, now: Date): Promise<void> {
  const mine = sql`w.execution_id = ${execution.id}::uuid and w.step_id = ${stepId} and w.port is null`
  const at = sql`${now.toISOString()}::timestamptz`
  switch (wait.listensTo) {
    case 'nothing':
    case 'approval':
      return
    case 'record changed':
      return void (await tx.execute(sql`update wait w set port = w.event_port, decided_at = ${at} where ${mine} and ${recordHasChanged}`))
    case 'hook':
      return void (await tx.execute(sql`update wait w set port = w.event_port, decided_at = ${at} where ${mine} and ${hookHasBeenCalled}`))
    case 'replied':
    case 'answered':
      await tx.execute(sql`
        update wait w set port = w.event_port, decided_at = ${at}, decided_by_message_id = heard.id
        from (select w.id as wait, m.id from wait w join message m on m.thread_id = w.thread_id join account a on a.id = m.account_id left join outgoing_message o on o.id = m.outgoing_message_id
          where ${mine} and m.id is distinct from ${execution.messageId}::uuid and m.received_at > w.anchor_at and m.mail_class is null and ${heard(wait.listensTo, execution.id)}
          order by m.received_at limit 1) heard
        where w.id = heard.wait and w.port is null`)
  }
}

/** `replied`: from the other side; `answered`: from us, but not automatically and not by this execution. */
function heard(listensTo: 'replied' | 'answered', executionId: string): SQL {
  if (listensTo === 'replied') return sql`m.direction = 'in' and lower(m.from_address) <> lower(a.address) and not exists (select 1 from jsonb_array_elements_text(a.identities) i where lower(i) = lower(m.from_address))`
  return sql`m.direction = 'out' and coalesce(o.automatic, false) = false and o.execution_id is distinct from ${executionId}::uuid`
}
