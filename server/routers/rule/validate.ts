import { z } from 'zod'
import { RuleGraph } from '../../../rules/graph'
import type { Problem } from '../../../rules/problem'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { compileIn } from './rule-of'

/** Blockers, then warnings; `canPublish` when there are no blockers. */
export interface Validation {
  readonly canPublish: boolean
  readonly problems: readonly Problem[]
}

/** Compiles a drawing for an account without storing anything. A POST, because drawings are too long for an address. */
export const validate = workspaceProcedure.input(z.object({ accountId: z.uuid(), graph: RuleGraph })).mutation(({ ctx, input: { accountId, graph } }): Promise<Validation> =>
  ctx.db(async (tx) => {
    const place = await accountOf(tx, ctx.actor.workspaceId, accountId)
    const compiled = await compileIn(tx, ctx.actor.workspaceId, place.id, graph)
    return 'plan' in compiled ? { canPublish: true, problems: compiled.warnings } : { canPublish: false, problems: compiled.problems }
  }),
)
