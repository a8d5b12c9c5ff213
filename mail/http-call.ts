import { request as requestPlainly } from 'node:http'
import { request as requestSecurely } from 'node:https'
import { connect as connectPlainly, type Socket } from 'node:net'
import { connect as connectSecurely } from 'node:tls'
import { Failure, peerText } from './failure'
import type { OutboundGuard } from './outbound-guard'

/** One web request to an address that a user named. */
export interface HttpCall {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | null
}

export interface HttpAnswer {
  readonly status: number
  readonly retryAfterSeconds: number | null
  /** Where it wants us to go instead, host and port only; null when it is no redirection. */
  readonly redirectsTo: string | null
  /** The beginning of its text, one line of visible characters. */
  readonly said: string
}

/** What may interrupt a call, and what must happen before it leaves. */
export interface CallTerms {
  /** Awaited when the connection stands, right before the request is written. */
  readonly leaving: () => Promise<void>
  readonly signal: AbortSignal
  readonly connectMs?: number
  readonly answerMs?: number
}

/** Calls over checked connections. Nothing is kept between two calls. */
export type Caller = (call: HttpCall, terms: CallTerms) => Promise<HttpAnswer>

const CONNECT_MS = 10_000
const ANSWER_MS = 30_000
/** Beyond this the rest of an answer is not read: its status is known. */
const MOST_BYTES = 16_384
const MOST_SAID = 500
/** A server that asks for more patience than this is tried again after it. */
const LONGEST_PAUSE_SECONDS = 3_600

/**
 * Makes one request and no other: a redirection is an answer, not an order. Before anything leaves it throws a Failure of the guard, or `web.unreachable`,
 * `web.address`. Once `leaving` was called a lost connection or a late answer is the Failure `web.answer lost`: nobody knows whether it was done.
 */
export function createCaller(guard: OutboundGuard): Caller {
  return async (call, { leaving, signal, connectMs = CONNECT_MS, answerMs = ANSWER_MS }) => {
    const url = readAddress(call.url)
    const socket = await open(guard, url, AbortSignal.any([signal, AbortSignal.timeout(connectMs)]))
    try {
      await leaving()
      return await exchange(url, call, socket, AbortSignal.any([signal, AbortSignal.timeout(answerMs)]))
    } finally {
      socket.destroy()
    }
  }
}

/** An address one may call: http or https, without a login in it. Failure `web.address`. */
export function readAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') {
    throw new Failure('web.address', { retry: 'no', publicMessage: 'This is no web address that can be called. It begins with https:// and holds no password.' })
  }
  return url
}

/** The port a URL means, its scheme's own when it names none (RFC 9110 section 4.2). */
export function portOf({ port, protocol }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

async function open(guard: OutboundGuard, url: URL, signal: AbortSignal): Promise<Socket> {
  const port = portOf(url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isSecure = url.protocol === 'https:'
  const { address, servername } = await guard.check(host, port, 'web')
  return new Promise((resolve, reject) => {
    const socket = isSecure
      ? connectSecurely({ host: address, port, ALPNProtocols: ['http/1.1'], ...(servername === null ? {} : { servername }) }, () => resolve(socket))
      : connectPlainly({ host: address, port }, () => resolve(socket))
    const fail = (cause?: unknown) => {
      socket.destroy()
      reject(new Failure('web.unreachable', { retry: 'yes', publicMessage: `${host}:${port} could not be reached.`, cause }))
    }
    socket.once('error', fail)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
}

function exchange(url: URL, { method, headers, body }: HttpCall, socket: Socket, signal: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const lost = (cause?: unknown) => reject(new Failure('web.answer lost', { retry: 'yes', publicMessage: 'The connection ended before an answer came.', cause }))
    socket.once('error', lost)
    const sent = (url.protocol === 'https:' ? requestSecurely : requestPlainly)(
      {
        method, signal, path: `${url.pathname}${url.search}`, createConnection: () => socket,
        headers: { ...headers, host: url.host, 'user-agent': 'Postroom', accept: '*/*', connection: 'close', ...(body === null ? {} : { 'content-length': String(body.length) }) },
      },
      (response) => {
        const { statusCode = 0, headers: given } = response
        const parts: Buffer[] = []
        let size = 0
        const done = () => {
          response.destroy()
          resolve({ status: statusCode, retryAfterSeconds: pauseOf(given['retry-after']), redirectsTo: redirection(statusCode, given.location, url), said: peerText(Buffer.concat(parts).toString('utf8'), MOST_SAID) })
        }
        response.on('data', (part: Buffer) => {
          parts.push(part.subarray(0, MOST_BYTES - size))
          size += part.length
          if (size >= MOST_BYTES) done()
        })
        response.once('end', done)
        // The status came: what the rest would have said does not matter.
        response.once('error', done)
      },
    )
    sent.once('error', lost)
    sent.end(body ?? undefined)
  })
}

/** Seconds, or a date (RFC 9110 10.2.3). */
function pauseOf(header: string | undefined): number | null {
  if (header === undefined) return null
  const seconds = /^\d{1,9}$/.test(header.trim()) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1_000)
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 1), LONGEST_PAUSE_SECONDS)
}

function redirection(status: number, location: string | undefined, from: URL): string | null {
  if (status < 300 || status > 399) return null
  return location !== undefined && URL.canParse(location, from) ? new URL(location, from).host : ''
}
