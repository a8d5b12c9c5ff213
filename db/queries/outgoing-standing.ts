import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { OUTGOING_STATES } from '../schema'

/** How a mail of ours stands, as people are told: its state, or that it came back after its server had accepted it. */
export const OutgoingStanding = z.enum([...OUTGOING_STATES, 'returned'])
export type OutgoingStanding = z.infer<typeof OutgoingStanding>

/** The same, of a row of `outgoing_message o`. */
export const OUTGOING_STANDING: SQL = sql`case when o.state = 'accepted' and o.returned_at is not null then 'returned' else o.state end`
