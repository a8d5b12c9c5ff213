import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Tx } from '../../db/client'
import { worldFor } from '../../db/queries/message-facts'
import { wholeMoment } from '../../db/queries/moment'
import { Failure } from '../../mail/failure'
import { blankFacts } from '../../rules/blank-facts'
import { readCalendars } from '../../rules/calendar'
import type { Plan } from '../../rules/rule-plan'
import type { World } from '../../rules/effects'
import { leadingNeeds, walkNeeds, type Needs } from '../../rules/needs'
import { loadNode, PlanError } from '../../rules/plan-node'
import { hindsight, type Hindsight } from '../../rules/what-if'

/** Everything about a what-if that is the same for all mails. */
export interface Setting {
  readonly workspaceId: string
  readonly accountId: string
  readonly timeZone: string
  readonly after: Hindsight
  /** The version it is compared with; null: none. */
  readonly before: Hindsight | null
  /** What must be read of a mail to ask both of them whether they match. */
  readonly needs: Needs
  /** The same to walk them to their ends. */
  readonly walkNeeds: Needs
  /** What effects would find, but for what belongs to a mail. */
  readonly base: World
  /** A step looks for records a mail could be put to, which differ from mail to mail. */
  readonly links: boolean
}

export interface Versions {
  readonly after: Plan
  readonly before: Plan | null
}

/** Reads what both versions and their effects have in common. Fails with `rule.unreadable` when this version of Postroom cannot run one of them. */
export async function settingOf(tx: Tx, { workspaceId, accountId, now }: { readonly workspaceId: string; readonly accountId: string; readonly now: Date }, { after, before }: Versions): Promise<Setting> {
  const { timeZone, calendars, lists = {} } = await wholeMoment(tx, workspaceId, now, readCalendars)
  const base = await worldFor(tx, { workspaceId, facts: blankFacts(accountId, []), ruleId: null, suppression: null })
  const surroundings = { timeZone, calendars, lists, companyName: await companyName(tx, workspaceId) }
  const plans = before === null ? [after] : [after, before]
  try {
    return {
      workspaceId, accountId, base, timeZone: after.timeZone ?? timeZone,
      after: hindsight(after, surroundings),
      before: before === null ? null : hindsight(before, surroundings),
      needs: leadingNeeds(plans),
      walkNeeds: walkNeeds(plans),
      links: plans.some((plan) => plan.skeleton.steps.some(({ id }) => hasLink(plan, id))),
    }
  } catch (error) {
    if (error instanceof PlanError) throw new Failure('rule.unreadable', { retry: 'no', publicMessage: 'The rule has a step that this version of Postroom cannot run.', cause: error })
    throw error
  }
}

function hasLink(plan: Plan, id: string): boolean {
  const { type } = loadNode(plan, id)
  return type.role === 'action' && type.effects.includes('record.link')
}

async function companyName(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = z.array(z.object({ name: z.string() })).parse(await tx.execute(sql`select name from workspace where id = ${workspaceId}::uuid`))
  return row?.name ?? ''
}
