import { createHash, timingSafeEqual } from 'node:crypto'

/**
 * Whether a request may read /metrics: with the token that was set, or, while Postroom is used on this machine only, from this machine. Where people reach it under
 * another name there is a proxy in front, every request looks local, and only the token counts.
 */
export function mayReadMetrics(headers: Headers, origin: string, token: string | undefined): boolean {
  const given = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (given !== undefined) return token !== undefined && same(given, token)
  const hops = (headers.get('x-forwarded-for') ?? '').split(',').map((hop) => hop.trim())
  return isLoopback(new URL(origin).hostname) && isLoopback(askedHost(headers)) && hops.every((hop) => hop === '' || isLoopback(hop))
}

/** The name that was typed. A page elsewhere can have its own name lead to this machine, and then it may read what its name answers. */
function askedHost(headers: Headers): string {
  const host = headers.get('host') ?? 'localhost'
  return URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host)
}

/** Compares hashes, so that neither length nor content shows in the time it takes. */
function same(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
