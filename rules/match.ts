import type { Plan } from './rule-plan'
import type { MessageFacts } from './facts'
import { arrivalOf } from './moment'
import type { Moment } from './moment'
import type { Compared, Decision, Occasion, TriggerEvent, TriggerType } from './node-type'
import { loadNode } from './plan-node'
import type { StepId } from './plan/plan'

/** A step that was decided at intake: the trigger and the leading conditions (semantics 8), in the order they were decided. */
export interface Decided {
  readonly step: StepId
  readonly port: string
  /** Every port taken where there are several, `port` first. */
  readonly ports?: readonly string[]
  readonly because: readonly Compared[]
  /** Texts it captured, by name. */
  readonly outputs?: Readonly<Record<string, string>>
}

/** A hit carries what the ledger of its execution begins with, and whether it keeps later rules from the event (semantics 20); a miss names the step that said no and what it compared. */
export type Match =
  | { readonly hit: true; readonly decided: readonly Decided[]; readonly stopsLater?: true }
  | { readonly hit: false; readonly step: StepId; readonly reason: 'trigger' | 'condition'; readonly because: readonly Compared[] }

/** Whether a plan has anything to do for an event. One call; for many events keep what `prepare` returns. @throws PlanError */
export function match(plan: Plan, event: TriggerEvent, moment?: Moment): Match {
  return prepare(plan)(event, moment)
}

/**
 * The matching part of a plan as one function, its configs read and its conditions compiled once.
 *
 * Equal to walking the reducer over the trigger and the leading conditions, but without its bookkeeping: those steps only ever take a port, so each
 * is reached exactly when an edge into it is taken, and there is something to do exactly when an edge out of them is. Without a moment, that of the
 * mail's arrival counts, and no list and no calendar is known.
 * @throws PlanError when this version cannot run the plan.
 */
export function prepare(plan: Plan): (event: TriggerEvent, moment?: Moment) => Match {
  const { steps, edges } = plan.skeleton
  const leading = plan.leading
  const targetsOf = (id: StepId, ports: readonly string[]): ReadonlyMap<string, readonly number[]> =>
    new Map(ports.map((port) => [port, edges.filter((edge) => edge.from === id && edge.port === port).map(({ to }) => leading.indexOf(to))]))
  const conditions = leading.map((id) => ({ id, decide: conditionOf(plan, id), targets: targetsOf(id, loadNode(plan, id).step.ports), stopsLater: stopsLater(plan, id) }))
  const start = steps.find(({ work }) => work === 'trigger')
  const trigger = loadNode(plan, start?.id ?? '')
  const port = trigger.step.ports[0] ?? ''
  const bareOpening: Decided = { step: trigger.step.id, port, because: [] }
  const entries = targetsOf(trigger.step.id, [port]).get(port) ?? []
  const [first, ...others] = conditions
  const alone = first !== undefined && others.length === 0 && !first.stopsLater && entries.length === 1 && entries[0] === 0 ? first : null
  const missedTrigger: Match = { hit: false, step: trigger.step.id, reason: 'trigger', because: [] }

  return (event, given) => {
    if (trigger.type.role !== 'trigger' || !trigger.type.matches(trigger.config, event).matches) {
      return missedTrigger
    }
    const at = given ?? arrivalOf(event.facts)
    const outputs = trigger.type.outputs?.(trigger.config, event)
    const opening = outputs === undefined ? bareOpening : { ...bareOpening, outputs }
    const local = plan.timeZone === undefined ? at : { ...at, timeZone: plan.timeZone }
    const moment = outputs === undefined ? local : { ...local, values: { ...local.values, ...outputs } }
    if (alone !== null) {
      const decision = alone.decide(event.facts, moment)
      if (targetsTaken(alone.targets, decision).length === 0) return { hit: false, step: alone.id, reason: 'condition', because: decision.because }
      return { hit: true, decided: [opening, decidedBy(alone.id, decision)] }
    }
    // Most rules pass most mails over after one condition: nothing is listed before there is something to list.
    let only: Decision | null = null
    let onlyAt = 0
    let decided: Decided[] | null = null
    let more: readonly number[] | null = null
    let deadEnd = -1
    let deadEndBecause: readonly Compared[] = opening.because
    let stops = false
    for (let index = 0; index < conditions.length; index++) {
      const condition = conditions[index]
      const isReached = entries.includes(index) || (more !== null && more.includes(index))
      if (condition === undefined || !isReached) continue
      const decision = condition.decide(event.facts, moment)
      if (decided !== null) decided.push(decidedBy(condition.id, decision))
      else if (only === null) {
        only = decision
        onlyAt = index
      }
      else decided = [opening, decidedBy(conditions[onlyAt]?.id ?? '', only), decidedBy(condition.id, decision)]
      const targets = targetsTaken(condition.targets, decision)
      if (condition.stopsLater) stops = true
      if (targets.length > 0) more = more === null ? targets : [...more, ...targets]
      else if (deadEnd < 0) {
        deadEnd = index
        deadEndBecause = decision.because
      }
    }
    const isHit = stops || entries.includes(BEYOND) || (more !== null && more.includes(BEYOND))
    if (!isHit) return { hit: false, step: conditions[deadEnd]?.id ?? opening.step, reason: 'condition', because: deadEndBecause }
    const all = decided ?? (only === null ? [opening] : [opening, decidedBy(conditions[onlyAt]?.id ?? '', only)])
    return stops ? { hit: true, decided: all, stopsLater: true } : { hit: true, decided: all }
  }
}

/** What sets a plan off, and whether that is about a mail. @throws PlanError when this version cannot run the plan. */
export function triggerOf(plan: Plan): { readonly subject: TriggerType['subject']; readonly occasion: Occasion } {
  const first = plan.skeleton.steps.find(({ work }) => work === 'trigger')
  const { type, config } = loadNode(plan, first?.id ?? '')
  return type.role === 'trigger' ? { subject: type.subject, occasion: type.occasion(config) } : { subject: 'mail', occasion: { type: 'mail arrived' } }
}

/** What `indexOf` says of a step that is not a leading condition: something to do. */
const BEYOND = -1
const NOWHERE: readonly number[] = []

// Without spreading what is hardly ever there: this runs for every rule and every mail.
function decidedBy(step: StepId, decision: Decision): Decided {
  const { port, because } = decision
  return decision.ports === undefined && decision.outputs === undefined ? { step, port, because } : { step, ...decision }
}

function targetsTaken(targets: ReadonlyMap<string, readonly number[]>, { port, ports }: Decision): readonly number[] {
  return ports === undefined ? (targets.get(port) ?? NOWHERE) : ports.flatMap((taken) => targets.get(taken) ?? NOWHERE)
}

function conditionOf(plan: Plan, id: StepId): (facts: MessageFacts, moment: Moment) => Decision {
  const { type, config } = loadNode(plan, id)
  return type.role === 'condition' ? type.prepare(config) : () => ({ port: 'next', because: [] })
}

function stopsLater(plan: Plan, id: StepId): boolean {
  const { type } = loadNode(plan, id)
  return type.role === 'action' && type.stopsLaterRules === true
}
