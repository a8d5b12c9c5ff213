import { z } from 'zod'

export const RULE_NAME = z.string().trim().min(1).max(120)
export const RULE_ID = z.object({ id: z.uuid() })
/** The draft's revision as the person saw it. */
export const REVISION = z.number().int().min(1)
