import type { Outputs } from '../data/trpc'

/** What a rule asks people, and where that stands. */
export type Approval = Outputs['approval']['list']['items'][number]
