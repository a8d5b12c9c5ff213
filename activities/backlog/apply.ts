import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../db/client'
import type { Deps } from '../deps'
import { isTransient } from '../execution/transient'
import type { Plans } from '../plans'
import { persistently } from '../sync/errors'
import { takeSlice, type Job, type SliceResult } from './slice'

/**
 * Applies rules to mail that is there already. What is to do is rows (backlog_job, backlog_item): each slice is one transaction that asks the rule about a few mails,
 * inserts their executions and says so on the items, so that whoever is killed leaves nothing half done and whoever goes on does nothing twice.
 */
export type BacklogDeps = Pick<Deps, 'database' | 'now' | 'log' | 'fault'> & { readonly plans: Plans }

const Jobs = z.array(z.object({ workspaceId: z.string(), jobId: z.string() }))

/** Takes one slice of each running job; of more than a round has room for, of some drawn anew each time, so that none keeps another waiting. Returns what came of each. */
export async function applyBacklogs(deps: BacklogDeps): Promise<readonly SliceResult[]> {
  const jobs = Jobs.parse(await deps.database.system.execute(sql`select workspace_id as "workspaceId", id as "jobId" from backlog_job where state = 'running' order by random() limit 20`))
  const results: SliceResult[] = []
  for (const job of jobs) results.push(await applySlice(deps, job))
  return results
}

/** Mails that one transaction asks about. */
const SLICE = 100

/**
 * One slice of a job. A mail that cannot be looked at, whatever is wrong with it, is set aside and keeps no other from its turn.
 * @throws what says nothing about the mail: the database is away.
 */
export async function applySlice(deps: BacklogDeps, job: Job): Promise<SliceResult> {
  try {
    return await sliceOf(deps, job, SLICE)
  } catch (error) {
    if (isTransient(error)) throw error
  }
  try {
    return await sliceOf(deps, job, 1)
  } catch (error) {
    if (isTransient(error)) throw error
    deps.log.warn({ error, workspaceId: job.workspaceId, code: 'backlog.item failed' }, 'a mail could not be looked at for a rule, and is set aside')
    await setAside(deps, job)
    return 'more'
  }
}

async function sliceOf(deps: BacklogDeps, job: Job, most: number): Promise<SliceResult> {
  const result = await persistently(() =>
    deps.database.inWorkspace(job.workspaceId, async (tx) => {
      const taken = await takeSlice(tx, deps.plans, job, deps.now(), most)
      await deps.fault('backlog: before commit')
      return taken
    }),
  )
  await deps.fault('backlog: after commit')
  return result
}

async function setAside({ database }: BacklogDeps, { workspaceId, jobId }: Job): Promise<void> {
  await database.inWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`
      update backlog_item set state = 'failed', reason = 'unreadable' where job_id = ${jobId}::uuid and message_id = (
        select i.message_id from backlog_item i join backlog_job j on j.id = i.job_id and j.state = 'running' where i.job_id = ${jobId}::uuid and i.state = 'pending' order by i.place limit 1)`)
    await notifyChanged(tx, workspaceId, 'backlog', [jobId])
  })
}
