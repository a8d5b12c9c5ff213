import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Database, System } from '../db/client'
import { enqueue, type DispatchOrder } from '../db/queries/enqueue-dispatch'
import { keepAllSchedules } from '../db/queries/rule-schedule'
import { releaseNext } from '../db/queries/release-next'
import { auditEvent } from '../db/schema'
import { EFFECT_WORK } from '../rules/effects'
import type { Log } from './log'

/**
 * Finding again what got lost (architecture: recover, order). Everything here only writes dispatch rows for what the rows say is not done: starting something
 * twice is harmless, forgetting it is not.
 */
export interface SweepDeps {
  readonly database: Database
  readonly log: Log
}

/** Nothing is done about what moved within this time. */
export const QUIET_SECONDS = 60

/** The effects whose step waits for a mail; its receipt comes first in the step. */
const MAIL_EFFECTS = sql.join(Object.entries(EFFECT_WORK).flatMap(([kind, work]) => (work === 'mail' ? [sql`${kind}`] : [])), sql`, `)

const Subjects = z.array(z.object({ workspaceId: z.string(), subjectId: z.string() }))

/**
 * Compares the engine's namespace with the one we last spoke to. Another one means that it forgot everything: whatever is not final is dispatched again.
 * Returns how many rows were written; 0 when it is the same engine.
 */
export async function noteEngine({ database, log }: SweepDeps, namespaceId: string): Promise<number> {
  return database.system.transaction(async (tx) => {
    await tx.execute(sql`insert into engine (id) values (1) on conflict do nothing`)
    const [known] = await tx.execute(sql`select namespace_id from engine where id = 1 for update`)
    await tx.execute(sql`update engine set namespace_id = ${namespaceId}, answering = true, seen_at = now() where id = 1`)
    if (known?.namespace_id === namespaceId) return 0
    const count = await dispatchAgain(tx)
    log.warn({ namespaceId, count, code: 'engine.new' }, 'the engine has no memory of before; everything that is not final is started again')
    return count
  })
}

/** The engine does not answer at the moment. */
export async function noteSilence({ database }: Pick<SweepDeps, 'database'>): Promise<void> {
  await database.system.execute(sql`update engine set answering = false where id = 1`)
}

/** Every minute: what could move and has not for a minute is told to look at its rows again. Returns how many rows were written. */
export async function recheckStuck({ database, log }: SweepDeps): Promise<number> {
  const late = sql`now() - make_interval(secs => ${QUIET_SECONDS})`
  const executions = Subjects.parse(
    await database.system.execute(sql`
      select e.workspace_id as "workspaceId", e.id as "subjectId" from execution e
      where ${couldMove(late)}
      limit 500`),
  )
  const mails = Subjects.parse(
    await database.system.execute(sql`
      select workspace_id as "workspaceId", id as "subjectId" from outgoing_message
      where state in ('scheduled', 'queued', 'sending', 'deferred') and not_before < ${late} and coalesce(next_try_at, not_before) < ${late} and coalesce(lease_until, not_before) < ${late}
        or state = 'accepted' and sent_copy = 'pending' and settled_at < now() - interval '10 minutes'
      limit 500`),
  )
  const accounts = Subjects.parse(
    await database.system.execute(sql`
      select workspace_id as "workspaceId", id as "subjectId" from account
      where kind = 'imap' and deleted_at is null and state <> 'paused' and coalesce(proven_at, created_at) < now() - interval '3 minutes' limit 500`),
  )
  const orders = [...ordersOf('executeRule', executions), ...ordersOf('sendMessage', mails), ...ordersOf('syncAccount', accounts)]
  await enqueue(database.system, orders)
  if (orders.length > 0) log.info({ count: orders.length, code: 'sweep.recheck' }, 'what had not moved for a minute was told to look again')
  return orders.length
}

/** Of `execution e`: it has begun, not ended, and something it could have gone on with was there before `late` already. */
export function couldMove(late: SQL): SQL {
  return sql`
      e.ended_at is null and e.released_at is not null and e.progress_at < ${late} and (
        not e.parked or e.cancel_requested_at < ${late}
        or exists (select 1 from wait w where w.execution_id = e.id and (w.port is null and w.due_at < ${late} or w.port is not null and w.decided_at < ${late}
          and exists (select 1 from execution_step s where s.execution_id = e.id and s.step_id = w.step_id and s.ended_at is null)))
        or exists (select 1 from claim c join execution_step s on s.execution_id = e.id and s.step_id = c.step_id and s.ended_at is null
          where c.execution_id = e.id and (c.lease_until < ${late} and c.state <> 'retry' or c.state = 'retry' and c.next_try_at < ${late}))
        or exists (select 1 from execution_step s join outgoing_message o on o.id = (s.receipts -> 0 ->> 'ref')::uuid
          where s.execution_id = e.id and s.ended_at is null and s.receipts -> 0 ->> 'effect' in (${MAIL_EFFECTS}) and o.settled_at < ${late}))`
}

/**
 * Lets the next rule of an event go on when the one before it has made no progress for a minute and its start was delivered. Call it only when the engine has
 * answered all that time: waiting for the engine is no lack of progress. What was done and why is written to the audit trail.
 */
export async function releaseOverdue({ database, log }: SweepDeps): Promise<number> {
  const held = z.array(z.object({ id: z.string(), workspaceId: z.string(), eventId: z.string(), position: z.number() })).parse(
    await database.system.execute(sql`
      select p.id, p.workspace_id as "workspaceId", p.event_id as "eventId", p.position from execution p
      where p.ended_at is null and p.released_at is not null and not p.parked and p.progress_at < now() - make_interval(secs => ${QUIET_SECONDS})
        and exists (select 1 from execution n where n.event_id = p.event_id and n.position > p.position and n.released_at is null and n.ended_at is null)
        and not exists (select 1 from dispatch d where d.workflow_id = 'execution:' || p.id::text)
      limit 200`),
  )
  let released = 0
  for (const { id, workspaceId, eventId, position } of held) {
    await database.inWorkspace(workspaceId, async (tx) => {
      const next = await releaseNext(tx, { id, workspaceId, eventId, position }, new Date())
      if (next === null) return
      released += 1
      await tx.insert(auditEvent).values({ workspaceId, actor: { kind: 'system', id: 'sweep' }, kind: 'execution.released', subjectKind: 'execution', subjectId: next, data: { before: id, reason: 'no progress', seconds: QUIET_SECONDS } })
    })
  }
  if (released > 0) log.warn({ count: released, code: 'sweep.release' }, 'rules were let go on because the one before them had not moved for a minute')
  return released
}

/** After the engine lost its memory: released executions, mails on their way and every account. */
async function dispatchAgain(tx: Parameters<Parameters<System['transaction']>[0]>[0]): Promise<number> {
  const executions = Subjects.parse(await tx.execute(sql`select workspace_id as "workspaceId", id as "subjectId" from execution where ended_at is null and released_at is not null`))
  const mails = Subjects.parse(
    await tx.execute(sql`select workspace_id as "workspaceId", id as "subjectId" from outgoing_message where state in ('scheduled', 'queued', 'sending', 'deferred') or (state = 'accepted' and sent_copy = 'pending')`),
  )
  const accounts = Subjects.parse(await tx.execute(sql`select workspace_id as "workspaceId", id as "subjectId" from account where kind = 'imap' and deleted_at is null`))
  const orders = [...ordersOf('executeRule', executions), ...ordersOf('sendMessage', mails), ...ordersOf('syncAccount', accounts)]
  await enqueue(tx, orders)
  await keepAllSchedules(tx)
  return orders.length
}

function ordersOf(workflow: DispatchOrder['workflow'], subjects: z.infer<typeof Subjects>): readonly DispatchOrder[] {
  return subjects.map((subject) => ({ ...subject, workflow, kind: 'recheck' }))
}
