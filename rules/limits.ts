import { z } from 'zod'

/** How much automatic mail and how many records a workspace allows before it takes them for a loop. Only what differs from the defaults is stored. */
export const Limits = z.object({
  /** Records that rules open for one sender within `recordMinutes`. */
  recordsPerSender: z.number().int().min(1).max(1_000),
  recordMinutes: z.number().int().min(1).max(10_080),
  /** Automatic replies to one address from one account: within one thread, and over all. */
  repliesPerThreadAndDay: z.number().int().min(1).max(100),
  repliesPerAddressAndHour: z.number().int().min(1).max(1_000),
  repliesPerAddressAndDay: z.number().int().min(1).max(10_000),
  /** Envelope sender of automatic replies: the account's address, or `<>`, which is asked for first where it is chosen (RFC 3834 3.3). */
  replySender: z.enum(['account', 'null']),
})
export type Limits = z.infer<typeof Limits>

export const DEFAULT_LIMITS: Limits = {
  recordsPerSender: 20,
  recordMinutes: 120,
  repliesPerThreadAndDay: 1,
  repliesPerAddressAndHour: 5,
  repliesPerAddressAndDay: 20,
  // Many submission servers take mail only with an address of the login as its sender, some dropping the rest without a word; a report about such a mail is recognised
  // when it comes back.
  replySender: 'account',
}

const Stored = Limits.partial()

/** The limits in force, from what is stored. */
export function limitsOf(stored: unknown): Limits {
  return { ...DEFAULT_LIMITS, ...Stored.parse(stored ?? {}) }
}
