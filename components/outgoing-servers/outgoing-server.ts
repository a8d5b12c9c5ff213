import type { Outputs } from '../data/trpc'

/** A server that mail leaves through, without its secrets. */
export type OutgoingServer = Outputs['outgoingServer']['list'][number]
