import type { Calendar } from './calendar'
import type { Plan } from './rule-plan'
import { dryRun, type DryRun } from './dry-run'
import type { EffectKind, World } from './effects'
import type { MessageFacts } from './facts'
import { prepare, triggerOf } from './match'
import type { StepId } from './plan/plan'
import type { Prediction } from './prediction'
import { scopeKey } from './scope'
import { isWithin } from './window'

/**
 * What a version of a rule would have done with mails that are there already. Each mail is looked at by itself: the clock stands at the mail's own arrival, everything
 * else (tags, folder, conversation, records, word lists) is as it is today, and nothing that rules did before counts as used.
 */

/** What conditions see beside the mail, whichever mail it is. */
export interface Surroundings {
  readonly timeZone: string
  readonly calendars: Readonly<Record<string, Calendar>>
  readonly lists: Readonly<Record<string, readonly string[]>>
  readonly companyName?: string
}

export type Sight = 'hit' | 'miss' | 'outside its dates'

/** One version, ready to be asked about many mails. */
export interface Hindsight {
  readonly plan: Plan
  /** Trigger, leading conditions and the dates of the rule. Cheap: most mails are passed over here. */
  sight(facts: MessageFacts): Sight
  /** The walk, for a mail that was hit; it ends at the first wait. */
  course(facts: MessageFacts, world: World): DryRun
  /** Mails with the same key are acted on once, for the earliest of them (semantics 13). */
  key(facts: MessageFacts): string
}

/** @throws PlanError when this version cannot run the plan. */
export function hindsight(plan: Plan, { timeZone: usual, calendars, lists, companyName = '' }: Surroundings): Hindsight {
  const matches = prepare(plan)
  const { occasion } = triggerOf(plan)
  const timeZone = plan.timeZone ?? usual
  return {
    plan,
    sight(facts) {
      const now = arrivalOf(facts)
      const { hit } = matches({ ...occasion, facts, accountRef: facts.accountRef }, { now, timeZone, values: {}, calendars, lists })
      return !hit ? 'miss' : isWithin(plan.window, now, timeZone) ? 'hit' : 'outside its dates'
    },
    course: (facts, world) => dryRun(plan, facts, world, { now: arrivalOf(facts), timeZone, calendars, lists, companyName }),
    key: (facts) => scopeKey(plan, { messageRef: facts.messageRef, threadRef: facts.threadRef, sender: facts.from?.address ?? null }, Date.parse(arrivalOf(facts)) / 1_000),
  }
}

/** A mail the rule of that time could have been asked about always has a time of arrival. */
export function arrivalOf({ receivedAt }: Pick<MessageFacts, 'receivedAt'>): string {
  return receivedAt ?? new Date(0).toISOString()
}

/** How one mail went through a plan, without anything of the mail: many mails share one way. */
export interface Way {
  /** Indexes into the plan's edges. */
  readonly edges: readonly number[]
  readonly ports: readonly (readonly [step: StepId, port: string])[]
  readonly effects: readonly (readonly [step: StepId, kind: EffectKind, would: Prediction['would']])[]
  readonly waits: boolean
  readonly fails: boolean
}

/** The way of one mail, from its dry run. */
export function wayOf({ edges, steps, verdict, state }: DryRun): Way {
  return {
    edges: edges.flatMap((edge, index) => (edge === 'taken' ? [index] : [])),
    ports: steps.flatMap(({ id, state: ended, port, ports }) => (ended === 'done' && port !== undefined ? (ports ?? [port]).map((one) => [id, one] as const) : [])),
    effects: steps.flatMap(({ id, would = [] }) => would.map(({ effect, prediction }) => [id, effect.kind, prediction.would] as const)),
    waits: verdict === 'waits',
    fails: state === 'failed' || state === 'uncertain',
  }
}

export type Difference = 'gained' | 'lost' | 'changed' | 'same'

/** What becomes different for a mail when one version takes the place of another; null is a version that passes the mail over. */
export function differenceOf(before: DryRun | null, after: DryRun | null): Difference {
  if (before === null) return after === null ? 'same' : 'gained'
  if (after === null) return 'lost'
  return printOf(before) === printOf(after) ? 'same' : 'changed'
}

/** All that somebody outside would notice, in order: what is done or left out, and what is waited for. */
function printOf({ steps }: DryRun): string {
  return JSON.stringify(steps.flatMap(({ would = [], wait, dueAt }) => [...would.map(({ effect, prediction }) => [effect, prediction.would]), ...(wait === undefined ? [] : [[wait, dueAt]])]))
}
