import { z } from 'zod'
import { differingLooks, shadowsOf, type ShadowLookRow, type ShadowRow } from '../../../db/queries/shadow'
import type { Page } from '../../../db/queries/keyset'
import { namesOf, type Ref } from '../../../db/queries/refs'
import { idsIn } from '../../../db/queries/execution-get'
import { workspaceProcedure } from '../../trpc'
import { PAGE } from '../message/schema'
import { ruleOf, graphOf } from '../rule/rule-of'
import type { RuleGraph } from '../../../rules/graph'

export interface ShadowReport {
  /** The one that looks on, or the last that did; null: there was none. */
  readonly shadow: (Omit<ShadowRow, 'graph'> & { readonly graph: RuleGraph }) | null
  /** Those before it. */
  readonly earlier: readonly Omit<ShadowRow, 'graph'>[]
  /** Mails about which it and the live version differed, newest first. */
  readonly differing: Page<ShadowLookRow>
  /** Names for every id in what was compared. */
  readonly refs: Readonly<Record<string, Ref>>
}

/** What a rule's shadow saw: how often it agreed with the live version, and each mail about which it did not. `id`: an earlier shadow. */
export const report = workspaceProcedure.input(z.object({ ruleId: z.uuid(), id: z.uuid().optional(), ...PAGE })).query(({ ctx, input: { ruleId, id, cursor, limit } }): Promise<ShadowReport> =>
  ctx.db(async (tx) => {
    const { workspaceId } = ctx.actor
    await ruleOf(tx, workspaceId, ruleId)
    const all = await shadowsOf(tx, workspaceId, ruleId)
    const shown = id === undefined ? all[0] : all.find((shadow) => shadow.id === id)
    const differing = shown === undefined ? { rows: [], nextCursor: null } : await differingLooks(tx, workspaceId, shown.id, cursor, limit)
    const refs = await namesOf(tx, workspaceId, idsIn([shown?.graph, differing.rows.map(({ because }) => because)]))
    return {
      shadow: shown === undefined ? null : { ...shown, graph: graphOf(shown.graph) },
      earlier: all.filter((shadow) => shadow !== shown).map(({ graph: _, ...shadow }) => shadow),
      differing, refs: Object.fromEntries(refs),
    }
  }),
)
