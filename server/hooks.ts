import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { eq, isNull, and } from 'drizzle-orm'
import { RateLimiterRes } from 'rate-limiter-flexible'
import { z } from 'zod'
import { hookReceived, lockHook } from '../db/queries/decide-waits'
import { writeRuleEvent } from '../db/queries/rule-event'
import { hook, hookDelivery, ruleEvent } from '../db/schema'
import { newId, type Sealed } from '../db/schema/columns'
import { boundedBody } from './bounded-body'
import type { Services } from './services'

export const HOOKS_PATH = '/api/hooks/'
/** A hook tells of something; files do not come this way. */
const MAX_BODY_BYTES = 256 * 1024
/** How far the sender's clock may be from ours, and so how long a signed request could be repeated. */
const CLOCK_SECONDS = 300
const KEY_LENGTH = 200
/** Objects within objects; the database itself gives up on a few thousand. */
const MAX_DEPTH = 100

interface Hook {
  readonly id: string
  readonly workspaceId: string
  readonly secret: Sealed
}

/**
 * Answers a program that posts to a hook. The request is signed: `X-Postroom-Signature: sha256=<hex>` is the HMAC-SHA256 of `<X-Postroom-Timestamp>.<body>` with
 * the hook's secret, the timestamp in seconds since 1970 and at most five minutes off. `Idempotency-Key` names the delivery, the signature does where it is left
 * out: what was delivered once is not taken again, nor is the same signed request under another key. 202 once it is stored; rules are asked a moment later.
 */
export async function handleHook(services: Services, request: Request, hookId: string): Promise<Response> {
  const body = await boundedBody(request, MAX_BODY_BYTES)
  if (body === 'too large') return answer(413, { error: 'too large', message: 'A hook takes at most 256 KB.' })
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return answer(415, { error: 'not json', message: 'Send application/json.' })
  const found = await hookOf(services, hookId)
  const bytes = body ?? Buffer.alloc(0)
  const signature = signatureOf(request.headers)
  const signed = found === null || signature === null ? 'forged' : checkSignature(services, found, signature, bytes)
  // The same words for a hook that does not exist and for a wrong secret.
  if (found === null || signature === null || signed === 'forged') return answer(401, { error: 'signature', message: 'The signature does not fit. Sign "<timestamp>.<body>" with the secret of this hook.' })
  if (signed === 'stale') return answer(401, { error: 'timestamp', message: 'X-Postroom-Timestamp is more than five minutes off. Send the time of this request, in seconds since 1970.' })
  const wait = await waitFor(services, found.id)
  if (wait !== null) return answer(429, { error: 'limited', message: `Too many calls. Go on in ${wait} s.` }, { 'retry-after': String(wait) })
  const payload = readPayload(bytes)
  if (payload === null) return answer(400, { error: 'body', message: 'Send one JSON object, without the character U+0000 and at most 100 levels deep.' })
  const fingerprint = createHash('sha256').update(signature.digest).digest('hex')
  const key = request.headers.get('idempotency-key') ?? fingerprint
  if (key.length > KEY_LENGTH) return answer(400, { error: 'key', message: `Idempotency-Key has at most ${KEY_LENGTH} characters.` })
  const { id, isNew } = await take(services, found, { key, fingerprint, payload })
  return isNew ? answer(202, { id }) : answer(409, { error: 'repeated', message: 'This was delivered before. It is not taken again.', id })
}

async function hookOf({ database }: Services, hookId: string): Promise<Hook | null> {
  if (!z.uuid().safeParse(hookId).success) return null
  const [row] = await database.system.select({ id: hook.id, workspaceId: hook.workspaceId, secret: hook.secret }).from(hook).where(and(eq(hook.id, hookId), isNull(hook.deletedAt)))
  return row ?? null
}

interface Signature {
  readonly timestamp: string
  /** Bytes, so that one signature has one spelling. */
  readonly digest: Buffer
}

function signatureOf(headers: Headers): Signature | null {
  const timestamp = headers.get('x-postroom-timestamp') ?? ''
  const given = /^sha256=([0-9a-f]{64})$/i.exec(headers.get('x-postroom-signature') ?? '')?.[1]
  return given === undefined || !/^\d{1,12}$/.test(timestamp) ? null : { timestamp, digest: Buffer.from(given, 'hex') }
}

function checkSignature({ secrets, now }: Services, { id, workspaceId, secret }: Hook, { timestamp, digest }: Signature, body: Buffer): 'sound' | 'forged' | 'stale' {
  const key = secrets.open(secret, { workspaceId, record: id, field: 'hook.secret' })
  const right = createHmac('sha256', key).update(`${timestamp}.`).update(body).digest()
  if (!timingSafeEqual(right, digest)) return 'forged'
  return Math.abs(now().getTime() / 1_000 - Number(timestamp)) <= CLOCK_SECONDS ? 'sound' : 'stale'
}

/** Seconds until the hook may be called again; null when it may be now. */
async function waitFor({ callLimit }: Services, hookId: string): Promise<number | null> {
  try {
    await callLimit.consume(`hook:${hookId}`)
    return null
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    return Math.ceil(refused.msBeforeNext / 1_000)
  }
}

/** Null for what is no JSON object, or what the database could not keep. */
function readPayload(body: Buffer): Readonly<Record<string, unknown>> | null {
  const text = body.toString('utf8')
  if (text.includes('\\u0000')) return null
  try {
    const payload = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text)).data ?? null
    return payload === null || isDeeper(payload, MAX_DEPTH) ? null : payload
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  return typeof value === 'object' && value !== null && (levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1)))
}

interface Delivery {
  readonly key: string
  /** Of the signature: the request itself, under whatever key. */
  readonly fingerprint: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Under the hook's lock, so that of two that come at once one is new. Events are kept longer than a signature holds. */
async function take({ database }: Services, { id: hookId, workspaceId }: Hook, { key, fingerprint, payload }: Delivery): Promise<{ readonly id: string; readonly isNew: boolean }> {
  return database.inWorkspace(workspaceId, async (tx) => {
    await lockHook(tx, workspaceId, hookId)
    const eventKey = `hook:${hookId}:${fingerprint}`
    const [taken] = await tx.select({ data: ruleEvent.data }).from(ruleEvent).where(and(eq(ruleEvent.workspaceId, workspaceId), eq(ruleEvent.key, eventKey)))
    if (taken !== undefined) return { id: String(taken.data.deliveryId), isNew: false }
    const id = newId()
    const [made] = await tx.insert(hookDelivery).values({ id, workspaceId, hookId, key, payload }).onConflictDoNothing().returning({ id: hookDelivery.id })
    if (made === undefined) {
      const [known] = await tx.select({ id: hookDelivery.id }).from(hookDelivery).where(and(eq(hookDelivery.workspaceId, workspaceId), eq(hookDelivery.hookId, hookId), eq(hookDelivery.key, key)))
      return { id: known?.id ?? '', isNew: false }
    }
    await writeRuleEvent(tx, { workspaceId, kind: 'hook', key: eventKey, data: { hookId, deliveryId: id, key: id } })
    await hookReceived(tx, workspaceId, hookId)
    return { id, isNew: true }
  })
}

function answer(status: number, body: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Response {
  return Response.json(body, { status, headers: { 'x-request-id': randomUUID(), 'cache-control': 'no-store', ...headers } })
}
