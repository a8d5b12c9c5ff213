import { Failure, peerText, type Retry } from './failure'

/** Where a submission stood: `data` begins when the first byte of the message may have left. */
export type SubmitStage = 'connect' | 'sign-in' | 'envelope' | 'data'

/**
 * Translates what the SMTP library threw. A reply decides by its first digit (RFC 5321 4.2.1): 4 is tried again, 5 is final. Without a reply: before the message
 * left it is tried again, after that it is `uncertain`.
 */
export function smtpFailure(error: unknown, stage: SubmitStage): Failure {
  if (error instanceof Failure) return error
  const code = textOf(error, 'code')
  const reply = numberOf(error, 'responseCode')
  const peerSaid = peerText(textOf(error, 'response')) || null
  const fail = (name: string, retry: Retry, publicMessage: string) => new Failure(name, { retry, publicMessage, peerSaid, cause: error })

  if (stage === 'connect') {
    // The certificate first: the library calls every failure of the upgrade ETLS. A refused STARTTLS carries a reply, but is no word about the mail.
    if (/^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/.test(causeCode(error))) return fail('certificate', 'no', 'The server showed a certificate that is not trusted for its name.')
    if (code === 'ETLS' || /^(?:ERR_SSL|ERR_TLS|EPROTO$)/.test(code)) return fail('tls', 'no', 'An encrypted connection could not be made. The port or the kind of encryption may be wrong.')
  }
  if (reply >= 400 && stage === 'sign-in') return signIn(fail, reply, peerSaid ?? '')
  // 503 blames the session, not the message: on a new connection it can pass.
  if (reply === 421 || reply === 503) return fail('server busy', 'yes', 'The sending server is busy. It will be tried again.')
  if (reply >= 400 && reply < 500) return fail('deferred', 'yes', 'The receiving server asks to try again later.')
  if (reply >= 500) return refusal(fail, reply, peerSaid ?? '')
  if (stage === 'data') return fail('uncertain', 'no', 'The connection was lost after the mail had been handed over. It may have been sent; it is not sent again by itself.')
  if (code === 'EENVELOPE') return fail('invalid address', 'no', 'An address of this mail cannot be sent to.')
  if (code === 'EAUTH' || code === 'ENOAUTH') return fail('authentication', 'no', 'The server does not offer a way to sign in that we know.')
  if (code === 'ETIMEDOUT') return fail(stage === 'connect' ? 'connection timeout' : 'timeout', 'yes', 'The server did not answer in time.')
  if (causeCode(error) === 'ECONNREFUSED') return fail('connection refused', 'yes', 'Nothing answers on this port of the server.')
  if (stage === 'connect') return fail('connection failed', 'yes', 'The server could not be reached.')
  return fail('connection lost', 'yes', 'The connection to the server was lost before the mail was handed over.')
}

type Fail = (name: string, retry: Retry, publicMessage: string) => Failure

function signIn(fail: Fail, reply: number, said: string): Failure {
  if (reply < 500) return fail('server busy', 'yes', 'The server cannot check the sign-in just now.')
  if (/application-specific|app password|5\.7\.9/i.test(said)) return fail('app password needed', 'no', 'This provider wants an app password instead of the usual one.')
  if (/basic ?auth\w*|authentication is disabled|5\.7\.139/i.test(said)) return fail('password login disabled', 'no', 'This provider no longer accepts passwords for mail programs.')
  return fail('authentication', 'no', 'The server refused the user name or the password.')
}

function refusal(fail: Fail, reply: number, said: string): Failure {
  if (reply === 530 || reply === 535) return fail('authentication', 'no', 'The server wants a sign-in first.')
  if (reply === 552 || /\b5\.(?:2\.3|3\.4)\b/.test(said)) return fail('too large', 'no', 'The mail is larger than the server takes.')
  if (/sender|not (?:allowed|authorized|permitted) to send as|\b5\.7\.60\b|\b5\.1\.[78]\b/i.test(said)) return fail('sender refused', 'no', 'The server does not let this account send from this address.')
  if (/relay/i.test(said)) return fail('relay refused', 'no', 'The server does not pass mail on for this account.')
  return fail('rejected', 'no', 'The receiving server refused the mail for good.')
}

function causeCode(error: unknown): string {
  const cause: unknown = typeof error === 'object' && error !== null ? (Reflect.get(error, 'cause') ?? error) : error
  const own = textOf(cause, 'code')
  if (!/^E(?:SOCKET|CONNECTION|DNS|TLS)$/.test(own)) return own
  // The library keeps its own code and leaves the system's in the words.
  return /\b(ECONNREFUSED|EHOSTUNREACH|CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)\b/.exec(textOf(error, 'message'))?.[1] ?? certificateWords(textOf(error, 'message'))
}

function certificateWords(message: string): string {
  return /certificate|altnames/i.test(message) ? 'ERR_TLS_CERT_ALTNAME_INVALID' : ''
}

function textOf(value: unknown, name: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof found === 'string' ? found : ''
}

function numberOf(value: unknown, name: string): number {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  return typeof found === 'number' ? found : 0
}
