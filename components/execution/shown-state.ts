import { z } from 'zod'
import { RUN_STATES } from '../executions/run-filter'

/** The state of a related run, which comes as text. */
export const EXECUTION_STATE = z.enum(RUN_STATES).catch('queued')
