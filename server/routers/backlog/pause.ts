import { setJobState } from '../../../db/queries/backlog-job'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { jobOf, JOB_ID } from './schema'

/** Begins nothing more of a job until it is resumed; what it set off goes on. */
export const pause = writeProcedure.input(JOB_ID).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { ruleId } = await jobOf(tx, workspaceId, id)
    if (!(await setJobState(tx, workspaceId, id, ['running'], 'paused'))) throw conflict('conflict.not running', 'It is not running any more.')
    await audit(tx, ctx.actor, { kind: 'backlog.paused', subjectKind: 'rule', subjectId: ruleId, data: { job: id } })
    return jobOf(tx, workspaceId, id)
  }),
)
