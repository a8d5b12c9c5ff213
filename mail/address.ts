import { domainToASCII } from 'node:url'

const MAX_ADDRESS = 254
const MAX_LOCAL = 64
// RFC 5321 4.1.2 dot-string, with the UTF-8 of RFC 6531. Quoted local parts are refused: parsers disagree about where they end, which sends mail elsewhere.
const DOT_STRING = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\u{10ffff}-]+)*$/u
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]/u
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?$/

/**
 * Reads an address strictly (RFC 5321 4.1.2, RFC 6531): `local@domain`, the domain in lower-case ASCII (IDNA), the local part as written.
 * Null for anything else: display names, comments, quoted local parts, address literals, control or invisible characters.
 */
export function parseAddress(text: string): string | null {
  const at = text.lastIndexOf('@')
  if (at < 1 || at > MAX_LOCAL || text.length > MAX_ADDRESS || INVISIBLE.test(text)) return null
  const local = text.slice(0, at)
  const domain = asciiDomain(text.slice(at + 1))
  return domain !== null && DOT_STRING.test(local) ? `${local}@${domain}` : null
}

/** A domain in lower-case ASCII, without a final dot; null when it is none (numbers only, empty labels, too long). */
export function asciiDomain(text: string): string | null {
  const plain = text.endsWith('.') ? text.slice(0, -1) : text
  // domainToASCII follows the URL standard, which percent-decodes and reads 0x7f.1 as an address: neither is a mail domain.
  if (plain === '' || /[%:/?#@[\]\\]/.test(plain)) return null
  const ascii = domainToASCII(plain)
  if (ascii === '' || ascii.length > 253 || /^[0-9.]+$/.test(ascii)) return null
  return ascii.split('.').every((label) => LABEL.test(label)) ? ascii : null
}

/** The domain of an address, lower case; the empty string when there is none. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1 || address.length).toLowerCase()
}

/** True when the address is one of the account's own. `ownAddresses` are lower case. */
export function isOwn(address: string, ownAddresses: readonly string[]): boolean {
  return ownAddresses.includes(address.toLowerCase())
}
