import type { OutgoingState } from './outbox-url'

/** What mends a group of failures: its server's settings, sending again, a person's look at each, or only time. */
export type GroupFix = 'server' | 'retry' | 'look' | 'wait'

const OF_THE_SERVER: ReadonlySet<string> = new Set([
  'authentication', 'app password needed', 'password login disabled', 'certificate', 'tls', 'no starttls', 'host not found', 'host not allowed', 'encryption needed', 'connection refused', 'not a mail server', 'sender refused', 'relay refused', 'no outgoing server', 'secret.unreadable', 'secret unreadable',
])
const OF_THE_MAIL: ReadonlySet<string> = new Set(['rejected', 'too large', 'invalid address', 'invalid header'])

export function fixOf({ code, states }: { readonly code: string; readonly states: readonly OutgoingState[] }): GroupFix {
  if (states.includes('uncertain')) return 'look'
  if (OF_THE_SERVER.has(code)) return 'server'
  if (OF_THE_MAIL.has(code)) return 'look'
  return states.includes('failed') ? 'retry' : 'wait'
}
