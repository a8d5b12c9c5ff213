import type { Address } from '../rules/facts'
import { parseAddress } from './address'
import { HOP_FIELD } from './compose'
import { Failure } from './failure'

/** Who sends a mail on, when, to whom, and under which id of its own. */
export interface Resent {
  readonly from: Address
  readonly to: readonly Address[]
  readonly date: Date
  /** With angle brackets. */
  readonly messageId: string
  /** How many automatic mails led to this one. */
  readonly hop: number
}

/**
 * The mail as it is, behind a block of fields that say who sends it on (RFC 5322 3.6.6). Not a byte of the original changes, so that its signatures hold. Failure
 * `invalid address` (never retried) for an address that no header can carry.
 */
export function redirected(raw: Buffer, { from, to, date, messageId, hop }: Resent): Buffer {
  const fields = [`${HOP_FIELD}: ${hop}`, `Resent-From: <${strict(from)}>`, `Resent-To: ${to.map((address) => `<${strict(address)}>`).join(',\r\n ')}`, `Resent-Date: ${dateTime(date)}`, `Resent-Message-ID: ${messageId}`]
  return Buffer.concat([Buffer.from(`${fields.join('\r\n')}\r\n`, 'latin1'), raw])
}

function strict({ address }: Address): string {
  const parsed = parseAddress(address)
  if (parsed === null || !/^[\x21-\x7e]+$/.test(parsed)) throw new Failure('invalid address', { retry: 'no', publicMessage: 'An address of this mail is not a valid e-mail address.' })
  return parsed
}

/** RFC 5322 3.3, in UTC. */
function dateTime(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}
