import type { ExecutionState, StepEvent, StepId } from '../../rules/plan/plan'

export interface Subject {
  readonly workspaceId: string
  readonly executionId: string
}

/** Where an execution stands after all that the database alone can settle was settled. Ids and codes only: it becomes part of a history. */
export interface Standing {
  /** What the reducer was told from the beginning: feeding it this gives the state. */
  readonly events: readonly StepEvent[]
  /** Final state; null while it goes on. */
  readonly ended: ExecutionState | null
  /** When to look again at the latest, in milliseconds since 1970; null: nothing of its own accord. */
  readonly wakeAt: number | null
  /** Outward steps that must not be tried before this time. */
  readonly notBefore: Readonly<Record<StepId, number>>
  /** Nothing may begin until somebody says so; what runs goes on. */
  readonly held?: true
}
