/**
 * Domains of mails are kept in ASCII (IDNA): `xn--bcher-kva.example`. People write `bücher.example`. Comparing in ASCII keeps apart what looks alike: `faß.example`
 * and `fass.example` are two domains, `ing.example` and `ıng.example` too.
 */

/** A domain, or whole labels of one such as `.bücher.example`, in ASCII; as written where it is none. */
export function inAscii(domain: string): string {
  return BEYOND_ASCII.test(domain) ? domain.split('.').map(labelInAscii).join('.') : domain
}

/** An address with its domain in ASCII, the local part as written. Without an @ it is taken for a domain. */
export function addressInAscii(address: string): string {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + inAscii(address.slice(at))
}

const BEYOND_ASCII = /[^\0-\x7f]/
// What the parser of URLs would take for something other than a host.
const NO_LABEL = /[\s%:/?#@[\]\\<>^|]/

function labelInAscii(label: string): string {
  if (!BEYOND_ASCII.test(label) || NO_LABEL.test(label)) return label
  try {
    return new URL(`https://${label}`).hostname
  } catch (error) {
    if (error instanceof TypeError) return label
    throw error
  }
}
