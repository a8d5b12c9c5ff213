import { sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../db/client'
import { Failure } from '../../mail/failure'
import type { Deps } from '../deps'
import { causeOfExecution } from '../ingest/causes'
import { readContext, type IngestContext } from '../ingest/context'
import { insertStarts } from '../ingest/insert-starts'
import { matchRules } from '../ingest/match-rules'
import type { Verdicts } from '../ingest/verdicts'
import type { Plans } from '../plans'
import { persistently } from '../sync/errors'
import { catchUp } from './catch-up'
import { lockEvent, type EventRow } from './event-row'
import { happeningsOf, type Asking } from './happenings-of'
import { keepGuarded } from './keep-guarded'
import { runByHand } from './run-by-hand'

export type RaiseDeps = Pick<Deps, 'database' | 'now' | 'fault'> & { readonly plans: Plans }

/**
 * Asks the rules about an event that was written down, and inserts the executions it sets off: in one transaction with the note that it was done, so that an event
 * is raised once however often it is delivered. An event whose account or subject is gone sets off nothing.
 */
export async function raise({ database, plans, now, fault }: RaiseDeps, workspaceId: string, eventId: string): Promise<void> {
  await persistently(() =>
    database.inWorkspace(workspaceId, async (tx) => {
      const row = await lockEvent(tx, workspaceId, eventId)
      if (row === null) return
      const started = await startedBy(tx, plans, row, now())
      if (started.length > 0) await notifyChanged(tx, workspaceId, 'execution', started)
      await tx.execute(sql`update rule_event set raised_at = now() where id = ${row.id}::uuid`)
      await forgetOld(tx, workspaceId)
      await fault('raise: before commit')
    }),
  )
}

function startedBy(tx: Tx, plans: Plans, row: EventRow, now: Date): Promise<readonly string[]> {
  if (row.kind === 'by hand') return runByHand(tx, row, now)
  return row.kind === 'catch up' ? catchUp(tx, plans, row, now) : askRules(tx, plans, row, now)
}

async function askRules(tx: Tx, plans: Plans, row: EventRow, now: Date): Promise<readonly string[]> {
  const cause = row.causeExecutionId === null ? null : await causeOfExecution(tx, row.causeExecutionId)
  const started: string[] = []
  for (const asking of await happeningsOf(tx, row)) {
    const verdicts = await ask(tx, plans, row, { ...asking, happenings: asking.happenings.map((happening) => ({ ...happening, cause })) }, now)
    started.push(...verdicts.flatMap(({ starts }) => starts.map(({ executionId }) => executionId)))
  }
  return started
}

async function ask(tx: Tx, plans: Plans, { workspaceId, ruleId }: EventRow, { accountId, side, happenings }: Asking, now: Date): Promise<readonly Verdicts[]> {
  const found = await contextOf(tx, workspaceId, accountId)
  if (found === null) return []
  const context = { ...found, mode: side === 'outgoing' ? found.outgoingMode : found.mode, rules: found.rules.filter((rule) => ruleId === null || rule.ruleId === ruleId) }
  const place = { workspaceId, accountId, now }
  const verdicts = await matchRules(tx, plans, place, context, happenings)
  await insertStarts(tx, place, verdicts)
  await keepGuarded(tx, place, context, verdicts)
  return verdicts
}

async function contextOf(tx: Tx, workspaceId: string, accountId: string): Promise<IngestContext | null> {
  try {
    return await readContext(tx, { workspaceId, accountId })
  } catch (error) {
    if (error instanceof Failure && error.code === 'account removed') return null
    throw error
  }
}

/** What was raised a week ago is kept by its executions; a few rows at a time. */
async function forgetOld(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(sql`
    delete from rule_event where id in (select id from rule_event where workspace_id = ${workspaceId} and raised_at < now() - interval '7 days' limit 20 for update skip locked)`)
}
