import type { Outputs } from '../data/trpc'

/** What another version would have done, beside what happened. */
export type Replay = Outputs['execution']['replayAgainst']
