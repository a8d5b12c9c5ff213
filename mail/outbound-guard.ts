import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Failure } from './failure'

/** A checked place to connect to: the address that was checked, never the name again. */
export interface CheckedAddress {
  readonly address: string
  readonly port: number
  /** The name to ask for in TLS; null when the host is an address. */
  readonly servername: string | null
}

export interface OutboundGuard {
  /** Resolves once, checks every address, returns the one to connect to. Failure `host not found`, `host not allowed` or `encryption needed`. */
  check(host: string, port: number, purpose?: Purpose): Promise<CheckedAddress>
}

/** Which ports are open to everybody's servers: none without encryption, for a password and mail that travel in clear stay on networks that somebody vouched for. */
export type Purpose = 'mail' | 'mail in clear' | 'web'

/** What a mail server is connected to for. */
export function purposeOf(security: 'tls' | 'starttls' | 'none'): Purpose {
  return security === 'none' ? 'mail in clear' : 'mail'
}

export type Resolve = (host: string) => Promise<readonly string[]>

/** Ports on which mail servers listen: submission, IMAP, POP3, with and without implicit TLS. */
const MAIL_PORTS = new Set([25, 110, 143, 465, 587, 993, 995, 2525])
/** Where web servers listen with TLS; without it nothing is called but what is allowed by name. */
const WEB_PORTS = new Set([443, 8443])

/**
 * The one gate for connections to hosts that a user named (server-side request forgery). Only public unicast addresses on ports of the purpose pass,
 * unless `host:port` is in `allowedHosts` (the setting POSTROOM_ALLOWED_HOSTS). What is refused reads the same whatever listens there.
 */
export function createOutboundGuard(allowedHosts: readonly string[], resolve: Resolve = resolveAll): OutboundGuard {
  const allowed = new Set(allowedHosts.map((entry) => entry.trim().toLowerCase()))
  return {
    async check(host, port, purpose = 'mail') {
      const name = canonicalHost(host)
      const literal = isIP(name) !== 0
      const addresses = literal ? [name] : await resolve(name)
      const [address] = addresses
      if (address === undefined) throw notFound(host)
      const trusted = allowed.has(`${name}:${port}`) || (literal && allowed.has(`[${name}]:${port}`))
      if (!trusted && !((purpose === 'web' ? WEB_PORTS : MAIL_PORTS).has(port) && addresses.every(isPublic))) throw notAllowed(host, port, purpose)
      if (!trusted && purpose === 'mail in clear') throw encryptionNeeded(host, port)
      return { address, port, servername: literal ? null : name }
    },
  }
}

/**
 * True for addresses that are routed on the public internet. Private, loopback, link-local, CGNAT, mapped, NAT64, 6to4 and reserved ranges are not, nor is any IPv6
 * address outside 2000::/3 (RFC 4291 2.4): `::7f00:1` is 127.0.0.1 spelt the oldest way.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || (parsed.toByteArray()[0] ?? 0) >> 5 === 1)
}

/** Lower case, IDN in ASCII, and every spelling of an IPv4 address (0x7f.1, 2130706433, 0177.0.0.1) as the one that would be connected to. */
function canonicalHost(host: string): string {
  const bare = host.trim().replace(/\.$/, '')
  if (isIP(bare) === 6) return ipaddr.parse(bare).toString()
  if (bare === '' || /[\s/\\?#@:%]/.test(bare)) throw notFound(host)
  const url = URL.canParse(`http://${bare}/`) ? new URL(`http://${bare}/`) : null
  if (url === null) throw notFound(host)
  return url.hostname.replace(/^\[|\]$/g, '')
}

async function resolveAll(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true, order: 'ipv4first' })).map((entry) => entry.address)
  } catch (error) {
    throw notFound(host, error)
  }
}

function notFound(host: string, cause?: unknown): Failure {
  return new Failure('host not found', { retry: 'yes', publicMessage: `There is no server named ${printable(host)}.`, cause })
}

function notAllowed(host: string, port: number, purpose: Purpose): Failure {
  const place = `${printable(host)}:${port}`
  return new Failure('host not allowed', {
    retry: 'no',
    publicMessage: `${place} is not a public ${purpose === 'web' ? 'web server with TLS' : 'mail server'}. Whoever runs Postroom can allow it: add ${place} to POSTROOM_ALLOWED_HOSTS.`,
  })
}

function encryptionNeeded(host: string, port: number): Failure {
  const place = `${printable(host)}:${port}`
  return new Failure('encryption needed', {
    retry: 'no',
    publicMessage: `Without encryption the password and all mail would travel to ${place} in clear. Choose TLS or STARTTLS. Whoever runs Postroom can allow it all the same: add ${place} to POSTROOM_ALLOWED_HOSTS.`,
  })
}

function printable(host: string): string {
  return host.replace(/[^\p{L}\p{N}.:[\]_-]/gu, '').slice(0, 253)
}
