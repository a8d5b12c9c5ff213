/**
 * This folder is about reaching a mail server: its fields, the staged test, and what would mend a failed stage. Accounts and outgoing servers both use it;
 * it knows neither.
 */

export type Protocol = 'imap' | 'smtp'
export type Security = 'tls' | 'starttls' | 'none'

/** A server as a form holds it. The port is text while it is typed. */
export interface ServerValues {
  readonly host: string
  readonly port: string
  readonly security: Security
  readonly user: string
  /** Never filled from what is stored. */
  readonly password: string
}

/** Fields a problem can be in or a fix can lead to. */
export type ServerField = 'host' | 'port' | 'user' | 'password'

/** The port each kind of encryption usually has (RFC 8314, RFC 9051, RFC 6409). */
export const USUAL_PORTS: { readonly [P in Protocol]: { readonly [S in Security]: number } } = {
  imap: { tls: 993, starttls: 143, none: 143 },
  smtp: { tls: 465, starttls: 587, none: 25 },
}

export function emptyServer(protocol: Protocol): ServerValues {
  return { host: '', port: String(USUAL_PORTS[protocol].tls), security: 'tls', user: '', password: '' }
}

/** Another encryption brings its usual port, unless the port was a choice of one's own. */
export function withSecurity(values: ServerValues, protocol: Protocol, security: Security): ServerValues {
  const wasUsual = Number(values.port) === USUAL_PORTS[protocol][values.security] || values.port === ''
  return { ...values, security, port: wasUsual ? String(USUAL_PORTS[protocol][security]) : values.port }
}

export function portOf({ port }: ServerValues): number {
  return Number(port)
}

/** What a form still lacks before it can be tried. */
export function missingField(values: ServerValues, needs: { readonly login: boolean; readonly password: boolean }): ServerField | null {
  if (!/^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/i.test(values.host.trim())) return 'host'
  if (!/^\d{1,5}$/.test(values.port) || portOf(values) < 1 || portOf(values) > 65_535) return 'port'
  if (needs.login && values.user.trim() === '') return 'user'
  return needs.password && values.password === '' ? 'password' : null
}

/** As the API takes it. */
export function serverOf(values: ServerValues) {
  return { host: values.host.trim(), port: portOf(values), security: values.security, user: values.user.trim() }
}
