import { and, asc, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { rule } from '../../../db/schema'
import { audit } from '../../audit'
import { writeProcedure } from '../../trpc'
import { ruleOf } from './rule-of'

/** Puts the rule at a place in its account's order, 0 first; beyond the end means last. Answers the new order. */
export const move = writeProcedure.input(z.object({ id: z.uuid(), toIndex: z.number().int().min(0).max(10_000) })).mutation(({ ctx, input: { id, toIndex } }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const { accountId } = await ruleOf(tx, workspaceId, id)
    const all = await tx
      .select({ id: rule.id, position: rule.position })
      .from(rule)
      .where(and(eq(rule.workspaceId, workspaceId), eq(rule.accountId, accountId), ne(rule.state, 'deleted')))
      .orderBy(asc(rule.position), asc(rule.id))
      .for('no key update')
    const others = all.filter((row) => row.id !== id).map((row) => row.id)
    const order = [...others.slice(0, toIndex), id, ...others.slice(toIndex)]
    const before = new Map(all.map((row) => [row.id, row.position]))
    for (const [index, ruleId] of order.entries()) {
      if (before.get(ruleId) !== index + 1) await tx.update(rule).set({ position: index + 1 }).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, ruleId)))
    }
    await audit(tx, ctx.actor, { kind: 'rules.reordered', subjectKind: 'account', subjectId: accountId, data: { rule: id, place: order.indexOf(id) + 1 } })
    await notifyChanged(tx, workspaceId, 'rule', order)
    return { accountId, order }
  }),
)
