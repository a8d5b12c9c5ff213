import { z } from 'zod'
import { RULE_FORMATS } from '../../../rules/exchange/formats'

export const RULE_NAME = z.string().trim().min(1).max(120)
export const RULE_ID = z.object({ id: z.uuid() })
/** Which rule, and whether its running executions are to stop as well. */
export const STOP = z.object({ id: z.uuid(), cancelRunning: z.boolean().default(false) })
/** The draft's revision as the person saw it. */
export const REVISION = z.number().int().min(1)
/** How rules are written down as a text. */
export const FORMAT = z.enum(RULE_FORMATS.map(({ id }) => id))
