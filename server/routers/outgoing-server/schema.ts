import { z } from 'zod'
import { NAME, SERVER } from '../account/schema'

/** A relay may ask for no login: then the user is empty and there is no password. */
const RELAY = SERVER.extend({ user: z.union([z.literal(''), SERVER.shape.user]) })

export const OUTGOING_FIELDS = { name: NAME, server: RELAY, priority: z.number().int().min(0).max(1_000) }
