import { hasMail } from './blank-facts'
import type { Plan } from './rule-plan'
import { needsMail } from './effects'
import type { Effect, Receipt } from './effects'
import type { Compared, Outcome, StepInput } from './node-type'
import { loadNode } from './plan-node'
import type { StepEvent, StepId } from './plan/plan'
import { TemplateError } from './template'
import { isWithin } from './window'
import { dueAt, WaitError } from './wait'
import type { Wait } from './wait'

/** What a ready step asks for: to be settled as it is, to have effects performed and their receipts interpreted, or to wait. */
export type Turn =
  | { readonly does: 'settle'; readonly outcome: Outcome; readonly because: readonly Compared[] }
  | { readonly does: 'effects'; readonly effects: readonly [Effect, ...Effect[]] }
  /** `dueAt`: when the wait is over if it opens now, ISO 8601 in UTC. */
  | { readonly does: 'wait'; readonly wait: Wait; readonly dueAt: string }

/**
 * The one place that says what a step does, for the real run and the dry run alike. Decides nothing that needs the database: scopes, suppression and
 * what is already so are the performer's (or `predict`'s) to say.
 * @throws PlanError when this version cannot run the plan.
 */
export function takeTurn(plan: Plan, step: StepId, given: StepInput): Turn {
  const loaded = loadNode(plan, step)
  const { type, config, node } = loaded
  if (!node.enabled) return settle({ state: 'skipped', reason: 'switched off' })
  const input = plan.timeZone === undefined ? given : { ...given, timeZone: plan.timeZone }
  if (type.role === 'action' && !(isWithin(node.window, input.now, input.timeZone) && isWithin(plan.window, input.now, input.timeZone))) {
    return settle({ state: 'skipped', reason: 'outside its dates' })
  }
  switch (type.role) {
    case 'trigger':
      return settle({ state: 'done', port: type.ports[0] ?? '' })
    case 'condition': {
      const { because, ...taken } = type.decide(config, input.facts, input)
      return settle({ state: 'done', ...taken }, because)
    }
    case 'wait':
      return turnOf(() => waitTurn(type.until(config, input), input))
    case 'action':
      if (!hasMail(input.facts) && type.effects.some(needsMail)) return settle({ state: 'skipped', reason: 'no mail' })
      return turnOf(() => effectsTurn(type.plan(config, input), () => withOutputs(type.interpret([]), type.outputs?.(config, input))))
  }
}

/** What the receipts of a step's effects, in the order planned, make of the step. @throws PlanError */
export function interpret(plan: Plan, step: StepId, receipts: readonly Receipt[]): Outcome {
  const { type } = loadNode(plan, step)
  return type.role === 'action' ? type.interpret(receipts) : { state: 'failed', code: 'notAnAction' }
}

/** An outcome as the reducer and the ledger take it. */
export function eventOf(step: StepId, outcome: Outcome): StepEvent {
  switch (outcome.state) {
    case 'done':
      return { step, state: 'done', port: outcome.port, ...(outcome.ports === undefined ? {} : { ports: outcome.ports }), ...(outcome.stops === undefined ? {} : { stops: outcome.stops }) }
    case 'skipped':
      return { step, state: 'skipped', reason: outcome.reason }
    case 'failed':
    case 'uncertain':
      return { step, state: outcome.state, code: outcome.code }
  }
}

function settle(outcome: Outcome, because: readonly Compared[] = []): Turn {
  return { does: 'settle', outcome, because }
}

function withOutputs(outcome: Outcome, outputs: Readonly<Record<string, string>> | undefined): Outcome {
  return outcome.state === 'done' && outputs !== undefined ? { ...outcome, outputs } : outcome
}

function effectsTurn([first, ...rest]: readonly Effect[], withoutEffects: () => Outcome): Turn {
  return first === undefined ? settle(withoutEffects()) : { does: 'effects', effects: [first, ...rest] }
}

function waitTurn(wait: Wait, input: StepInput): Turn {
  return { does: 'wait', wait, dueAt: dueAt(wait.due, input) }
}

/** A text that cannot be filled and a time that cannot be reckoned fail their step for good: the same mail would fail it again. */
function turnOf(planned: () => Turn): Turn {
  try {
    return planned()
  } catch (error) {
    if (error instanceof TemplateError || error instanceof WaitError) return settle({ state: 'failed', code: error.code })
    throw error
  }
}
