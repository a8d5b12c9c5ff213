import { isAscii } from 'node:buffer'
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { Failure } from './failure'
import { purposeOf, type OutboundGuard } from './outbound-guard'
import { smtpFailure, type SubmitStage } from './smtp-failure'

export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte; `starttls` demands the upgrade; `none` sends everything in clear (loopback only, by the guard's setting). */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly login: { readonly user: string; readonly password: string } | null
  /** Name given in EHLO; the host name of this machine when absent. */
  readonly clientName?: string
  /** PEM certificates to trust besides the system's, pinned by an administrator. */
  readonly trustedCertificates?: readonly string[]
}

export interface Submission {
  /** `from` empty is the null sender. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
  readonly raw: Buffer
}

export interface SubmitHooks {
  /** Awaited after the server took the envelope and before the first byte of the message leaves. If it rejects, nothing is sent and its error comes out of `submit`. */
  beforeData(): Promise<void>
}

export interface Submitted {
  /** The server's last word, such as `250 2.0.0 Ok: queued as …`. */
  readonly reply: string
  readonly accepted: readonly string[]
  /** Recipients this server did not take while it took others, each with its own failure. */
  readonly rejected: readonly { readonly address: string; readonly failure: Failure }[]
}

export interface Submitter {
  /**
   * Hands one message to a server and waits for its answer. Failures before the message leaves say whether to retry (4xx, no connection: yes; 5xx, sign-in: no).
   * When the message has left and no answer came, the code is `uncertain`: the server may have it, and only a person may send again.
   */
  submit(server: SmtpServer, message: Submission, hooks: SubmitHooks): Promise<Submitted>
  /** Ends idle connections; those in use end with their message. */
  close(): void
}

export interface SubmitterOptions {
  /** For TCP and TLS, and again for the greeting, which busy servers hold back for a minute or more. */
  readonly connectMs?: number
  /** For each answer; ten minutes after the final dot, as RFC 5321 4.5.3.2.6 asks, so that slow servers are not made uncertain. */
  readonly answerMs?: number
  /** How long a connection is kept for the next message. */
  readonly keepMs?: number
}

interface Kept {
  readonly connection: SMTPConnection
  sent: number
  idleTimer: NodeJS.Timeout | null
}

const PER_CONNECTION = 100

/** Submits over kept connections, one pool per server and login. */
export function createSubmitter(guard: OutboundGuard, { connectMs = 120_000, answerMs = 600_000, keepMs = 10_000 }: SubmitterOptions = {}): Submitter {
  const pools = new Map<string, Kept[]>()
  let closed = false

  const take = (key: string): Kept | null => {
    const kept = pools.get(key)?.pop() ?? null
    if (kept?.idleTimer) clearTimeout(kept.idleTimer)
    return kept
  }

  const keep = (key: string, kept: Kept) => {
    if (closed || kept.sent >= PER_CONNECTION) return kept.connection.quit()
    const pool = pools.get(key) ?? []
    pools.set(key, pool)
    pool.push(kept)
    const forget = () => {
      pools.set(key, (pools.get(key) ?? []).filter((other) => other !== kept))
      kept.connection.quit()
    }
    kept.idleTimer = setTimeout(forget, keepMs).unref()
    if (kept.sent === 1) kept.connection.once('end', () => pools.set(key, (pools.get(key) ?? []).filter((other) => other !== kept)))
  }

  const attempt = async (key: string, kept: Kept, message: Submission, hooks: SubmitHooks): Promise<Submitted> => {
    try {
      const submitted = await send(kept.connection, message, hooks)
      kept.sent += 1
      keep(key, kept)
      return submitted
    } catch (error) {
      kept.connection.close()
      throw error
    }
  }

  return {
    async submit(server, message, hooks) {
      const key = keyOf(server)
      const kept = take(key)
      if (kept !== null) {
        let asked = false
        const noting = {
          beforeData: () => {
            asked = true
            return hooks.beforeData()
          },
        }
        try {
          return await attempt(key, kept, message, noting)
        } catch (error) {
          // A kept connection may have died quietly: a fresh one is tried at once, unless the caller was asked already, for he is asked once.
          if (asked || !(error instanceof Failure && error.code === 'connection lost')) throw error
        }
      }
      return attempt(key, { connection: await open(server, guard, { connectMs, answerMs }), sent: 0, idleTimer: null }, message, hooks)
    },
    close() {
      closed = true
      for (const kept of [...pools.values()].flat()) {
        if (kept.idleTimer) clearTimeout(kept.idleTimer)
        kept.connection.quit()
      }
      pools.clear()
    },
  }
}

/** Connects, upgrades and signs in; the first two stages of every submission and of the connection test. */
export async function open(server: SmtpServer, guard: OutboundGuard, { connectMs, answerMs }: { readonly connectMs: number; readonly answerMs: number }): Promise<SMTPConnection> {
  const place = await guard.check(server.host, server.port, purposeOf(server.security))
  const servername = place.servername ?? undefined
  const connection = new SMTPConnection({
    host: place.address,
    port: place.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    servername,
    name: server.clientName,
    tls: { servername, ca: server.trustedCertificates ? [...server.trustedCertificates] : undefined, minVersion: 'TLSv1.2' },
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: answerMs,
    socketCloseTimeout: 1000,
    logger: false,
  })
  const { login } = server
  try {
    await connected(connection)
    if (login !== null) await done((callback) => connection.login({ user: login.user, credentials: { user: login.user, pass: login.password } }, callback), 'sign-in')
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    // Kept for the connection's whole life: an error event without a listener would end the process.
    connection.on('error', (error: unknown) => reject(smtpFailure(error, 'connect')))
    connection.connect((error?: unknown) => (error ? reject(smtpFailure(error, 'connect')) : resolve()))
  })
}

function done(work: (callback: (error: unknown) => void) => void, stage: SubmitStage): Promise<void> {
  return new Promise((resolve, reject) => work((error) => (error ? reject(smtpFailure(error, stage)) : resolve())))
}

function send(connection: SMTPConnection, { envelope, raw }: Submission, hooks: SubmitHooks): Promise<Submitted> {
  let stage: SubmitStage = 'envelope'
  let withheld: { readonly error: unknown } | null = null
  // The library reads the message only after the server's 354, so this runs in between.
  async function* content(): AsyncGenerator<Buffer> {
    try {
      await hooks.beforeData()
    } catch (error) {
      withheld = { error }
      // Not the caller's own: the library writes its code into what it catches.
      throw new Error('withheld')
    }
    stage = 'data'
    yield raw
  }
  return new Promise((resolve, reject) => {
    const broken = (error: unknown) => reject(smtpFailure(error, stage))
    const lost = () => reject(smtpFailure(Object.assign(new Error('closed'), { code: 'ECONNECTION' }), stage))
    connection.once('error', broken)
    connection.once('end', lost)
    const size = raw.length
    connection.send({ from: envelope.from, to: [...envelope.to], size, use8BitMime: !isAscii(raw) }, Readable.from(content(), { objectMode: false }), (error, info) => {
      connection.off('error', broken)
      connection.off('end', lost)
      if (withheld !== null) return reject(withheld.error)
      if (error) return reject(smtpFailure(error, stage))
      const rejected = (info.rejectedErrors ?? []).map((refusal) => ({ address: String(Reflect.get(refusal, 'recipient') ?? ''), failure: smtpFailure(refusal, 'envelope') }))
      resolve({ reply: info.response, accepted: info.accepted, rejected })
    })
  })
}

function keyOf(server: SmtpServer): string {
  // The password is part of which connection may be used again, so it is hashed in rather than left out or kept.
  return createHash('sha256').update(JSON.stringify(server)).digest('base64')
}
