import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { Failure, peerText } from './failure'
import type { CheckedAddress } from './outbound-guard'

/** A raw conversation with a mail server, one line at a time, for finding out at which step a connection fails. Every wait has a deadline. */
export interface Probe {
  readonly socket: Socket
  /** The next line without its line end; at most 2,000 characters. */
  line(): Promise<string>
  say(line: string): void
  end(): void
}

const WAIT_MS = 10_000
const MAX_LINE = 2000

/** Reaches the port. Failure `connection refused` or `connection timeout`. */
export function reach(place: CheckedAddress): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: place.address, port: place.port, noDelay: true })
    // Stays for good: errors after the connection is up end the probe through its own listeners.
    socket.on('error', (error) => reject(unreachable(error)))
    socket.setTimeout(WAIT_MS, () => socket.destroy(silent()))
    socket.once('connect', () => resolve(socket))
  })
}

/** Encrypts a connection and checks the certificate's name and trust. Failure `certificate` or `tls`. */
export function encrypt(socket: Socket, place: CheckedAddress, trustedCertificates: readonly string[] | undefined): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connectTls({ socket, servername: place.servername ?? undefined, host: place.servername ?? place.address, ca: trustedCertificates ? [...trustedCertificates] : undefined, minVersion: 'TLSv1.2', rejectUnauthorized: false })
    secured.on('error', (error) => reject(notEncrypted(error)))
    secured.once('close', () => reject(notEncrypted(null)))
    secured.once('secureConnect', () => (secured.authorized ? resolve(secured) : reject(badCertificate(secured))))
  })
}

/** Starts reading lines. */
export function converse(socket: Socket): Probe {
  let buffered = ''
  const lines: string[] = []
  let waiting: { resolve: (line: string) => void; reject: (failure: Failure) => void } | null = null
  let ended: Failure | null = null
  const settle = () => {
    if (waiting === null) return
    const { resolve, reject } = waiting
    const line = lines.shift()
    if (line === undefined && ended === null) return
    waiting = null
    if (line !== undefined) resolve(line)
    else if (ended !== null) reject(ended)
  }
  const end = (failure: Failure) => {
    ended ??= failure
    settle()
  }
  socket.on('data', (bytes: Buffer) => {
    buffered += bytes.toString('latin1')
    const parts = buffered.split(/\r?\n/)
    buffered = (parts.pop() ?? '').slice(0, MAX_LINE)
    lines.push(...parts.map((part) => part.slice(0, MAX_LINE)))
    settle()
  })
  socket.on('error', () => end(silent()))
  socket.on('close', () => end(silent()))
  return {
    socket,
    line: () =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        settle()
      }),
    say: (line) => void socket.write(`${line}\r\n`),
    end: () => void socket.destroy(),
  }
}

function unreachable(error: Error): Failure {
  const refused = 'code' in error && error.code === 'ECONNREFUSED'
  if (error instanceof Failure) return error
  return new Failure(refused ? 'connection refused' : 'connection timeout', { retry: 'yes', publicMessage: 'This port of the server is closed or blocked.', cause: error })
}

function silent(): Failure {
  return new Failure('connection timeout', { retry: 'yes', publicMessage: 'The server did not answer in time.' })
}

function notEncrypted(cause: unknown): Failure {
  return new Failure('tls', { retry: 'no', publicMessage: 'The server does not speak TLS on this port.', cause })
}

function badCertificate(secured: TLSSocket): Failure {
  const certificate = secured.getPeerCertificate()
  const names = certificate.subjectaltname?.replace(/(?:DNS|IP Address):/g, '') ?? String(certificate.subject?.CN ?? '')
  secured.destroy()
  return new Failure('certificate', {
    retry: 'no',
    publicMessage: 'The server shows a certificate that is not trusted for this name.',
    peerSaid: peerText(`${names || 'no name'}, valid until ${certificate.valid_to ?? 'unknown'}`),
    cause: secured.authorizationError,
  })
}
