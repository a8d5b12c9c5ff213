import { statesOfJob } from '../../../db/queries/backlog-items'
import { workspaceProcedure } from '../../trpc'
import { jobOf, JOB_ID } from './schema'

/** How far a job has come, and what its executions came to. */
export const get = workspaceProcedure.input(JOB_ID).query(({ ctx, input: { id } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    return { ...(await jobOf(tx, workspaceId, id)), executions: await statesOfJob(tx, workspaceId, id) }
  }),
)
