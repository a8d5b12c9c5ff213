/**
 * What runs and how it is walked. This folder is the only rules/ code inside the workflow sandbox: it imports nothing outside itself,
 * holds no configs and no mail content, and never asks for the time. A change of meaning here is a new `planVersion` (semantics, version 1).
 */

export const PLAN_VERSION = 1

/** Node id as drawn; stable over rule versions, because action scopes are keyed by it. */
export type StepId = string

/**
 * How a step is carried out:
 * `decide` reads facts and picks a port; `database` writes only to our database (both run inside one transaction with their neighbours);
 * `outward` is one claimed call to a mail server or another peer; `mail` queues an outgoing message and parks until it is settled;
 * `wait` opens a wait row and parks until the row is decided.
 */
export type StepWork = 'trigger' | 'decide' | 'database' | 'outward' | 'mail' | 'wait'

export interface PlanStep {
  readonly id: StepId
  readonly work: StepWork
  readonly ports: readonly string[]
  /** Semantics 5: ready when every incoming edge has settled and one was taken, or at the first one taken. */
  readonly join: 'all' | 'first'
  /** Semantics 12: what a failed (or uncertain) step does to its edges. `error` takes the port named `error`. */
  readonly onError: 'stop' | 'continue' | 'error'
  /** Semantics 4: what an action skipped for its own reason (scope, dates, suppressed …) does. */
  readonly onSkip: 'continue' | 'stop'
  /** Set on calls to web addresses: they are handed out apart from those to mail servers. */
  readonly queue?: 'http'
  /** Set on a Stop: being done ends the whole execution (semantics 20), also when the ledger is replayed. */
  readonly stops?: 'execution'
}

export interface PlanEdge {
  readonly from: StepId
  readonly port: string
  readonly to: StepId
}

/** The part of a plan a workflow carries: steps in document order, edges in document order. */
export interface PlanSkeleton {
  readonly planVersion: typeof PLAN_VERSION
  readonly steps: readonly PlanStep[]
  readonly edges: readonly PlanEdge[]
}

export type StepState = 'pending' | 'ready' | 'running' | 'waiting' | 'retrying' | 'done' | 'skipped' | 'failed' | 'uncertain' | 'cancelled'
export const FINAL_STEP_STATES = ['done', 'skipped', 'failed', 'uncertain', 'cancelled'] as const satisfies readonly StepState[]

/** Semantics 23. `done with skips` and `uncertain` are derived when the walk ends, by the first that applies. */
export type ExecutionState = 'queued' | 'running' | 'waiting' | 'retrying' | 'done' | 'done with skips' | 'failed' | 'uncertain' | 'cancelled' | 'skipped'
export const FINAL_EXECUTION_STATES = ['done', 'done with skips', 'failed', 'uncertain', 'cancelled', 'skipped'] as const satisfies readonly ExecutionState[]

/** Why a step was skipped. The word is stored; the sentence is made by `explain.ts`. */
export type SkipCode =
  | 'not on the path taken'
  | 'stopped'
  | 'scope used'
  | 'outside its dates'
  | 'switched off'
  | 'moved by another rule'
  | 'loop guard'
  | 'suppressed'
  | 'condition not met'
  | 'no mail'
  | 'part is off'

/** One thing that happened to one step, as the ledger stores it and the reducer consumes it. Codes and ids only, never content. */
export type StepEvent =
  | { readonly step: StepId; readonly state: 'running' | 'waiting' | 'retrying' }
  /** `ports`: every port taken, `port` first, where there are several (semantics 9). */
  | { readonly step: StepId; readonly state: 'done'; readonly port: string; readonly ports?: readonly string[]; readonly stops?: 'execution' }
  | { readonly step: StepId; readonly state: 'skipped'; readonly reason: SkipCode }
  | { readonly step: StepId; readonly state: 'failed' | 'uncertain'; readonly code: string }
  | { readonly step: StepId; readonly state: 'cancelled' }

export type WalkEvent = { readonly type: 'start' } | { readonly type: 'step'; readonly event: StepEvent } | { readonly type: 'cancel' }

/**
 * What the shell must do next. `advance` runs every ready `decide`, `database`, `mail` and `wait` step that the database alone can settle;
 * `perform` makes one outward call; `park` means nothing can move until a parked row changes or the timer fires; `finish` is the end.
 */
export type Command =
  | { readonly type: 'advance' }
  | { readonly type: 'perform'; readonly step: StepId }
  | { readonly type: 'park'; readonly steps: readonly StepId[] }
  | { readonly type: 'finish'; readonly state: ExecutionState }
