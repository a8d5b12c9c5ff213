import { FINAL_EXECUTION_STATES, type ExecutionState } from '../../rules/plan/plan'

/** Whether a run has come to its end; what has not can be stopped, what has can be run again. */
export function isOver(state: ExecutionState): boolean {
  return FINAL_EXECUTION_STATES.some((final) => final === state)
}
