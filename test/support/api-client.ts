// The API as a script uses it: one HTTP request per call, a token and nothing else. Queries are GETs with `?input=`, mutations POSTs,
// dates and the like as superjson writes them.

import superjson from 'superjson'
import { z } from 'zod'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../../server/routers'

type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>
type Verb<N extends keyof Inputs> = keyof Inputs[N] & keyof Outputs[N] & string

export interface ApiClient {
  /** A query. Throws with the status and the body when the answer is an error. */
  ask<N extends keyof Inputs, V extends Verb<N>>(noun: N, verb: V, input?: Inputs[N][V]): Promise<Outputs[N][V]>
  /** A mutation. Throws with the status and the body when the answer is an error. */
  tell<N extends keyof Inputs, V extends Verb<N>>(noun: N, verb: V, input: Inputs[N][V]): Promise<Outputs[N][V]>
  /** A query's bare answer, for what should go wrong. */
  response(procedure: string, input: unknown): Promise<Response>
}

/** A client of the Postroom at this address. */
export function apiClient(url: string, token: string): ApiClient {
  const authorization = `Bearer ${token}`
  const query = (procedure: string, input: unknown) => {
    const asked = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(superjson.serialize(input)))}`
    return fetch(`${url}/api/trpc/${procedure}${asked}`, { headers: { authorization } })
  }
  return {
    ask: async (noun, verb, input) => read(await query(`${noun}.${verb}`, input)),
    tell: async (noun, verb, input) => {
      const body = JSON.stringify(superjson.serialize(input))
      return read(await fetch(`${url}/api/trpc/${noun}.${verb}`, { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body }))
    },
    response: query,
  }
}

const ANSWER = z.object({ result: z.object({ data: z.object({ json: z.unknown(), meta: z.unknown().optional() }) }) })

async function read<Data>(response: Response): Promise<Data> {
  const body: unknown = await response.json()
  if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(body)}`)
  const { data } = ANSWER.parse(body).result
  // The router says what a procedure answers; a test of its own proves that superjson brings it back.
  return superjson.deserialize(data as Parameters<typeof superjson.deserialize>[0])
}
