import { z } from 'zod'
import { ruleReferences, type RuleReferences } from '../../../db/queries/rule-references'
import { twinOf } from '../../../rules/exchange/alike'
import { graphWith, stringsIn } from '../../../rules/exchange/strings'
import type { RuleGraph } from '../../../rules/graph'
import { writeProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { insertRule, type NewRule } from './insert'
import { ruleOf } from './rule-of'

/** A copy in another account, and the folders of the original that account has nothing like: they must be chosen before publishing. */
export interface RuleCopy extends NewRule {
  readonly accountId: string
  readonly unmatched: readonly { readonly mailboxId: string; readonly name: string }[]
}

/**
 * Copies a rule's draft to other accounts, as a draft of its own in each: every run stays within one account. Folders are found by what they are for (inbox, archive,
 * trash …), else by their path; what cannot be found keeps its old id, which the compiler refuses until another is chosen.
 */
export const copyTo = writeProcedure.input(z.object({ id: z.uuid(), accountIds: z.array(z.uuid()).min(1).max(50) })).mutation(({ ctx, input }): Promise<readonly RuleCopy[]> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const source = await ruleOf(tx, workspaceId, input.id)
    const { mailboxes } = await ruleReferences(tx, workspaceId)
    const copies: RuleCopy[] = []
    for (const accountId of new Set(input.accountIds)) {
      const place = await accountOf(tx, workspaceId, accountId)
      const { ids, unmatched } = mapped(mailboxes, source.accountId, place.id, source.draft)
      const made = await insertRule(tx, ctx.actor, { accountId: place.id, name: source.name, draft: graphWith(source.draft, ids) })
      copies.push({ ...made, accountId: place.id, unmatched })
    }
    return copies
  }),
)

type Mailbox = RuleReferences['mailboxes'][number]

function mapped(mailboxes: readonly Mailbox[], from: string, to: string, drawing: RuleGraph): { readonly ids: ReadonlyMap<string, string>; readonly unmatched: RuleCopy['unmatched'] } {
  const used = new Set(stringsIn(drawing.nodes.map(({ config }) => config)))
  const named = mailboxes.filter(({ id, accountId }) => accountId === from && from !== to && used.has(id))
  const pairs = named.map((box) => ({ box, twin: twinOf(box, mailboxes.filter(({ accountId }) => accountId === to)) }))
  return {
    ids: new Map(pairs.flatMap(({ box, twin }) => (twin === null ? [] : [[box.id, twin.id] as const]))),
    unmatched: pairs.flatMap(({ box, twin }) => (twin === null ? [{ mailboxId: box.id, name: box.name }] : [])),
  }
}
