import { z } from 'zod'
import { newId } from '../../../db/schema/columns'
import { endpointPlace } from '../../../db/queries/endpoint'
import { endpointCall, failureOf, pathKey, withoutSecrets, type EndpointRequest } from '../../../mail/endpoint-call'
import { Failure } from '../../../mail/failure'
import { createCaller } from '../../../mail/http-call'
import { chatBody } from '../../../rules/chat-body'
import { adminProcedure } from '../../trpc'
import { endpointOf } from './view'

export interface EndpointReport {
  readonly ok: boolean
  /** Null: no answer came. */
  readonly status: number | null
  /** Code of what went wrong; null when all is well. */
  readonly code: string | null
  readonly message: string | null
  /** The beginning of what it answered. */
  readonly said: string
  readonly milliseconds: number
}

/** Posts one line to the address as a rule would, signed and all, and tells what came back. */
export const test = adminProcedure.input(z.object({ id: z.uuid() })).mutation(async ({ ctx, input: { id } }): Promise<EndpointReport> => {
  const { services, actor } = ctx
  const { workspaceId } = actor
  const row = await ctx.db((tx) => endpointOf(tx, workspaceId, id))
  const url = services.secrets.open(row.url, endpointPlace(workspaceId, id, 'url'))
  const secret = row.secret === null ? null : services.secrets.open(row.secret, endpointPlace(workspaceId, id, 'secret'))
  const begun = performance.now()
  const report = (rest: Omit<EndpointReport, 'milliseconds'>): EndpointReport => ({ ...rest, milliseconds: Math.round(performance.now() - begun) })
  try {
    const call = endpointCall(requestOf(row.style, url, secret, `test/${newId()}`), services.now())
    const answer = withoutSecrets(await createCaller(services.guard)(call, { leaving: () => Promise.resolve(), signal: AbortSignal.timeout(20_000) }), { url, secret })
    const failure = failureOf(answer)
    return report({ ok: failure === null, status: answer.status, code: failure?.code ?? null, message: failure?.publicMessage ?? null, said: answer.said })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return report({ ok: false, status: null, code: error.code, message: error.publicMessage, said: '' })
  }
})

const TEXT = 'Postroom can post here.'

function requestOf(style: Parameters<typeof chatBody>[0] | 'http', url: string, secret: string | null, key: string): EndpointRequest {
  if (style === 'http') return { url, secret, isSigned: true, method: 'POST', path: '', headers: {}, body: { type: 'application/json', text: JSON.stringify({ text: TEXT }) }, key }
  const body = { type: 'application/json', text: chatBody(style, TEXT) }
  if (style === 'matrix') return { url, secret, isSigned: false, method: 'PUT', path: `/${pathKey(key)}`, headers: {}, body, key }
  return { url, secret: null, isSigned: false, method: 'POST', path: '', headers: {}, body, key }
}
