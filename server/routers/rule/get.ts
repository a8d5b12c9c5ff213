import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { account, ruleVersion, user } from '../../../db/schema'
import { ruleReferences, type RuleReferences } from '../../../db/queries/rule-references'
import { ruleVersions, type RuleVersionRow } from '../../../db/queries/rule-versions'
import type { RuleGraph } from '../../../rules/graph'
import type { Problem } from '../../../rules/problem'
import { workspaceProcedure } from '../../trpc'
import { compileIn, graphOf, ruleOf } from './rule-of'

/** What the editor opens with. */
export interface RuleDetail {
  readonly id: string
  readonly name: string
  readonly state: 'draft' | 'active' | 'paused'
  readonly position: number
  readonly account: { readonly id: string; readonly name: string; readonly address: string; readonly incomingMode: 'off' | 'dry run' | 'live' }
  readonly draft: RuleGraph
  /** To be sent back with every save. */
  readonly draftRevision: number
  readonly savedAt: Date
  readonly savedBy: string | null
  readonly live: { readonly versionId: string; readonly number: number; readonly graph: RuleGraph } | null
  /** Another version or the draft looks at arriving mail beside the live one. */
  readonly hasShadow: boolean
  readonly problems: readonly Problem[]
  readonly versions: readonly RuleVersionRow[]
  readonly references: RuleReferences
}

/** One rule with its draft, what is live, every version, what is wrong with the draft and what its pickers offer. */
export const get = workspaceProcedure.input(z.object({ id: z.uuid() })).query(({ ctx, input: { id } }): Promise<RuleDetail> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, id)
    const [place] = await tx.select({ id: account.id, name: account.name, address: account.address, incomingMode: account.incomingMode }).from(account).where(and(eq(account.workspaceId, workspaceId), eq(account.id, row.accountId)))
    if (place === undefined) throw new Error('a rule without its account')
    const [live] = row.liveVersionId === null ? [] : await tx.select({ versionId: ruleVersion.id, number: ruleVersion.number, graph: ruleVersion.graph }).from(ruleVersion).where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.id, row.liveVersionId)))
    const saverId = row.draftSavedBy ?? row.createdBy
    const [saver] = saverId === null ? [] : await tx.select({ name: user.name }).from(user).where(eq(user.id, saverId))
    const compiled = await compileIn(tx, workspaceId, row.accountId, row.draft, id)
    return {
      id, name: row.name, state: row.state, position: row.position, account: place, draft: row.draft, draftRevision: row.draftRevision, savedAt: row.updatedAt,
      savedBy: saver?.name ?? null,
      live: live === undefined ? null : { ...live, graph: graphOf(live.graph) },
      hasShadow: row.shadowId !== null,
      problems: 'plan' in compiled ? compiled.warnings : compiled.problems,
      versions: await ruleVersions(tx, workspaceId, id),
      references: await ruleReferences(tx, workspaceId),
    }
  }),
)
