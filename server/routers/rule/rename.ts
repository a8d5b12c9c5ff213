import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { rule } from '../../../db/schema'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { ruleOf } from './rule-of'
import { RULE_NAME } from './schema'

/** Gives the rule another name, in lists and in what already ran. */
export const rename = writeProcedure.input(z.object({ id: z.uuid(), name: RULE_NAME })).mutation(({ ctx, input: { id, name } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const before = await ruleOf(tx, workspaceId, id, 'lock')
    await tx.update(rule).set({ name, updatedAt: sql`now()` }).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, id)))
    if (before.name !== name) await audit(tx, ctx.actor, { kind: 'rule.renamed', subjectKind: 'rule', subjectId: id, data: { from: before.name, to: name } })
    await notifyChanged(tx, workspaceId, 'rule', [id])
    return { id, name }
  }),
)
