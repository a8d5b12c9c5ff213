import { z } from 'zod'
import { endShadow } from '../../../db/queries/shadow'
import { audit } from '../../audit'
import { conflict } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { ruleOf } from '../rule/rule-of'

/** Ends a rule's shadow. What it saw stays to be read. */
export const stop = writeProcedure.input(z.object({ ruleId: z.uuid() })).mutation(({ ctx, input: { ruleId } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await ruleOf(tx, workspaceId, ruleId, 'lock')
    if (!(await endShadow(tx, workspaceId, ruleId, 'stopped'))) throw conflict('conflict.no shadow', 'Nothing looks at mail beside the live version.')
    await audit(tx, ctx.actor, { kind: 'shadow.stopped', subjectKind: 'rule', subjectId: ruleId })
    return { ruleId }
  }),
)
