import { z } from 'zod'
import { publishRule, type Published } from '../../../db/queries/rule-publish'
import { shadowsOf } from '../../../db/queries/shadow'
import { Failure } from '../../../mail/failure'
import { canonical } from '../../../rules/rule-plan'
import { PLAN_VERSION } from '../../../rules/plan/plan'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { compileIn, graphOf, ruleOf } from '../rule/rule-of'

const INPUT = z.object({ ruleId: z.uuid(), note: z.string().trim().max(500).default('') })

/** Makes what looked on the next version and live, checked against what exists now. It ends with that; a draft that was changed since stays as it is. */
export const publish = writeProcedure.input(INPUT).mutation(({ ctx, input: { ruleId, note } }): Promise<Published> =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, ruleId, 'lock')
    const shadow = (await shadowsOf(tx, workspaceId, ruleId)).find(({ endedAt }) => endedAt === null)
    if (shadow === undefined) throw conflict('conflict.no shadow', 'Nothing looks at mail beside the live version.')
    const graph = graphOf(shadow.graph)
    const compiled = await compileIn(tx, workspaceId, row.accountId, graph, ruleId)
    if (!('plan' in compiled)) throw new Failure('rule.problems', { retry: 'no', publicMessage: 'What it needs has changed since it began, so it cannot be published as it is. Restore it as a draft and solve its problems.' })
    const published = await publishRule(tx, { workspaceId, ruleId, graph, plan: compiled.plan, planVersion: PLAN_VERSION, canonical: canonical(compiled.plan), authorId: userId, note })
    await audit(tx, ctx.actor, { kind: 'rule.published', subjectKind: 'rule', subjectId: ruleId, data: { number: published.number, plan: published.planHash.slice(0, 12), shadow: shadow.id } })
    return published
  }),
)
