import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../../db/client'
import { mailbox, plan as planTable, ruleVersion } from '../../../db/schema'
import { Failure } from '../../../mail/failure'
import { readPlan, type Plan } from '../../../rules/rule-plan'
import { RuleGraph } from '../../../rules/graph'
import { triggerOf } from '../../../rules/match'
import { invalid, notFound } from '../../failure-status'
import { workspaceProcedure } from '../../trpc'
import type { VersionName, WhatIfQuestion } from '../../what-if/desk'
import { settingOf } from '../../what-if/setting'
import { compileIn, ruleOf, type RuleAtHand } from './rule-of'

const INPUT = z.object({
  ruleId: z.uuid(),
  /** A published version's id, or the draft. */
  version: z.union([z.literal('draft'), z.uuid()]).default('draft'),
  /** Stands in for the draft while that is not saved yet. */
  graph: RuleGraph.optional(),
  /** Only mail that lies in this mailbox of the rule's account. */
  mailboxId: z.uuid().nullable().default(null),
  /** Null: from the first mail on. */
  since: z.date().nullable().default(null),
  /** Null: until now. */
  until: z.date().nullable().default(null),
})

/**
 * Begins to look at the account's mail with a version of the rule: what it would have done, had it been there when each mail came in, and where that differs from the
 * live version. Nothing is written or sent. The answer is the id to ask `rule.whatIf.status` about.
 */
export const whatIfStart = workspaceProcedure.input(INPUT).mutation(async ({ ctx, input }): Promise<{ readonly id: string }> => {
  const { workspaceId, userId: actorId } = ctx.actor
  const now = ctx.services.now()
  const question = await ctx.db(async (tx): Promise<WhatIfQuestion> => {
    const row = await ruleOf(tx, workspaceId, input.ruleId)
    const asked = await askedVersion(tx, workspaceId, row, input)
    const live = row.liveVersionId === null ? null : await versionOf(tx, workspaceId, row.id, row.liveVersionId)
    const other = live === null || live.name === asked.name ? null : live
    if (input.mailboxId !== null) await requireMailbox(tx, workspaceId, row.accountId, input.mailboxId)
    refuseOtherTriggers(asked.plan)
    const setting = await settingOf(tx, { workspaceId, accountId: row.accountId, now }, { after: asked.plan, before: other?.plan ?? null })
    const { mailboxId, since, until } = input
    return { ruleId: row.id, actorId, setting, backlog: { workspaceId, accountId: row.accountId, mailboxId, since, until: until ?? now }, version: asked.name, comparedWith: other?.name ?? null }
  })
  return { id: ctx.services.whatIf.start(question) }
})

interface Version {
  readonly name: VersionName
  readonly plan: Plan
}

async function askedVersion(tx: Tx, workspaceId: string, row: RuleAtHand, { version, graph }: z.infer<typeof INPUT>): Promise<Version> {
  if (version !== 'draft') return versionOf(tx, workspaceId, row.id, version)
  const compiled = await compileIn(tx, workspaceId, row.accountId, graph ?? row.draft, row.id)
  if ('problems' in compiled) throw new Failure('rule.problems', { retry: 'no', publicMessage: 'The rule has problems that must be solved before it can be tried. rule.validate lists them.' })
  return { name: 'draft', plan: compiled.plan }
}

async function versionOf(tx: Tx, workspaceId: string, ruleId: string, versionId: string): Promise<Version> {
  const [stored] = await tx
    .select({ number: ruleVersion.number, body: planTable.body })
    .from(ruleVersion)
    .innerJoin(planTable, eq(planTable.id, ruleVersion.planId))
    .where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.ruleId, ruleId), eq(ruleVersion.id, versionId)))
  if (stored === undefined) throw notFound('version')
  return { name: stored.number, plan: readPlan(stored.body) }
}

async function requireMailbox(tx: Tx, workspaceId: string, accountId: string, id: string): Promise<void> {
  const found = await tx.select({ id: mailbox.id }).from(mailbox).where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.id, id)))
  if (found.length === 0) throw notFound('mailbox')
}

/** Of other triggers nothing in the stored mail tells when they would have gone off. */
function refuseOtherTriggers(plan: Plan): void {
  const { occasion } = triggerOf(plan)
  if (occasion.type !== 'mail arrived' && occasion.type !== 'by hand') throw invalid('invalid.trigger', 'Only a rule that starts with a mail that arrives, or by hand, can be asked about older mail.')
}
