import { endpointCall, failureOf, withoutSecrets, type EndpointRequest } from '../../mail/endpoint-call'
import { Failure } from '../../mail/failure'
import type { Caller, HttpAnswer } from '../../mail/http-call'
import type { WebAnswer } from '../../rules/effects'
import type { Hold } from '../effects/performer'

/** What came of a call: its answer; or nobody knows, and it must not be repeated. */
export type Called = WebAnswer | 'answer lost'

export interface CallOrder {
  readonly request: EndpointRequest
  /** After a lost answer it is made again, with the same key. */
  readonly isRepeatable: boolean
}

/** Makes one attempt. Throws the Failure of an answer that is no success; a server's "not now" is known to have done nothing. */
export async function performCall(caller: Caller, { request, isRepeatable }: CallOrder, hold: Hold, now: Date): Promise<Called> {
  const answer = await ask(caller, request, hold, now)
  if (answer === null) {
    if (!isRepeatable) return 'answer lost'
    hold.refused()
    throw new Failure('web.answer lost', { retry: 'yes', publicMessage: 'The connection ended before an answer came. The call is made again with the same key.' })
  }
  const failure = failureOf(answer)
  if (failure === null) return { status: answer.status, said: answer.said }
  hold.refused()
  throw failure
}

/** Null: it left, and no answer came. */
async function ask(caller: Caller, request: EndpointRequest, hold: Hold, now: Date): Promise<HttpAnswer | null> {
  try {
    return withoutSecrets(await caller(endpointCall(request, now), { leaving: () => hold.calling(), signal: hold.signal }), request)
  } catch (error) {
    if (error instanceof Failure && error.code === 'web.answer lost') return null
    throw error
  }
}
