import { z } from 'zod'
import { ENDPOINT_STYLES } from '../../../db/schema'
import { NAME } from '../account/schema'

/** The address of a chat hook is a secret by itself: it is taken and never given back. */
export const URL_TEXT = z.string().trim().min(8).max(2_000)
export const SECRET = z.string().min(8).max(1_000)
export const ENDPOINT_FIELDS = { name: NAME, style: z.enum(ENDPOINT_STYLES) }
