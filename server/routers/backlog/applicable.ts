import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import type { Chosen } from '../../../db/queries/backlog-job'
import { account, mailbox, plan as planTable, ruleVersion, workspace } from '../../../db/schema'
import { readPlan, type Plan } from '../../../rules/rule-plan'
import { triggerOf } from '../../../rules/match'
import type { z } from 'zod'
import { conflict, notFound } from '../../failure-status'
import { ruleOf } from '../rule/rule-of'
import type { CHOICE } from './schema'

/** A rule that can be applied to older mail, and how. */
export interface Applicable {
  readonly ruleId: string
  readonly accountId: string
  readonly versionId: string
  readonly version: number
  readonly planId: string
  readonly plan: Plan
  readonly chosen: Chosen
  /** What its executions will be: a dry run where the account's automation is in dry run. */
  readonly mode: 'live' | 'dry run'
}

interface Wanted {
  readonly workspaceId: string
  readonly ruleId: string
  readonly choice: z.infer<typeof CHOICE>
  readonly mode: 'live' | 'dry run'
  readonly now: Date
}

/** The live version of a rule that arriving mail sets off, with its account's leave. Fails with `conflict.*` where it cannot be applied now. */
export async function applicable(tx: Tx, { workspaceId, ruleId, choice, mode, now }: Wanted): Promise<Applicable> {
  const { id, accountId, liveVersionId, state } = await ruleOf(tx, workspaceId, ruleId)
  if (liveVersionId === null) throw conflict('conflict.not published', 'This rule was never published. Publish it first, or try its draft on older mail with what-if.')
  if (state === 'paused') throw conflict('conflict.paused', 'This rule is paused. Resume it before it is applied to older mail.')
  const [stored] = await tx
    .select({ planId: ruleVersion.planId, number: ruleVersion.number, body: planTable.body })
    .from(ruleVersion)
    .innerJoin(planTable, eq(planTable.id, ruleVersion.planId))
    .where(and(eq(ruleVersion.workspaceId, workspaceId), eq(ruleVersion.id, liveVersionId)))
  if (stored === undefined) throw notFound('version')
  const plan = readPlan(stored.body)
  if (triggerOf(plan).occasion.type !== 'mail arrived') throw conflict('conflict.other trigger', 'Only a rule that starts with a mail that arrives can be applied to older mail.')
  if (choice.mailboxId !== null) await requireMailbox(tx, workspaceId, accountId, choice.mailboxId)
  const allowed = await modeOf(tx, workspaceId, accountId)
  return { ruleId: id, accountId, versionId: liveVersionId, version: stored.number, planId: stored.planId, plan, chosen: { ...choice, until: choice.until ?? now }, mode: allowed === 'live' ? mode : 'dry run' }
}

async function requireMailbox(tx: Tx, workspaceId: string, accountId: string, id: string): Promise<void> {
  const found = await tx.select({ id: mailbox.id }).from(mailbox).where(and(eq(mailbox.workspaceId, workspaceId), eq(mailbox.accountId, accountId), eq(mailbox.id, id)))
  if (found.length === 0) throw notFound('mailbox')
}

async function modeOf(tx: Tx, workspaceId: string, accountId: string): Promise<'live' | 'dry run'> {
  const [place] = await tx
    .select({ mode: account.incomingMode, isHalted: account.halted, isAllHalted: workspace.halted })
    .from(account)
    .innerJoin(workspace, eq(workspace.id, account.workspaceId))
    .where(and(eq(account.workspaceId, workspaceId), eq(account.id, accountId)))
  if (place === undefined || place.isHalted || place.isAllHalted) throw conflict('conflict.halted', 'All automation is stopped. Let it go on first.')
  if (place.mode === 'off') throw conflict('conflict.automation off', 'Automation of this account is off. Switch it to dry run or live first.')
  return place.mode
}
