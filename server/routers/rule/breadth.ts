import { recentFacts } from '../../../db/queries/message-facts'
import { wholeMoment } from '../../../db/queries/moment'
import { readCalendars } from '../../../rules/calendar'
import type { Tx } from '../../../db/client'
import type { Plan } from '../../../rules/rule-plan'
import { EFFECT_WORK } from '../../../rules/effects'
import { prepare, triggerOf } from '../../../rules/match'
import { loadNode } from '../../../rules/plan-node'
import { problem } from '../../../rules/problem'
import type { Problem } from '../../../rules/problem'
import type { Candidate } from './loops'

/** The newest mails that are looked at, and how many there must be for a share to say something. */
const SAMPLE = 2_000
const LEAST = 20
/** A rule that acts on more than this share of the mail is asked about. */
const BROAD = 0.5

/** Warns of a rule that would send, move or call for most of the mail that came in the last 30 days. */
export async function breadthOf(tx: Tx, workspaceId: string, now: Date, { accountId, plan }: Candidate): Promise<readonly Problem[]> {
  const { occasion } = triggerOf(plan)
  if (occasion.type !== 'mail arrived' || !actsOutside(plan)) return []
  const found = await recentFacts(tx, workspaceId, { accountId, since: new Date(now.getTime() - 30 * 86_400_000), limit: SAMPLE })
  if (found.length < LEAST) return []
  const ask = prepare(plan)
  const { timeZone, calendars, lists } = await wholeMoment(tx, workspaceId, now, readCalendars)
  const count = found.filter((facts) => ask({ ...occasion, facts, accountRef: accountId }, { now: facts.receivedAt ?? now.toISOString(), timeZone, values: {}, calendars, lists }).hit).length
  if (count / found.length <= BROAD) return []
  return [problem(null, 'tooBroad', { values: { percent: Math.round((count / found.length) * 100), count, of: found.length } })]
}

/** Whether anybody but this workspace's own database would notice. */
function actsOutside(plan: Plan): boolean {
  return plan.skeleton.steps.some(({ id }) => {
    const { type, config, node } = loadNode(plan, id)
    return type.role === 'action' && node.enabled && (type.effectsOf?.(config) ?? type.effects).some((effect) => EFFECT_WORK[effect] !== 'database')
  })
}
