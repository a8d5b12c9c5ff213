import { z } from 'zod'

/** How much automatic mail and how many records a workspace allows before it takes them for a loop. Stored as what differs from these defaults. */
export const Limits = z.object({
  /** Records that rules open for one sender within `recordMinutes`. */
  recordsPerSender: z.number().int().min(1).max(1_000).default(20),
  recordMinutes: z.number().int().min(1).max(10_080).default(120),
  /** Automatic replies to one address from one account. The message that is being answered again by a rerun does not count. */
  repliesPerThreadAndDay: z.number().int().min(1).max(100).default(1),
  repliesPerAddressAndHour: z.number().int().min(1).max(1_000).default(5),
  repliesPerAddressAndDay: z.number().int().min(1).max(10_000).default(20),
  /**
   * Envelope sender of automatic replies. `account` by default: many submission servers take mail only with an address of the login as its sender, some of them
   * dropping the rest without a word, and a report about such a mail is recognised when it comes back. `null` asks for `<>` first (RFC 3834 3.3).
   */
  replySender: z.enum(['account', 'null']).default('account'),
})
export type Limits = z.infer<typeof Limits>

/** The limits in force, from what is stored. */
export function limitsOf(stored: unknown): Limits {
  return Limits.parse(stored ?? {})
}
