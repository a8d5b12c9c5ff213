import { sql } from 'drizzle-orm'
import type { Tx } from '../../db/client'
import { cancelOutgoing } from '../../db/queries/outgoing-change'
import { send } from '../../db/send'
import type { OpenExecution } from './open'
import type { Walk } from './replay'
import type { Line, Moved } from './write'

/** Carries a cancellation out (semantics 24): what has not started is cancelled, mails that no server was asked to take are withdrawn, what runs is awaited. */
export async function cancelSteps(tx: Tx, execution: OpenExecution, walk: Walk): Promise<readonly Line[]> {
  const lines: Line[] = walk.cancel().map((event) => ({ event, account: {} }))
  const withdrawn = await withdrawMails(tx, execution)
  for (const { stepId } of execution.outgoing.filter(({ id }) => withdrawn.has(id))) {
    if (walk.state.steps[stepId]?.state !== 'waiting') continue
    for (const event of walk.feed({ step: stepId, state: 'cancelled' })) lines.push({ event, account: {} })
  }
  return lines
}

/** Closes the rows of waits that were cancelled, by a cancellation or by a Stop, so that nobody decides them any more. */
export async function closeWaits(tx: Tx, { execution, walk, lines }: Moved, now: Date): Promise<void> {
  const waits = new Set(walk.plan.steps.filter(({ work }) => work === 'wait').map(({ id }) => id))
  const closed = lines.flatMap(({ event }) => (event.state === 'cancelled' && waits.has(event.step) ? [event.step] : []))
  if (closed.length === 0) return
  await send(tx, sql`
    update wait set port = 'cancelled', decided_at = ${now.toISOString()}::timestamptz
    where execution_id = ${execution.id}::uuid and port is null and step_id in (select jsonb_array_elements_text(${JSON.stringify(closed)}::jsonb))`)
}

async function withdrawMails(tx: Tx, { workspaceId, outgoing }: OpenExecution): Promise<ReadonlySet<string>> {
  const withdrawn = new Set<string>()
  for (const { id } of outgoing) {
    const change = await cancelOutgoing(tx, workspaceId, id, null)
    if (change?.changed === true) withdrawn.add(id)
  }
  return withdrawn
}
