import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { countChosen, freezeBacklog } from '../../../db/queries/backlog-job'
import { backlogJob } from '../../../db/schema'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { requireMayRunRules } from '../../may-run-rules'
import { writeProcedure } from '../../trpc'
import { ruleOf } from '../rule/rule-of'
import { applicable } from './applicable'
import { CHOICE } from './schema'

const INPUT = z.object({
  ruleId: z.uuid(),
  choice: CHOICE,
  /** As many as `rule.backlog.preview` counted: a person's word that they know how many mails it is about. */
  count: z.number().int().min(1),
  mode: z.enum(['live', 'dry run']).default('live'),
})

/**
 * Applies the live version of a rule to mail that is there already. Which mails is fixed now, by the count that was confirmed (`conflict.count` where it is another); the worker takes
 * them oldest first, a few at a time. One at a time per rule. Needs the right to run rules by hand.
 */
export const start = writeProcedure.input(INPUT).mutation(({ ctx, input: { ruleId, choice, count, mode } }) =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    await requireMayRunRules(tx, ctx.actor)
    await ruleOf(tx, workspaceId, ruleId, 'lock')
    const rule = await applicable(tx, { workspaceId, ruleId, choice, mode, now: ctx.services.now() })
    const open = await tx.select({ id: backlogJob.id }).from(backlogJob).where(and(eq(backlogJob.workspaceId, workspaceId), eq(backlogJob.ruleId, ruleId), inArray(backlogJob.state, ['running', 'paused'])))
    if (open.length > 0) throw conflict('conflict.backlog', 'This rule is being applied to older mail already. Let that end, or abort it first.')
    const target = { workspaceId, accountId: rule.accountId }
    const found = await countChosen(tx, target, rule.chosen)
    if (found !== count) throw conflict('conflict.count', `It is about ${found} mails by now, not ${count}. Look again and confirm.`)
    const { jobId, total } = await freezeBacklog(tx, { ...target, ruleId, versionId: rule.versionId, planId: rule.planId, mode, userId, chosen: rule.chosen })
    await audit(tx, ctx.actor, { kind: 'backlog.started', subjectKind: 'rule', subjectId: ruleId, data: { job: jobId, messages: total, version: rule.version, mode: rule.mode } })
    return { id: jobId, total, mode: rule.mode }
  }),
)
