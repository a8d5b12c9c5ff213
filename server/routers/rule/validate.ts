import { z } from 'zod'
import { RuleGraph } from '../../../rules/graph'
import type { Problem } from '../../../rules/problem'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { loopsWith } from './loops'
import { compileIn } from './rule-of'

/** Blockers, then warnings; `canPublish` when there are no blockers. */
export interface Validation {
  readonly canPublish: boolean
  readonly problems: readonly Problem[]
}

/** Compiles a drawing for an account without storing anything, and looks for rings with the rules that are live; `ruleId` is the one it would replace. A POST, because drawings are too long for an address. */
export const validate = workspaceProcedure.input(z.object({ accountId: z.uuid(), graph: RuleGraph, ruleId: z.uuid().optional(), name: z.string().max(120).default('') })).mutation(({ ctx, input: { accountId, graph, ruleId = '', name } }): Promise<Validation> =>
  ctx.db(async (tx) => {
    const place = await accountOf(tx, ctx.actor.workspaceId, accountId)
    const compiled = await compileIn(tx, ctx.actor.workspaceId, place.id, graph)
    if ('plan' in compiled) return { canPublish: true, problems: [...compiled.warnings, ...(await loopsWith(tx, ctx.actor.workspaceId, { ruleId, name, accountId, plan: compiled.plan }))] }
    return { canPublish: false, problems: compiled.problems }
  }),
)
