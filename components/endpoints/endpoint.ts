import type { Outputs } from '../data/trpc'

/** A web address that rules call, without its secrets. */
export type Endpoint = Outputs['endpoint']['list'][number]
