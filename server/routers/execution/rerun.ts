import { z } from 'zod'
import { audit } from '../../audit'
import { requireMayRunRules } from '../../may-run-rules'
import { rerun as runAgain } from '../../rerun'
import { writeProcedure } from '../../trpc'
import { requireExecution } from './require'

const INPUT = z.object({
  id: z.uuid(),
  /** `from failed` takes over what went well; `dry run` describes and does nothing. */
  as: z.enum(['whole', 'from failed', 'dry run']).default('from failed'),
  version: z.enum(['original', 'current']).default('original'),
  /** Steps whose effect is uncertain and that the person decided to risk again. */
  repeatUncertain: z.array(z.string().min(1).max(64)).max(200).default([]),
  /** Steps that were done and that the person wants done once more. */
  repeatDone: z.array(z.string().min(1).max(64)).max(200).default([]),
})

/** Runs an execution that is over again, as a new one that names it. What was done stays done, but for the steps that are named. But for a dry run it needs the right to run rules by hand (`forbidden.run rules`). */
export const rerun = writeProcedure.input(INPUT).mutation(({ ctx, input: { id, ...how } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    await requireExecution(tx, workspaceId, id)
    if (how.as !== 'dry run') await requireMayRunRules(tx, ctx.actor)
    const executionId = await runAgain(tx, { workspaceId, executionId: id, ...how, userId })
    await audit(tx, ctx.actor, { kind: 'execution.rerun', subjectKind: 'execution', subjectId: id, data: { as: how.as, version: how.version, execution: executionId, repeated: how.repeatDone.length } })
    return { executionId }
  }),
)
