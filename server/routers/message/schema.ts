import { z } from 'zod'
import { Cursor } from '../../../db/queries/keyset'

export const MESSAGE_ID = z.object({ id: z.uuid() })
/** What a person acts on at once; beyond this it is a job, not a click. */
export const MESSAGE_IDS = z.array(z.uuid()).min(1).max(200)
export const PAGE = { cursor: Cursor.nullish().default(null), limit: z.number().int().min(1).max(100).default(50) }
export const SEARCH_TEXT = z.string().max(500).default('')
