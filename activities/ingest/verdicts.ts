import type { WhyNot } from '../../db/schema'
import type { Decided } from '../../rules/match'
import type { Happening } from '../events/happening'
import type { ShadowLook } from './shadow-look'

/** An execution to be inserted. */
export interface Start {
  readonly executionId: string
  readonly ruleId: string
  readonly versionId: string
  readonly planId: string
  readonly eventId: string
  readonly position: number
  readonly happening: Happening
  readonly mode: 'live' | 'dry run'
  readonly scopeKey: string
  readonly hop: number
  readonly causeExecutionId: string | null
  readonly decided: readonly Decided[]
}

/** What the rules made of one event. */
export interface Verdicts {
  readonly happening: Happening
  readonly eventId: string
  readonly starts: readonly Start[]
  readonly whyNot: readonly WhyNot[]
  /** What shadows made of it; none where there is no shadow. */
  readonly shadows?: readonly ShadowLook[]
}
