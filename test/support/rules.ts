// Rules for tests that need the engine: a graph is written down as steps and arrows, compiled and published as the product does it.

import { eq } from 'drizzle-orm'
import { publishRule } from '../../db/queries/rule-publish'
import { ruleReferences } from '../../db/queries/rule-references'
import { rule } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { referencesOf } from '../../rules/check-references'
import { compile } from '../../rules/compile'
import { canonical } from '../../rules/rule-plan'
import { RuleGraph } from '../../rules/graph'
import { PLAN_VERSION } from '../../rules/plan/plan'
import type { Scope } from '../../rules/scope'
import type { Office } from './fixtures'

/** Steps by id; the trigger is there already as `start`: a mail arrives, unless told otherwise. */
export type Steps = Readonly<Record<string, { readonly type: string; readonly config?: unknown; readonly join?: 'all' | 'first'; readonly onError?: 'stop' | 'continue' | 'error'; readonly onSkip?: 'continue' | 'stop'; readonly scope?: Scope['scope']; readonly interval?: Scope['interval']; readonly window?: RuleGraph['window'] }>>

/** `['start', 'tag']` or `['if:yes', 'tag']`: an arrow from a port, `next` when none is named. */
export type Arrows = readonly (readonly [from: string, to: string])[]

export function graphOf(steps: Steps, arrows: Arrows, scope: 'message' | 'thread' = 'message', start: { readonly type: string; readonly config?: unknown } = { type: 'mail.arrived' }): RuleGraph {
  return RuleGraph.parse({
    version: 1,
    scope,
    nodes: [{ id: 'start', config: {}, ...start }, ...Object.entries(steps).map(([id, step]) => ({ id, config: {}, ...step }))],
    edges: arrows.map(([from, to], index) => {
      const [node, port = 'next'] = from.split(':')
      return { id: `e${index}`, from: node, port, to }
    }),
  })
}

export interface RuleOptions {
  readonly name?: string
  readonly position?: number
  readonly accountId?: string
  readonly state?: 'active' | 'paused'
}

/** A published rule. Throws with the compiler's codes when the graph cannot be published. */
export async function ruleWith(office: Pick<Office, 'workspaceId' | 'userId' | 'accountId' | 'ask'>, graph: RuleGraph, options: RuleOptions = {}): Promise<{ ruleId: string; versionId: string }> {
  const { workspaceId } = office
  const accountId = options.accountId ?? office.accountId
  return office.ask(async (tx) => {
    const compiled = compile(graph, referencesOf(accountId, await ruleReferences(tx, workspaceId)))
    if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
    const ruleId = newId()
    await tx.insert(rule).values({ id: ruleId, workspaceId, accountId, name: options.name ?? 'A rule', position: options.position ?? 1, draft: graph })
    const { versionId } = await publishRule(tx, { workspaceId, ruleId, graph, planVersion: PLAN_VERSION, plan: compiled.plan, canonical: canonical(compiled.plan), authorId: office.userId, note: '' })
    if (options.state === 'paused') await tx.update(rule).set({ state: 'paused' }).where(eq(rule.id, ruleId))
    return { ruleId, versionId }
  })
}

/** The step that leaves a mark. */
export const tag = (name: string): Steps[string] => ({ type: 'tag.add', config: { tag: name } })

/** The rule most tests need: what is written is tagged. */
export const tagEverything = (name = 'Seen'): RuleGraph => graphOf({ tag: tag(name) }, [['start', 'tag']])

/** If the subject contains a word, then one way, else nothing. */
export function whenSubject(word: string): { readonly type: string; readonly config: unknown } {
  return { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'subject', header: '', operator: 'contains', values: [word] }] } } }
}
