import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifyChanged, type Tx } from '../client'
import { keepSchedule } from './rule-schedule'
import { endShadow } from './shadow'
import { plan, rule, ruleVersion } from '../schema'
import { newId } from '../schema/columns'

export interface Publication {
  readonly workspaceId: string
  readonly ruleId: string
  /** As drawn; kept beside the plan for ever. */
  readonly graph: unknown
  readonly planVersion: number
  readonly plan: unknown
  /** The plan's canonical form, from which its hash is taken. */
  readonly canonical: string
  readonly authorId: string | null
  readonly note: string
}

export interface Published {
  readonly versionId: string
  readonly number: number
  readonly planId: string
  readonly planHash: string
}

/** Stores a compiled rule as its next immutable version and makes it live; one plan row per hash. The rule's row must be locked by the caller. */
export async function publishRule(tx: Tx, publication: Publication): Promise<Published> {
  const { workspaceId, ruleId, graph, authorId, note } = publication
  const planHash = hashOf(publication)
  const planId = await storePlan(tx, workspaceId, publication)
  const [last] = await tx.select({ number: sql<number>`coalesce(max(${ruleVersion.number}), 0)::int` }).from(ruleVersion).where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.ruleId, ruleId)))
  const number = (last?.number ?? 0) + 1
  const versionId = newId()
  await tx.insert(ruleVersion).values({ id: versionId, workspaceId, ruleId, number, graph, planId, authorId, note, trigger: triggerOf(publication.plan) })
  await tx.update(rule).set({ liveVersionId: versionId, state: 'active', pausedAt: null, pausedBecause: null, pauseMode: 'skip', watchedUntil: sql`case when (select v.trigger from rule_version v where v.id = ${rule.liveVersionId}) = 'no.reply' then coalesce(${rule.watchedUntil}, now()) else now() end`, updatedAt: sql`now()` }).where(and(eq(rule.workspaceId, workspaceId), eq(rule.id, ruleId)))
  await endShadow(tx, workspaceId, ruleId, 'published')
  await keepSchedule(tx, workspaceId, ruleId)
  await notifyChanged(tx, workspaceId, 'rule', [ruleId])
  return { versionId, number, planId, planHash }
}

/** Type of the plan's trigger. A plan is written by the compiler; only what is looked at is read. */
function triggerOf(body: unknown): string {
  const { skeleton, nodes } = Compiled.parse(body)
  const first = skeleton.steps.find(({ work }) => work === 'trigger')
  return nodes[first?.id ?? '']?.type ?? 'mail.arrived'
}

const Compiled = z.object({ skeleton: z.object({ steps: z.array(z.object({ id: z.string(), work: z.string() })) }), nodes: z.record(z.string(), z.object({ type: z.string() })) })

/** One plan row per hash; returns its id. */
export async function storePlan(tx: Tx, workspaceId: string, compiled: Pick<Publication, 'plan' | 'planVersion' | 'canonical'>): Promise<string> {
  const hash = hashOf(compiled)
  const { planVersion, plan: body } = compiled
  await tx.insert(plan).values({ workspaceId, hash, planVersion, body }).onConflictDoNothing()
  const [stored] = await tx.select({ id: plan.id }).from(plan).where(and(eq(plan.workspaceId, workspaceId), eq(plan.hash, hash)))
  if (stored === undefined) throw new Error('a stored plan is not there')
  return stored.id
}

function hashOf({ canonical }: Pick<Publication, 'canonical'>): string {
  return createHash('sha256').update(canonical).digest('hex')
}
