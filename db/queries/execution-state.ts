import { z } from 'zod'
import type { ExecutionState } from '../../rules/plan/plan'

/** States that never change any more (semantics 23), in the order lists and filters show them. */
export const ENDED_STATES = ['done', 'done with skips', 'failed', 'uncertain', 'cancelled', 'skipped'] as const satisfies readonly ExecutionState[]
export const EXECUTION_STATES = ['queued', 'running', 'waiting', 'retrying', ...ENDED_STATES] as const satisfies readonly ExecutionState[]

export const ExecutionStateName = z.enum(EXECUTION_STATES)
