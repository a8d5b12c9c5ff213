import { randomUUID } from 'node:crypto'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Failure } from '../mail/failure'
import { boundedBody } from './bounded-body'
import { contextOf } from './context'
import { appRouter } from './routers'
import type { Services } from './services'

const API_PATH = '/api/trpc'
/** Room for a rule's graph or a long mail; attachments do not come this way. */
const MAX_BODY_BYTES = 1024 * 1024
/** Room for a mail of 1 MB in base64, with the drawing that is tried on it. */
const MAX_MAIL_BODY_BYTES = 2 * 1024 * 1024
const MAX_BATCH = 20

/** Answers one HTTP request to the API. Everything is refused here that no procedure should have to think of: other content types, too much of anything. */
export async function handleApi(services: Services, request: Request): Promise<Response> {
  const requestId = randomUUID()
  const bringsMail = new URL(request.url).pathname.slice(API_PATH.length + 1).split(',').includes('rule.dryRunPasted')
  const body = await boundedBody(request, bringsMail ? MAX_MAIL_BODY_BYTES : MAX_BODY_BYTES)
  if (body === 'too large') return refusal(413, 'too large', `The request is larger than ${bringsMail ? 2 : 1} MB.`, requestId)
  if (request.method === 'POST' && !/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json.', requestId)
  }
  return fetchRequestHandler({
    endpoint: API_PATH,
    req: body === null ? request : new Request(request.url, { method: request.method, headers: request.headers, body, signal: request.signal }),
    router: appRouter,
    maxBatchSize: MAX_BATCH,
    createContext: () => contextOf(services, request.headers, requestId),
    responseMeta: ({ errors }) => {
      const waits = errors.flatMap(({ cause }) => (cause instanceof Failure && typeof cause.retry === 'object' ? [cause.retry.afterSeconds] : []))
      return { headers: { 'x-request-id': requestId, 'cache-control': 'no-store', ...(waits.length > 0 ? { 'retry-after': String(Math.max(...waits)) } : {}) } }
    },
  })
}

function refusal(status: number, code: string, message: string, requestId: string): Response {
  return Response.json({ error: { json: { message, code: -32600, data: { code, httpStatus: status, requestId, path: null, problems: [], retryAfterSeconds: null } } } }, { status, headers: { 'x-request-id': requestId, 'cache-control': 'no-store' } })
}
