import { ImapFlow } from 'imapflow'
import { Failure } from '../failure'
import { purposeOf, type OutboundGuard } from '../outbound-guard'
import { imapFailure } from './failures'

/**
 * IMAP, one verb per file. Each verb takes a `Connection`, has a deadline, and throws only `Failure`. Nothing here knows the database.
 * A verb on a mailbox works on the one that `select` opened last: the owner of a connection uses it from one place at a time.
 */
export interface ImapServer {
  readonly host: string
  readonly port: number
  /** `tls` from the first byte; `starttls` demands the upgrade; `none` sends everything in clear (loopback only, by the guard's setting). */
  readonly security: 'tls' | 'starttls' | 'none'
  readonly user: string
  readonly secret: { readonly password: string } | { readonly accessToken: string }
  /** PEM certificates to trust besides the system's, pinned by an administrator. */
  readonly trustedCertificates?: readonly string[]
}

export interface Connection {
  readonly client: ImapFlow
  /** Resolves, never rejects, once the connection is gone, with why. */
  readonly lost: Promise<Failure>
  /** Capability names as the server advertised them, whatever their case. */
  has(capability: string): boolean
  /** Ends at once, without a word to the server. */
  close(): void
  /** Says goodbye, and closes after two seconds whatever the answer. */
  logout(): Promise<void>
}

const CONNECT_MS = 20_000
const SILENCE_MS = 90_000

/** Connects, signs in and enables CONDSTORE and QRESYNC where offered. Failure: `host not found`, `host not allowed`, `connection refused`, `connection timeout`, `certificate`, `authentication`, … */
export async function connect(server: ImapServer, guard: OutboundGuard): Promise<Connection> {
  const place = await guard.check(server.host, server.port, purposeOf(server.security))
  const client = new ImapFlow({
    host: place.address,
    port: place.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls',
    servername: place.servername ?? undefined,
    tls: { servername: place.servername ?? undefined, ca: server.trustedCertificates ? [...server.trustedCertificates] : undefined, minVersion: 'TLSv1.2' },
    auth: 'password' in server.secret ? { user: server.user, pass: server.secret.password } : { user: server.user, accessToken: server.secret.accessToken },
    clientInfo: { name: 'Postroom' },
    logger: false,
    qresync: true,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    maxLiteralSize: 80 * 1024 * 1024,
    maxResponseSize: 160 * 1024 * 1024,
  })
  const lost = watchLoss(client)
  try {
    await client.connect()
  } catch (error) {
    client.close()
    throw imapFailure(error, 'sign-in')
  }
  return connectionOf(client, lost)
}

/** Every connection has an error listener from birth: without one, a reset socket would end the process. */
function watchLoss(client: ImapFlow): Promise<Failure> {
  return new Promise((resolve) => {
    client.on('error', (error: unknown) => {
      resolve(imapFailure(error, 'connection'))
      client.close()
    })
    client.once('close', () => resolve(new Failure('connection lost', { retry: 'yes', publicMessage: 'The mail server closed the connection.' })))
  })
}

function connectionOf(client: ImapFlow, lost: Promise<Failure>): Connection {
  return {
    client,
    lost,
    has: (capability) => client.capabilities.has(capability) || [...client.capabilities.keys()].some((name) => name.toUpperCase() === capability),
    close: () => client.close(),
    async logout() {
      const timer = setTimeout(() => client.close(), 2000)
      try {
        await client.logout()
      } catch (error) {
        // A server that hangs up on LOGOUT has done what was asked.
        if (!client.usable) return
        throw imapFailure(error, 'sign-out')
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
