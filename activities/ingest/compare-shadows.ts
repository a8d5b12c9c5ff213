import { isAddressed, suppression } from '../../mail/auto-reply'
import { ASKS_NOTHING, type Asks } from '../../rules/asks'
import type { TriggerEvent } from '../../rules/node-type'
import type { World } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import type { Match } from '../../rules/match'
import type { Moment } from '../../rules/moment'
import { dryRun, type DryRun } from '../../rules/dry-run'
import { differenceOf } from '../../rules/what-if'
import { isWithin } from '../../rules/window'
import type { PreparedPlan } from '../plans'
import type { IngestContext } from './context'
import type { Verdicts } from './verdicts'
import type { ShadowLook } from './shadow-look'

/** What a shadow needs to have looked up. One that cannot say is broken, which its verdict will show. */
export function asksOfShadow(shadow: PreparedPlan): Asks {
  try {
    return shadow.asks()
  } catch {
    return ASKS_NOTHING
  }
}

interface Question {
  readonly context: Pick<IngestContext, 'rules' | 'mailboxes'>
  readonly prepared: ReadonlyMap<string, PreparedPlan>
  readonly moment: Moment
}

/**
 * Lets the shadow of each rule look at the mails that arrived, without a question to the database and without an effect. It is asked what the live version was asked,
 * on the same facts: whether it matches and, where both do, what it would do. Whatever is wrong with a shadow is its verdict and never an error.
 */
export function compareShadows({ context, prepared, moment }: Question, verdicts: readonly Verdicts[]): readonly ShadowLook[] {
  const shadowed = context.rules.flatMap(({ shadow, ...rule }) => (shadow === null ? [] : [{ ...rule, shadow }]))
  if (shadowed.length === 0) return []
  return verdicts.flatMap(({ happening: { event, messageId }, starts, whyNot }) => {
    if (event.type !== 'mail arrived' || messageId === null) return []
    const world = worldOf(event.facts, context)
    return shadowed.map(({ ruleId, planId, shadow }): ShadowLook => {
      const executionId = starts.find((start) => start.ruleId === ruleId)?.executionId ?? null
      const why = whyNot.find((reason) => reason.ruleId === ruleId) ?? null
      const blank = { shadowId: shadow.id, messageId, executionId, step: null, because: null, effects: null }
      try {
        return { ...blank, ...verdictOf({ live: prepared.get(planId), shadow: prepared.get(shadow.planId), event, moment, world, executionId, why }) }
      } catch {
        return { ...blank, verdict: 'broken' }
      }
    })
  })
}

interface Sides {
  readonly live: PreparedPlan | undefined
  readonly shadow: PreparedPlan | undefined
  readonly event: TriggerEvent
  readonly moment: Moment
  readonly world: World
  readonly executionId: string | null
  readonly why: Verdicts['whyNot'][number] | null
}

function verdictOf({ live, shadow, event, moment, world, executionId, why }: Sides): Pick<ShadowLook, 'verdict'> & Partial<ShadowLook> {
  if (live === undefined || shadow === undefined) return { verdict: 'broken' }
  // The live version matched, too, where only the account, the scope or the loop guard kept it from running: they would keep the shadow as well.
  const isLive = executionId !== null || (why !== null && why.reason !== 'condition' && why.reason !== 'window')
  const match = shadow.match(event, moment)
  const isShadow = match.hit && isWithin(shadow.plan.window, moment.now, shadow.plan.timeZone ?? moment.timeZone)
  if (!isLive && !isShadow) return { verdict: 'neither' }
  const before = isLive ? courseOf(live, event.facts, world, moment) : null
  const after = isShadow ? courseOf(shadow, event.facts, world, moment) : null
  if (differenceOf(before, after) === 'same') return { verdict: 'same' }
  const effects = { live: effectsOf(before), shadow: effectsOf(after) }
  if (after === null) return { verdict: 'only live', effects, ...noOf(match) }
  return before === null ? { verdict: 'only shadow', effects, step: why?.step ?? null, because: why?.because ?? null } : { verdict: 'other effects', effects }
}

function courseOf({ plan }: PreparedPlan, facts: MessageFacts, world: World, { now, timeZone, calendars, lists }: Moment): DryRun {
  return dryRun(plan, facts, world, { now, timeZone: plan.timeZone ?? timeZone, calendars, lists })
}

/** What is known without asking: enough to see where two drawings part. */
function worldOf(facts: MessageFacts, { mailboxes }: Question['context']): World {
  const withRole = (role: string) => mailboxes.find((mailbox) => mailbox.role === role)?.id ?? null
  return {
    tags: facts.tags, flags: facts.flags, mailboxRef: facts.mailboxRef, mailboxNames: Object.fromEntries(mailboxes.map(({ id, name }) => [id, name])), userNames: {}, openRecords: [],
    suppression: suppression(facts, facts.ownAddresses), isAddressed: isAddressed(facts, facts.ownAddresses), roleMailboxes: { archive: withRole('archive'), junk: withRole('junk') },
  }
}

function effectsOf(run: DryRun | null): readonly string[] {
  return run === null ? [] : run.steps.flatMap(({ id, would = [] }) => would.map(({ effect }) => `${id}: ${effect.kind}`))
}

function noOf(match: Match): Pick<ShadowLook, 'step' | 'because'> {
  return match.hit || match.reason === 'trigger' ? { step: null, because: null } : { step: match.step, because: match.because }
}
