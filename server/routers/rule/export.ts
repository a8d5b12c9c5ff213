import { ruleReferences } from '../../../db/queries/rule-references'
import { idsIn } from '../../../db/queries/execution-get'
import { workspaceProcedure } from '../../trpc'
import type { RuleFile } from './exchange'
import { ruleOf } from './rule-of'
import { RULE_ID } from './schema'

/** The draft as a file that rule.importFile reads, here or elsewhere. */
export const exportFile = workspaceProcedure.input(RULE_ID).query(({ ctx, input }): Promise<RuleFile> =>
  ctx.db(async (tx) => {
    const row = await ruleOf(tx, ctx.actor.workspaceId, input.id)
    const { mailboxes, users } = await ruleReferences(tx, ctx.actor.workspaceId)
    const used = new Set(idsIn(row.draft.nodes.map(({ config }) => config)))
    const names = [
      ...mailboxes.filter(({ id }) => used.has(id)).map(({ id, path }) => ({ id, kind: 'mailbox' as const, name: path })),
      ...users.filter(({ id }) => used.has(id)).map(({ id, email }) => ({ id, kind: 'user' as const, name: email })),
    ]
    return { format: 'postroom.rule', formatVersion: 1, name: row.name, graph: row.draft, names }
  }),
)
