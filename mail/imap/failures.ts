import { asFailure, Failure, peerText, type Retry } from '../failure'

/** What an IMAP library error may carry, read field by field because nothing types a thrown value. */
interface Signs {
  readonly code: string
  readonly responseCode: string
  readonly status: string
  readonly said: string
  readonly authentication: boolean
  readonly missing: boolean
}

interface Case {
  readonly when: (signs: Signs) => boolean
  readonly code: string
  readonly retry: Retry
  readonly publicMessage: string
}

const CERTIFICATE = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/
const TLS = /^(?:ERR_SSL|ERR_TLS|EPROTO|ClosedAfterConnectTLS|UPGRADE_TIMEOUT|STARTTLS_INJECTION)/
const LOST = /^(?:NoConnection|EConnectionClosed|StateLogout|ClosedAfterConnectText|ECONNRESET|EPIPE|ENOTCONN|ERR_STREAM_DESTROYED)$/

/** First match wins. Response codes are those of RFC 5530 and RFC 9051 7.1. */
const CASES: readonly Case[] = [
  { when: (s) => s.responseCode === 'UNAVAILABLE' || s.responseCode === 'INUSE', code: 'server busy', retry: { afterSeconds: 60 }, publicMessage: 'The mail server is busy. It will be tried again.' },
  { when: (s) => s.code === 'ETHROTTLE' || s.responseCode === 'LIMIT' || /too many (?:simultaneous )?connections|rate limit/i.test(s.said), code: 'limited', retry: { afterSeconds: 300 }, publicMessage: 'The mail server asks to slow down. It will be tried again later.' },
  { when: (s) => s.authentication && /application-specific|app password/i.test(s.said), code: 'app password needed', retry: 'no', publicMessage: 'This provider wants an app password instead of the usual one.' },
  { when: (s) => s.authentication && /basic ?auth\w* is (?:disabled|blocked)|authentication is disabled|AADSTS/i.test(s.said), code: 'password login disabled', retry: 'no', publicMessage: 'This provider no longer accepts passwords for mail programs.' },
  { when: (s) => s.authentication, code: 'authentication', retry: 'no', publicMessage: 'The mail server refused the user name or the password.' },
  { when: (s) => CERTIFICATE.test(s.code), code: 'certificate', retry: 'no', publicMessage: 'The mail server showed a certificate that is not trusted for its name.' },
  { when: (s) => TLS.test(s.code), code: 'tls', retry: 'no', publicMessage: 'An encrypted connection could not be made. The port or the kind of encryption may be wrong.' },
  { when: (s) => s.code === 'ECONNREFUSED' || s.code === 'EHOSTUNREACH' || s.code === 'ENETUNREACH', code: 'connection refused', retry: 'yes', publicMessage: 'Nothing answers on this port of the mail server.' },
  { when: (s) => /^(?:CONNECT_TIMEOUT|GREETING_TIMEOUT|ETIMEDOUT)$/.test(s.code), code: 'connection timeout', retry: 'yes', publicMessage: 'The mail server did not answer in time.' },
  { when: (s) => s.code === 'ETIMEOUT', code: 'timeout', retry: 'yes', publicMessage: 'The mail server stopped answering.' },
  { when: (s) => LOST.test(s.code), code: 'connection lost', retry: 'yes', publicMessage: 'The connection to the mail server was lost.' },
  { when: (s) => s.missing || s.code === 'NotFound' || /^(?:NONEXISTENT|TRYCREATE)$/.test(s.responseCode), code: 'mailbox missing', retry: 'no', publicMessage: 'The folder does not exist on the mail server any more.' },
  { when: (s) => s.responseCode === 'OVERQUOTA', code: 'over quota', retry: { afterSeconds: 3600 }, publicMessage: 'The mailbox on the mail server is full.' },
  { when: (s) => s.responseCode === 'NOPERM' || s.responseCode === 'READ-ONLY', code: 'not permitted', retry: 'no', publicMessage: 'The mail server does not permit this.' },
  { when: (s) => s.status === 'NO' || s.status === 'BAD', code: 'refused by server', retry: 'no', publicMessage: 'The mail server refused the command.' },
]

/** Translates what the IMAP library threw; `doing` goes into the code of what nobody recognised. An error that does not say is retried. */
export function imapFailure(error: unknown, doing: string): Failure {
  if (error instanceof Failure) return error
  const signs = signsOf(error)
  const found = CASES.find((entry) => entry.when(signs))
  if (found === undefined) return asFailure(error, `${doing} failed`, 'Talking to the mail server failed.')
  return new Failure(found.code, { retry: found.retry, publicMessage: found.publicMessage, peerSaid: peerText(signs.said) || null, cause: error })
}

/** A command the library reported as refused without saying why. */
export function refused(doing: string): Failure {
  return new Failure('refused by server', { retry: 'no', publicMessage: `The mail server refused: ${doing}.` })
}

function signsOf(error: unknown): Signs {
  const field = (name: string): unknown => (typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined)
  const text = (name: string): string => {
    const value = field(name)
    return typeof value === 'string' ? value : ''
  }
  return {
    code: text('code'),
    responseCode: (text('serverResponseCode') || responseCodeIn(field('response'))).toUpperCase(),
    status: text('responseStatus'),
    said: text('responseText'),
    authentication: field('authenticationFailed') === true || /^(?:AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED)$/i.test(text('serverResponseCode')),
    missing: field('mailboxMissing') === true,
  }
}

/** The code in brackets of a response that the library parsed but did not name: `NO [UNAVAILABLE] later`. */
function responseCodeIn(response: unknown): string {
  const attributes: unknown = typeof response === 'object' && response !== null ? Reflect.get(response, 'attributes') : undefined
  for (const attribute of Array.isArray(attributes) ? (attributes as readonly unknown[]) : []) {
    const section: unknown = typeof attribute === 'object' && attribute !== null ? Reflect.get(attribute, 'section') : undefined
    const first: unknown = Array.isArray(section) ? section[0] : undefined
    const value: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'value') : undefined
    if (typeof value === 'string') return value
  }
  return ''
}
