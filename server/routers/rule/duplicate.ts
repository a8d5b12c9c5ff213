import { z } from 'zod'
import { writeProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { insertRule } from './insert'
import { ruleOf } from './rule-of'

/** A new draft with the same drawing, in the same account or another. Folders of another account must be chosen anew; the compiler says which. */
export const duplicate = writeProcedure.input(z.object({ id: z.uuid(), accountId: z.uuid().optional() })).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const source = await ruleOf(tx, ctx.actor.workspaceId, input.id)
    const place = await accountOf(tx, ctx.actor.workspaceId, input.accountId ?? source.accountId)
    return insertRule(tx, ctx.actor, { accountId: place.id, name: `${source.name.slice(0, 110)} (2)`, draft: source.draft })
  }),
)
