import { z } from 'zod'
import { listRules, type RuleListRow } from '../../../db/queries/rule-list'
import { RuleGraph } from '../../../rules/graph'
import { workspaceProcedure } from '../../trpc'
import { accountOf } from '../account/view'

/** A rule in a list. `graph`: what is live, else the draft, to be read aloud; null when it cannot be read. */
export interface RuleListItem extends Omit<RuleListRow, 'graph'> {
  readonly graph: RuleGraph | null
}

/** Every rule, by account and in the order in which they act, with counts of the last 24 hours and 30 days. */
export const list = workspaceProcedure
  .input(z.object({ accountId: z.uuid().nullable().default(null) }).default({ accountId: null }))
  .query(({ ctx, input }): Promise<readonly RuleListItem[]> =>
    ctx.db(async (tx) => {
      if (input.accountId !== null) await accountOf(tx, ctx.actor.workspaceId, input.accountId)
      const rows = await listRules(tx, ctx.actor.workspaceId, input.accountId)
      return rows.map((row) => ({ ...row, graph: RuleGraph.safeParse(row.graph).data ?? null }))
    }),
  )
