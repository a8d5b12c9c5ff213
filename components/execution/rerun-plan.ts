import type { Inputs } from '../data/trpc'
import type { Run, RunStep } from './run-steps'
import { stepsOf } from './run-steps'

export type RerunWay = NonNullable<Inputs['execution']['rerun']['as']>

/** What running it again means for one action: it stays as it was done, is tried, may happen twice, or is only described. */
export interface Repeat {
  readonly step: RunStep
  readonly does: 'stays' | 'tried' | 'uncertain' | 'described'
}

/** Every action of the run and what a rerun does with it. What was done keeps its key and is never done twice. */
export function repeatsOf(run: Run, way: RerunWay): readonly Repeat[] {
  const { reached, ahead, notTaken } = stepsOf(run)
  const actions = [...reached, ...ahead, ...notTaken].filter(({ role }) => role === 'action')
  return actions.map((step) => ({ step, does: way === 'dry run' || run.mode === 'dry run' ? 'described' : doesOf(step) }))
}

function doesOf({ state }: RunStep): Repeat['does'] {
  if (state === 'done') return 'stays'
  return state === 'uncertain' ? 'uncertain' : 'tried'
}
