import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged } from '../../../db/client'
import { rule } from '../../../db/schema'
import { RuleGraph } from '../../../rules/graph'
import type { Problem } from '../../../rules/problem'
import { writeProcedure } from '../../trpc'
import { requireRevision } from './revision'
import { compileIn, ruleOf } from './rule-of'
import { REVISION } from './schema'

/** What the editor needs to go on after a save. */
export interface SavedDraft {
  readonly draftRevision: number
  readonly savedAt: Date
  readonly problems: readonly Problem[]
}

/** Saves the draft. `conflict.draft` when somebody saved since `revision`; nothing that runs changes. */
export const saveDraft = writeProcedure.input(z.object({ id: z.uuid(), revision: REVISION, graph: RuleGraph })).mutation(({ ctx, input: { id, revision, graph } }): Promise<SavedDraft> =>
  ctx.db(async (tx) => {
    const { workspaceId, userId } = ctx.actor
    const row = await ruleOf(tx, workspaceId, id, 'lock')
    await requireRevision(tx, row, revision)
    const [saved] = await tx
      .update(rule)
      .set({ draft: graph, draftRevision: revision + 1, draftSavedBy: userId, updatedAt: sql`now()` })
      .where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, id)))
      .returning({ savedAt: rule.updatedAt })
    const compiled = await compileIn(tx, workspaceId, row.accountId, graph, row.id)
    await notifyChanged(tx, workspaceId, 'rule', [id])
    return { draftRevision: revision + 1, savedAt: saved?.savedAt ?? ctx.services.now(), problems: 'plan' in compiled ? compiled.warnings : compiled.problems }
  }),
)
