import { and, asc, eq, inArray, ne } from 'drizzle-orm'
import { z } from 'zod'
import { rule } from '../../../db/schema'
import { MAX_CHARACTERS, MAX_RULES } from '../../../rules/exchange/file'
import type { ReportLine } from '../../../rules/exchange/format'
import { formatOf } from '../../../rules/exchange/formats'
import { stringsIn } from '../../../rules/exchange/strings'
import { take } from '../../../rules/exchange/take'
import { Failure } from '../../../mail/failure'
import { invalid, notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import { surroundingsOf } from './here'
import { graphOf } from './rule-of'
import { FORMAT } from './schema'

/** A text to keep in a file, and what the format could not say of the rules. */
export interface ExportedRules {
  readonly fileName: string
  readonly mediaType: string
  readonly text: string
  readonly report: readonly ReportLine[]
}

/**
 * Drafts as a text that rule.import reads, here or elsewhere, in the order in which they act. What they refer to is told by name; no secret is in it. `invalid.rules`
 * where the format holds one rule only, `too large` where the text could not be read in again.
 */
export const exportRules = workspaceProcedure.input(z.object({ ids: z.array(z.uuid()).min(1).max(MAX_RULES), format: FORMAT.default('json') })).query(({ ctx, input }): Promise<ExportedRules> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const format = formatOf(input.format)
    const ids = [...new Set(input.ids)]
    if (ids.length > 1 && !format.holdsMany) throw invalid('invalid.rules', 'This format holds one rule. Choose one.')
    const rows = await tx
      .select({ id: rule.id, name: rule.name, accountId: rule.accountId, draft: rule.draft })
      .from(rule)
      .where(and(eq(rule.workspaceId, workspaceId), inArray(rule.id, ids), ne(rule.state, 'deleted')))
      .orderBy(asc(rule.accountId), asc(rule.position), asc(rule.id))
    if (rows.length < ids.length) throw notFound('rule')
    const kept = rows.map(({ draft, ...row }) => ({ ...row, graph: graphOf(draft) }))
    const used = new Set(kept.flatMap(({ graph }) => graph.nodes.flatMap(({ config }) => stringsIn(config))))
    const { here } = await surroundingsOf(tx, workspaceId, used)
    const { text, report } = format.write(take(kept, here))
    if (text.length > MAX_CHARACTERS) throw new Failure('too large', { retry: 'no', publicMessage: 'Together these rules are too much for one file. Choose fewer.' })
    return { fileName: `${fileNameOf(kept)}.${format.extension}`, mediaType: format.mediaType, text, report }
  }),
)

function fileNameOf(rules: readonly { readonly name: string }[]): string {
  const [only] = rules
  const name = rules.length === 1 && only !== undefined ? only.name : 'rules'
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60)
  return `${plain === '' ? 'rule' : plain}.rule`
}
