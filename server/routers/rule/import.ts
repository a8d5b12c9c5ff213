import { z } from 'zod'
import { ruleReferences } from '../../../db/queries/rule-references'
import { writeProcedure } from '../../trpc'
import { accountOf } from '../account/view'
import { RuleFile, withIds } from './exchange'
import { insertRule, type NewRule } from './insert'
import { RuleGraph } from '../../../rules/graph'

/** A file's rule as a new draft, and the names that nothing here bears: those must be chosen before publishing. */
export interface ImportedRule extends NewRule {
  readonly unmatched: readonly { readonly kind: 'mailbox' | 'user'; readonly name: string }[]
}

/** Reads what rule.exportFile wrote. Folders are found by path in the given account, people by address. */
export const importFile = writeProcedure.input(z.object({ accountId: z.uuid(), file: RuleFile })).mutation(({ ctx, input: { accountId, file } }): Promise<ImportedRule> =>
  ctx.db(async (tx) => {
    const place = await accountOf(tx, ctx.actor.workspaceId, accountId)
    const { mailboxes, users } = await ruleReferences(tx, ctx.actor.workspaceId)
    const matched = file.names.map((name) => ({ ...name, here: name.kind === 'mailbox' ? mailboxes.find((box) => box.accountId === place.id && box.path === name.name)?.id : users.find(({ email }) => email === name.name)?.id }))
    const ids = new Map(matched.flatMap(({ id, here }) => (here === undefined ? [] : [[id, here] as const])))
    const draft = RuleGraph.parse({ ...file.graph, nodes: file.graph.nodes.map((node) => ({ ...node, config: withIds(node.config, ids) })) })
    const made = await insertRule(tx, ctx.actor, { accountId: place.id, name: file.name, draft })
    return { ...made, unmatched: matched.flatMap(({ kind, name, here }) => (here === undefined ? [{ kind, name }] : [])) }
  }),
)
