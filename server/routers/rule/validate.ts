import { z } from 'zod'
import { RuleGraph } from '../../../rules/graph'
import type { Problem } from '../../../rules/problem'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { breadthOf } from './breadth'
import { loopsWith } from './loops'
import { neighboursOf } from './neighbours'
import { compileIn, ruleOf } from './rule-of'

/** Blockers, then warnings; `canPublish` when there are no blockers. */
export interface Validation {
  readonly canPublish: boolean
  readonly problems: readonly Problem[]
}

/** Compiles a drawing for an account without storing anything, and looks at the rules beside it and at the mail of the last 30 days: rings, rules that keep it from acting, a rule that would act on most mail; `ruleId` is the one it would replace. A POST, because drawings are too long for an address. */
export const validate = workspaceProcedure.input(z.object({ accountId: z.uuid(), graph: RuleGraph, ruleId: z.uuid().optional(), name: z.string().max(120).default('') })).mutation(({ ctx, input: { accountId, graph, ruleId, name } }): Promise<Validation> =>
  ctx.db(async (tx) => {
    if (ruleId !== undefined) await ruleOf(tx, ctx.actor.workspaceId, ruleId)
    const place = await accountOf(tx, ctx.actor.workspaceId, accountId)
    const compiled = await compileIn(tx, ctx.actor.workspaceId, place.id, graph, ruleId)
    if ('plan' in compiled) {
      const { workspaceId } = ctx.actor
      const candidate = { ruleId: ruleId ?? NEVER_SAVED, name, accountId, plan: compiled.plan }
      const beside = [...(await neighboursOf(tx, workspaceId, candidate)), ...(await loopsWith(tx, workspaceId, candidate)), ...(await breadthOf(tx, workspaceId, ctx.services.now(), candidate))]
      return { canPublish: true, problems: [...compiled.warnings, ...beside] }
    }
    return { canPublish: false, problems: compiled.problems }
  }),
)

/** No config of a step can name it. */
const NEVER_SAVED = 'a rule never saved'
