import type { Outputs } from '../data/trpc'
import { otherHosts } from './guesses'
import { portOf, USUAL_PORTS, type Protocol, type Security, type ServerField, type ServerValues } from './server-values'

export type ConnectionReport = Outputs['account']['test']
export type StageResult = ConnectionReport['stages'][number]

/** One press that may mend a failed stage: it changes a field, leads to one, or tries again. */
export type Fix =
  | { readonly kind: 'port'; readonly port: number; readonly security: Security }
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'focus'; readonly field: ServerField }
  | { readonly kind: 'allow'; readonly place: string }
  | { readonly kind: 'retry' }

/** What would most likely help, best first. `address` is the mail address the server is for. */
export function fixesFor(stage: StageResult, server: ServerValues, protocol: Protocol, address: string): readonly Fix[] {
  switch (stage.fix) {
    case 'check spelling':
      return [...otherHosts(server.host, address, protocol).map((host) => ({ kind: 'host' as const, host })), { kind: 'focus', field: 'host' }]
    case 'try other port':
    case 'check server type':
      return [...otherPorts(server, protocol), { kind: 'retry' }]
    case 'use other encryption':
      return [...otherPorts(server, protocol), { kind: 'focus', field: 'port' }]
    case 'use certificate name':
      return [...namesOn(stage.said).filter((host) => host !== server.host.trim().toLowerCase()).map((host) => ({ kind: 'host' as const, host })), { kind: 'focus', field: 'host' }]
    case 'check user and password':
      return [{ kind: 'focus', field: 'password' }, ...otherUsers(server, address)]
    case 'make app password':
      return [{ kind: 'focus', field: 'password' }]
    case 'ask to allow host':
      return [{ kind: 'allow', place: `${server.host.trim().toLowerCase()}:${portOf(server)}` }, { kind: 'retry' }]
    case 'sign in with provider':
      return []
    case 'wait':
      return [{ kind: 'retry' }]
    case null:
      // A name server that does not answer looks much like a name that is wrong.
      return [{ kind: 'retry' }, ...(stage.stage === 'dns' ? [{ kind: 'focus' as const, field: 'host' as const }] : [])]
  }
}

/** The server with the fix made; the same one where the fix changes nothing. */
export function fixed(server: ServerValues, fix: Fix): ServerValues {
  if (fix.kind === 'port') return { ...server, port: String(fix.port), security: fix.security }
  if (fix.kind === 'host') return { ...server, host: fix.host }
  if (fix.kind === 'user') return { ...server, user: fix.user }
  return server
}

function otherPorts(server: ServerValues, protocol: Protocol): readonly Fix[] {
  return (['tls', 'starttls'] as const)
    .map((security) => ({ kind: 'port' as const, port: USUAL_PORTS[protocol][security], security }))
    .filter(({ port, security }) => port !== portOf(server) || security !== server.security)
}

function otherUsers({ user }: ServerValues, address: string): readonly Fix[] {
  const typed = user.trim().toLowerCase()
  if (!address.includes('@')) return []
  if (typed !== address.toLowerCase()) return [{ kind: 'user', user: address }]
  return [{ kind: 'user', user: address.split('@')[0] ?? '' }]
}

/** Names a certificate is for, as the report quotes them: `mail.example.com, *.example.org, valid until …`. A wildcard names no server. */
function namesOn(said: string | null): readonly string[] {
  const names = (said ?? '').replace(/,? valid until .*$/, '').split(',').map((name) => name.trim().toLowerCase())
  return names.filter((name) => /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(name)).slice(0, 2)
}
