import { z } from 'zod'
import { publishRule, type Published } from '../../../db/queries/rule-publish'
import { Failure } from '../../../mail/failure'
import { canonical } from '../../../rules/rule-plan'
import { PLAN_VERSION } from '../../../rules/plan/plan'
import type { Problem } from '../../../rules/problem'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { requireRevision } from './revision'
import { compileIn, ruleOf } from './rule-of'
import { REVISION } from './schema'

const INPUT = z.object({ id: z.uuid(), revision: REVISION, note: z.string().trim().max(500).default('') })

/** Makes the draft the next immutable version and live. `rule.problems` while blockers stand; running executions finish on the version they began with. Answers what is worth a look all the same. */
export const publish = writeProcedure.input(INPUT).mutation(({ ctx, input: { id, revision, note } }): Promise<Published & { readonly warnings: readonly Problem[] }> =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, id, 'lock')
    await requireRevision(tx, row, revision)
    const compiled = await compileIn(tx, workspaceId, row.accountId, row.draft, id)
    if (!('plan' in compiled)) {
      const count = compiled.problems.filter(({ severity }) => severity === 'blocker').length
      throw new Failure('rule.problems', { retry: 'no', publicMessage: `The rule has ${count} ${count === 1 ? 'problem' : 'problems'} that must be solved before it can be published. rule.validate lists them.` })
    }
    const published = await publishRule(tx, { workspaceId, ruleId: id, graph: row.draft, plan: compiled.plan, planVersion: PLAN_VERSION, canonical: canonical(compiled.plan), authorId: userId, note })
    await audit(tx, ctx.actor, { kind: 'rule.published', subjectKind: 'rule', subjectId: id, data: { number: published.number, plan: published.planHash.slice(0, 12) } })
    return { ...published, warnings: compiled.warnings }
  }),
)
