import { z } from 'zod'

/** Which record, and its revision as the person saw it. */
export const SEEN = { id: z.uuid(), revision: z.number().int().min(1) }
