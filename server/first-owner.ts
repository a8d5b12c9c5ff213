import { z } from 'zod'
import { boundedBody } from './bounded-body'
import { isOurs } from './context'
import { createOwner, needsOwner } from './first-run'
import { Failure } from '../mail/failure'
import { PASSWORD_MAX, PASSWORD_MIN } from './password'
import type { Services } from './services'

const MAX_BODY_BYTES = 10_000

const OWNER = z.object({
  workspaceName: z.string().trim().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(320),
  password: z.string().min(PASSWORD_MIN).max(PASSWORD_MAX),
})

/**
 * The one thing nobody in particular may do: make the first owner of an installation that has none. GET says whether that is still to be done; POST does it.
 * After that POST answers 409 for ever. Only pages of ours may post, so that no other site can found a company here.
 */
export async function handleFirstOwner(services: Services, request: Request): Promise<Response> {
  if (request.method === 'GET') return answer(200, { needed: await needsOwner(services.database) })
  if (!isOurs(services.origin, request.headers.get('origin'))) return answer(403, { code: 'forbidden.origin', message: `Open Postroom at ${services.origin}.` })
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) return answer(415, { code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send application/json.' })
  const body = await boundedBody(request, MAX_BODY_BYTES)
  const given = OWNER.safeParse(body === null || body === 'too large' ? null : jsonOrNull(body.toString('utf8')))
  if (!given.success) return answer(400, { code: 'BAD_REQUEST', message: 'Some fields are not right.', problems: given.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) })
  try {
    await createOwner(services.database, given.data)
    services.log.info({ code: 'workspace.created' }, 'the first owner was made')
    return answer(201, { email: given.data.email })
  } catch (error) {
    if (error instanceof Failure && error.code === 'conflict.owner') return answer(409, { code: error.code, message: error.publicMessage })
    throw error
  }
}

function answer(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
