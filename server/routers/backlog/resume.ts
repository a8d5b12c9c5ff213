import { setJobState } from '../../../db/queries/backlog-job'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { requireMayRunRules } from '../../may-run-rules'
import { writeProcedure } from '../../trpc'
import { jobOf, JOB_ID } from './schema'

/** Goes on with the mails that are left, on the version that the job began with. */
export const resume = writeProcedure.input(JOB_ID).mutation(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await requireMayRunRules(tx, ctx.actor)
    const { ruleId } = await jobOf(tx, workspaceId, id)
    if (!(await setJobState(tx, workspaceId, id, ['paused'], 'running'))) throw conflict('conflict.not paused', 'It is not paused.')
    await audit(tx, ctx.actor, { kind: 'backlog.resumed', subjectKind: 'rule', subjectId: ruleId, data: { job: id } })
    return jobOf(tx, workspaceId, id)
  }),
)
