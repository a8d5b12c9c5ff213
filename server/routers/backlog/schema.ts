import { z } from 'zod'
import { backlogJob, BACKLOG_LIMIT, type BacklogJob } from '../../../db/queries/backlog-job'
import type { Tx } from '../../../db/client'
import { notFound } from '../../failure-status'

/** Which of the account's mail a rule is applied to; until now where no end is given. */
export const CHOICE = z.object({
  mailboxId: z.uuid().nullable().default(null),
  since: z.date().nullable().default(null),
  until: z.date().nullable().default(null),
  /** Only the newest so many. */
  limit: z.number().int().min(1).max(BACKLOG_LIMIT).default(BACKLOG_LIMIT),
})

export const JOB_ID = z.object({ id: z.uuid() })

/** One job, or `not found`. */
export async function jobOf(tx: Tx, workspaceId: string, id: string): Promise<BacklogJob> {
  const job = await backlogJob(tx, workspaceId, id)
  if (job === null) throw notFound('job')
  return job
}
