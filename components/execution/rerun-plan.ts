import type { Inputs } from '../data/trpc'
import type { Run, RunStep } from './run-steps'
import { stepsOf } from './run-steps'

export type RerunWay = NonNullable<Inputs['execution']['rerun']['as']>

/** What running it again means for one action: it stays as it was done, is tried, may happen twice, or is only described. */
export interface Repeat {
  readonly step: RunStep
  readonly does: 'stays' | 'tried' | 'uncertain' | 'described'
}

/** Every action of the run and what a rerun does with it. What was done keeps its key and is done once more only where a person says so. */
export function repeatsOf(run: Run, way: RerunWay): readonly Repeat[] {
  const { reached, ahead, notTaken } = stepsOf(run)
  const actions = [...reached, ...ahead, ...notTaken].filter(({ role }) => role === 'action')
  return actions.map((step) => ({ step, does: way === 'dry run' || run.mode === 'dry run' ? 'described' : doesOf(step) }))
}

/** The ticked actions, by what they are: what may have happened, and what has. */
export function riskedOf(repeats: readonly Repeat[], risked: readonly string[]): { readonly repeatUncertain: string[]; readonly repeatDone: string[] } {
  const ticked = (what: Repeat['does']) => repeats.flatMap(({ step, does }) => (does === what && risked.includes(step.id) ? [step.id] : []))
  return { repeatUncertain: ticked('uncertain'), repeatDone: ticked('stays') }
}

function doesOf({ state }: RunStep): Repeat['does'] {
  if (state === 'done') return 'stays'
  return state === 'uncertain' ? 'uncertain' : 'tried'
}
