import { sql } from 'drizzle-orm'
import type { Database } from '../db/client'
import type { Log } from './log'

export interface RetentionDeps {
  readonly database: Database
  readonly log: Log
}

/** Months made ahead of need. What came while none was made lies in a table of its own and is moved when its month is made. */
const MONTHS_AHEAD = 2
/** Rows of one transaction, and transactions of one call: nobody waits long behind a deletion. */
const SLICE = 1_000
const SLICES = 200
/** Pieces of finished work that one call drops of a workspace, each with the notes it made of every mail. */
const FINISHED = 20

/**
 * Makes the tables of the months to come and drops what is older than it is to be kept: whole months that no workspace keeps, and of a workspace that keeps less
 * than others its own rows. An execution that has not ended is never dropped, nor is the month it lies in. What a rule's work on older mail and what its shadows
 * noted goes with their end, by the same age. Returns what was dropped.
 */
export async function keepMonths({ database, log }: RetentionDeps): Promise<{ readonly months: readonly string[]; readonly executions: number }> {
  await database.system.execute(sql`select keep_months(${MONTHS_AHEAD})`)
  const months = (await database.system.execute(sql`select name from drop_months() as dropped(name)`)).map(({ name }) => String(name))
  let executions = 0
  for (let slice = 0; slice < SLICES; slice += 1) {
    const count = await dropSlice(database)
    executions += count
    if (count < SLICE) break
  }
  await dropFinished(database)
  if (months.length + executions > 0) log.info({ code: 'retention.dropped', count: executions, kind: months.join(', ') }, 'what is older than it is to be kept was dropped')
  return { months, executions }
}

async function dropSlice({ system }: Database): Promise<number> {
  return system.transaction(async (tx) => {
    const rows = await tx.execute(sql`
      select e.id from workspace w cross join lateral (
        select id from execution where workspace_id = w.id and ended_at < now() - make_interval(days => w.retention_days) and id < uuid_floor(now() - make_interval(days => w.retention_days)) limit ${SLICE}) e
      limit ${SLICE}`)
    if (rows.length === 0) return 0
    const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::jsonb)::uuid)`
    await tx.execute(sql`delete from execution_step where execution_id in ${ids}`)
    await tx.execute(sql`delete from execution where id in ${ids}`)
    return rows.length
  })
}

async function dropFinished(database: Database): Promise<void> {
  const workspaces = await database.system.execute(sql`select id, retention_days as days from workspace`)
  for (const { id, days } of workspaces) {
    await database.inWorkspace(String(id), async (tx) => {
      for (const table of [sql`backlog_job`, sql`rule_shadow`]) {
        await tx.execute(sql`delete from ${table} where id in (select id from ${table} where ended_at < now() - make_interval(days => ${Number(days)}::int) order by ended_at limit ${FINISHED})`)
      }
    })
  }
}
