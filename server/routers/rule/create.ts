import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { message } from '../../../db/schema'
import { RuleGraph } from '../../../rules/graph'
import { invalid, notFound } from '../../failure-status'
import { writeProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { insertRule } from './insert'
import { graphLike } from './prefill'
import { RULE_NAME } from './schema'

const INPUT = z.object({
  name: RULE_NAME,
  /** Left out where the rule is begun from a mail: then it is the mail's account. */
  accountId: z.uuid().optional(),
  graph: RuleGraph.optional(),
  /** Prefills start and condition from this mail. */
  fromMessageId: z.uuid().optional(),
})

const ONLY_A_START = RuleGraph.parse({ version: 1, nodes: [{ id: 'start', type: 'mail.arrived', config: {} }], edges: [] })

/** Begins a rule as a draft: from nothing, from a drawing, or from a mail. */
export const create = writeProcedure.input(INPUT).mutation(({ ctx, input }) =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const model = input.fromMessageId === undefined ? null : await modelMail(input.fromMessageId)
    const accountId = input.accountId ?? model?.accountId
    if (accountId === undefined) throw invalid('invalid.account', 'Say which account the rule is for, or which mail it is begun from.')
    const place = await accountOf(tx, workspaceId, accountId)
    return insertRule(tx, ctx.actor, { accountId: place.id, name: input.name, draft: input.graph ?? (model === null ? ONLY_A_START : graphLike(model)) })

    async function modelMail(id: string) {
      const [row] = await tx.select({ accountId: message.accountId, fromAddress: message.fromAddress, subject: message.subject }).from(message).where(and(eq(message.workspaceId, workspaceId), eq(message.id, id)))
      if (row === undefined) throw notFound('message')
      return row
    }
  }),
)
