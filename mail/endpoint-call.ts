import { createHash, createHmac } from 'node:crypto'
import { Failure } from './failure'
import { readAddress, type HttpAnswer, type HttpCall } from './http-call'

/** How a web address of the workspace is called, whatever it is called for: signature, key against doubles, and what its answer means. */

export interface EndpointRequest {
  /** The endpoint's own address. */
  readonly url: string
  /** Signs the request where `signs`, else it authorises it. */
  readonly secret: string | null
  readonly isSigned: boolean
  readonly method: string
  /** Path and query, encoded, appended to the address. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly type: string; readonly text: string } | null
  /** The same for every attempt. */
  readonly key: string
}

/** The request as it leaves. Failure `web.address` when the path leads out of the endpoint's own. */
export function endpointCall({ url, secret, isSigned, method, path, headers, body, key }: EndpointRequest, now: Date): HttpCall {
  const bytes = body === null ? null : Buffer.from(body.text, 'utf8')
  return {
    url: joined(url, path),
    method,
    headers: {
      ...headers,
      ...(body === null ? {} : { 'Content-Type': body.type === 'application/json' ? 'application/json; charset=utf-8' : body.type }),
      'Idempotency-Key': key,
      ...(secret === null ? {} : isSigned ? { 'X-Postroom-Signature': signature(secret, Math.floor(now.getTime() / 1_000), bytes ?? Buffer.alloc(0)) } : { Authorization: `Bearer ${secret}` }),
    },
    body: bytes,
  }
}

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.` and the body, keyed with the endpoint's secret. The receiver refuses old times. */
export function signature(secret: string, seconds: number, body: Buffer): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex')}`
}

/** A key that every chat takes in a path: the effect's own holds slashes. */
export function pathKey(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 40)
}

/** The answer as it may be kept and shown: an address that says back what it was told must not tell everybody the secret, nor the parts of its own path that are one. */
export function withoutSecrets(answer: HttpAnswer, { url, secret }: Pick<EndpointRequest, 'url' | 'secret'>): HttpAnswer {
  const { pathname, search } = readAddress(url)
  const hidden = [secret ?? '', ...`${pathname}${search}`.split(/[/?&=]/).filter((part) => part.length >= 12)]
  return { ...answer, said: hidden.reduce((said, secretPart) => (secretPart === '' ? said : said.replaceAll(secretPart, '…')), answer.said) }
}

/** Statuses after which the same call may succeed later; the server has said that it did nothing. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429])

/** What an answer means: nothing when it is a success, else the Failure to report. */
export function failureOf({ status, retryAfterSeconds, redirectsTo, said }: HttpAnswer): Failure | null {
  if (status >= 200 && status <= 299) return null
  if (redirectsTo !== null) {
    return new Failure('web.redirected', { retry: 'no', publicMessage: `The address answered ${status} and points ${redirectsTo === '' ? 'elsewhere' : `to ${redirectsTo}`}. Enter the address it should be.`, peerSaid: said })
  }
  const isLater = LATER.has(status) || status >= 500
  return new Failure(isLater ? 'web.try later' : 'web.refused', {
    retry: isLater ? (retryAfterSeconds === null ? 'yes' : { afterSeconds: retryAfterSeconds }) : 'no',
    publicMessage: `The address answered ${status}.`,
    peerSaid: `${status} ${said}`.trim(),
  })
}

function joined(base: string, path: string): string {
  const own = readAddress(base)
  if (path === '') return own.href
  const query = path.startsWith('?')
  const trunk = own.pathname.replace(/\/$/, '')
  const text = query ? `${own.origin}${own.pathname}${own.search === '' ? path : `${own.search}&${path.slice(1)}`}` : `${own.origin}${trunk}${path}`
  const whole = readAddress(text)
  // Dots in a path are resolved by now.
  if (whole.origin !== own.origin || !(whole.pathname === own.pathname || whole.pathname.startsWith(`${trunk}/`))) {
    throw new Failure('web.address', { retry: 'no', publicMessage: 'The path leads out of the address it belongs to.' })
  }
  return whole.href
}
