import { blankFacts } from './blank-facts'
import type { DryRunOptions } from './dry-run'
import type { Receipt } from './effects'
import type { MessageFacts } from './facts'
import { triggerOf } from './match'
import type { Memory } from './memory'
import type { StepId } from './plan/plan'
import type { Scene } from './prediction'
import type { Done } from './rewind'
import type { Plan } from './rule-plan'
import { takeTurn } from './turn'
import { valuesFor, type Outputs } from './values'

/** A row of the ledger, as far as it tells what was done. */
export interface LedgerStep {
  readonly stepId: StepId
  readonly receipts: readonly Receipt[] | null
  readonly outputs: Outputs | null
}

/**
 * What an execution did: the receipts of its ledger, each with the effect its plan says again for the step on what the step saw. Whether the plan would come to the
 * step again today does not matter: that it did is written down. @throws PlanError when this version cannot run the plan.
 */
export function deedsOf(plan: Plan, steps: readonly LedgerStep[], today: Scene, memory: Memory, options: Pick<DryRunOptions, 'timeZone' | 'calendars' | 'lists' | 'companyName'>): readonly Done[] {
  const { timeZone = 'UTC', calendars = {}, lists = {}, companyName = '' } = options
  const left = new Map(steps.flatMap(({ stepId, outputs }) => (outputs === null ? [] : [[stepId, outputs] as const])))
  return steps.flatMap(({ stepId, receipts }) => {
    if (receipts === null || receipts.length === 0) return []
    const now = memory.timeOf(stepId) ?? memory.begunAt
    const facts = factsOf(plan, memory.at(stepId, today).facts)
    const turn = takeTurn(plan, stepId, { now, timeZone, calendars, lists, companyName, facts, values: valuesFor(plan.skeleton, stepId, left) })
    if (turn.does !== 'effects') return []
    return receipts.flatMap((receipt, index): readonly Done[] => {
      const effect = turn.effects[index]
      return effect === undefined || effect.kind !== receipt.effect ? [] : [{ effect, receipt }]
    })
  })
}

function factsOf(plan: Plan, facts: MessageFacts): MessageFacts {
  return triggerOf(plan).subject === 'none' ? blankFacts(facts.accountRef, facts.ownAddresses) : facts
}
