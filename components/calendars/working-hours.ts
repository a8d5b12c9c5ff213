import type { Outputs } from '../data/trpc'

/** A calendar of working hours. */
export type WorkingHours = Outputs['calendar']['list'][number]
