import type { ServerAddress } from '../../../db/schema/account'

/**
 * Whether a stored password may be sent to `after` without being typed again: it goes to the host it was entered for and no other, and never in clear where it went
 * encrypted, or in clear to another program of that host.
 */
export function keepsPassword(before: ServerAddress | null, after: ServerAddress): boolean {
  if (before === null || before.host !== after.host) return false
  return after.security !== 'none' || (before.security === 'none' && before.port === after.port)
}
