import { and, eq, sql } from 'drizzle-orm'
import { notifyChanged, type Tx } from '../../../db/client'
import { rule } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import type { RuleGraph } from '../../../rules/graph'
import type { Actor } from '../../actor'
import { audit } from '../../audit'

/** What every way of beginning a rule answers. */
export interface NewRule {
  readonly id: string
  readonly name: string
  readonly draftRevision: number
}

export interface RuleToMake {
  /** One that nothing has yet; a fresh one when left out. */
  readonly id?: string | undefined
  readonly accountId: string
  readonly name: string
  readonly draft: RuleGraph
}

/** Puts a new draft at the end of its account's order. */
export async function insertRule(tx: Tx, actor: Actor, { id = newId(), accountId, name, draft }: RuleToMake): Promise<NewRule> {
  const { workspaceId, userId } = actor
  const [last] = await tx.select({ position: sql<number>`coalesce(max(${rule.position}), 0)::int` }).from(rule).where(and(eq(rule.workspaceId, workspaceId), eq(rule.accountId, accountId)))
  await tx.insert(rule).values({ id, workspaceId, accountId, name, position: (last?.position ?? 0) + 1, draft, createdBy: userId, draftSavedBy: userId })
  await audit(tx, actor, { kind: 'rule.created', subjectKind: 'rule', subjectId: id })
  await notifyChanged(tx, workspaceId, 'rule', [id])
  return { id, name, draftRevision: 1 }
}
