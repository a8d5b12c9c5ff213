import { requestCancel, withdrawMails } from '../../../db/queries/cancel-execution'
import { setJobState } from '../../../db/queries/backlog-job'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { z } from 'zod'
import { jobOf } from './schema'

const INPUT = z.object({
  id: z.uuid(),
  /** What it set off and has not ended is cancelled as well. */
  cancelRunning: z.boolean().default(false),
})

/** Ends a job for good. Mails that were not looked at stay as they are; what was done stays done. */
export const abort = writeProcedure.input(INPUT).mutation(({ ctx, input: { id, cancelRunning } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { ruleId } = await jobOf(tx, workspaceId, id)
    if (!(await setJobState(tx, workspaceId, id, ['running', 'paused'], 'aborted'))) throw conflict('conflict.ended', 'It has ended already.')
    const cancelled = cancelRunning ? await requestCancel(tx, { workspaceId, backlogJobId: id }) : []
    await withdrawMails(tx, workspaceId, cancelled)
    await audit(tx, ctx.actor, { kind: 'backlog.aborted', subjectKind: 'rule', subjectId: ruleId, data: { job: id, cancelled: cancelled.length } })
    return jobOf(tx, workspaceId, id)
  }),
)
