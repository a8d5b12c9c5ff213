import { z } from 'zod'
import type { ProblemCode } from './problem'

/** A time of day in a config: `09:30`. */
export const CLOCK_TIME = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'needsTime' satisfies ProblemCode)
