import { z } from 'zod'
import { FINAL_EXECUTION_STATES, type ExecutionState } from '../../rules/plan/plan'

/** The states of an execution as they are stored, in the order lists and filters show them. */
export const EXECUTION_STATES = ['queued', 'running', 'waiting', 'retrying', ...FINAL_EXECUTION_STATES] as const satisfies readonly ExecutionState[]

export const ExecutionStateName = z.enum(EXECUTION_STATES)

