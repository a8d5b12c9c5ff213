import { canonical } from './canonical'
import type { DryRun, DryStep } from './dry-run'
import type { Effect, Receipt } from './effects'
import type { RememberedStep } from './memory'
import { portColumn } from './plan/ledger'
import type { StepId } from './plan/plan'
import type { Prediction } from './prediction'

/** `added`: only the other version would come to the step; `gone`: it would not; `changed`: it would take another way, do another thing, or come to another result there. */
export type ReplayMark = 'same' | 'added' | 'gone' | 'changed'
export type Difference = 'way' | 'deed' | 'result'

/** One step, as it went and as it would go. */
export interface ReplayStep {
  readonly id: StepId
  readonly mark: ReplayMark
  /** What is different, where it is `changed`. */
  readonly differs: readonly Difference[]
}

/** A row of the ledger, as far as it is compared. */
export interface WentStep extends RememberedStep {
  readonly port: string | null
  readonly reason: string | null
  readonly detail: string | null
}

/**
 * What an execution came to beside what another plan would come to for the same mail: first the steps as they went, then those that only the other plan comes to, in its
 * order. `again`: its own plan tried on the same mail, which tells what was in the effects that the ledger only counts.
 */
export function compareRuns(went: readonly WentStep[], again: DryRun | null, would: DryRun): readonly ReplayStep[] {
  const planned = new Map((again?.steps ?? []).map((step) => [step.id, step.would?.map(({ effect }) => effect) ?? null]))
  const there = new Map(would.steps.filter(wasReached).map((step) => [step.id, step]))
  const then = went.filter(wasReached)
  return [
    ...then.map((step): ReplayStep => {
      const other = there.get(step.stepId)
      if (other === undefined) return { id: step.stepId, mark: 'gone', differs: [] }
      const differs = differencesOf(step, planned.get(step.stepId) ?? null, other)
      return { id: step.stepId, mark: differs.length === 0 ? 'same' : 'changed', differs }
    }),
    ...[...there.keys()].filter((id) => !then.some(({ stepId }) => stepId === id)).map((id): ReplayStep => ({ id, mark: 'added', differs: [] })),
  ]
}

/** Whether a walk came to a step. What a Stop or a cancellation swept away was not come to; a wait that a dry run ends at was. */
export function wasReached({ state, reason, detail }: { readonly state: DryStep['state']; readonly reason?: string | null; readonly detail?: string | null }): boolean {
  if (state === 'pending' || state === 'ready' || state === 'cancelled' || reason === 'not on the path taken') return false
  return reason !== 'stopped' || detail === 'dry run'
}

function differencesOf(went: WentStep, planned: readonly Effect[] | null, would: DryStep): readonly Difference[] {
  if (!isSettled(went)) return sameDeeds(went, planned, would) ? [] : ['deed']
  const found: Difference[] = []
  if (resultOf(went) !== resultOf(would)) found.push('result')
  else if (went.state === 'done' && (went.port ?? '') !== columnOf(would)) found.push('way')
  if (!sameDeeds(went, planned, would)) found.push('deed')
  else if (found.length === 0 && !sameReceipts(went.receipts ?? [], would)) found.push('result')
  return found
}

/** What is still under way has no result that could differ; a wait has: it goes on. */
function isSettled({ state, receipts }: WentStep): boolean {
  return state !== 'running' && state !== 'retrying' && (state !== 'waiting' || receipts === null)
}

function resultOf({ state, reason, detail }: { readonly state: DryStep['state']; readonly reason?: string | null; readonly detail?: string | null }): string {
  if (state === 'waiting' || (reason === 'stopped' && detail === 'dry run')) return 'waiting'
  if (state === 'skipped') return `skipped: ${reason}`
  return state === 'uncertain' ? 'failed' : state
}

function columnOf({ port, ports }: DryStep): string {
  return port === undefined ? '' : portColumn({ port, ...(ports === undefined ? {} : { ports }) })
}

function sameDeeds({ receipts }: WentStep, planned: readonly Effect[] | null, { would = [] }: DryStep): boolean {
  if (receipts === null || receipts.length === 0) return would.length === 0 || planned === null || canonical(planned) === canonical(would.map(({ effect }) => effect))
  if (planned === null || planned.length !== receipts.length) return canonical(receipts.map(({ effect }) => effect)) === canonical(would.map(({ effect }) => effect.kind))
  return canonical(planned) === canonical(would.map(({ effect }) => effect))
}

function sameReceipts(receipts: readonly Receipt[], { would = [] }: DryStep): boolean {
  return receipts.every((receipt, index) => {
    const prediction = would[index]?.prediction
    return prediction === undefined || changeOf(receipt) === prediction.would
  })
}

function changeOf(receipt: Receipt): Prediction['would'] {
  if (receipt.result === 'skipped') return 'skip'
  if (receipt.result !== 'done') return 'fail'
  return receipt.change === 'no change' ? 'no change' : receipt.change === 'reused' ? 'reuse' : 'do'
}
