import { randomUUID } from 'node:crypto'
import type { Tx } from '../db/client'
import type { Actor } from './actor'
import type { Log } from './log'
import type { Services } from './services'
import { sessionActor, sessionIdOfCookies } from './session'
import { tokenActor } from './tokens'

/** What every procedure is given. */
export interface Context {
  readonly services: Services
  readonly requestId: string
  readonly log: Log
  readonly actor: Actor | null
  /** False when the request came by cookie from a page that is not ours: then it may read and nothing else. */
  readonly sameOrigin: boolean
  /** Asks the database again who this request is: for connections that stay open. */
  readonly stillThere: () => Promise<boolean>
}

/** One transaction bound to the actor's workspace. */
export type InWorkspace = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>

/** Finds out who asks. Nothing else of the request is believed. */
export async function contextOf(services: Services, headers: Headers, requestId: string = randomUUID()): Promise<Context> {
  const actor = await actorOf(services, headers)
  return {
    services,
    requestId,
    log: services.log.child({ requestId, workspaceId: actor?.workspaceId, userId: actor?.userId, ...(actor?.via === 'token' ? { tokenId: actor.id } : { sessionId: actor?.id }) }),
    actor,
    sameOrigin: headers.has('authorization') || isOurs(services.origin, headers.get('origin')),
    stillThere: async () => (await actorOf(services, headers)) !== null,
  }
}

/**
 * The actor of a request, asked of the database every time, so that a revoked session or token ends at once. Null: nobody.
 * A request with a token never falls back to its cookie.
 */
async function actorOf(services: Pick<Services, 'database' | 'now' | 'origin' | 'sessionSecret'>, headers: Headers): Promise<Actor | null> {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    return token === undefined ? null : tokenActor(services, token)
  }
  const sessionId = await sessionIdOfCookies(services, headers.get('cookie') ?? '')
  return sessionId === null ? null : sessionActor(services, sessionId)
}

/** Browsers send `Origin` with every request that can change something; one without it is not from our pages. */
export function isOurs(ours: string, given: string | null): boolean {
  return given !== null && (given === ours || loopbackTwin(given) === ours)
}

/** `http://127.0.0.1:3000` is `http://localhost:3000` said differently, and the other way round. */
function loopbackTwin(origin: string): string {
  if (origin.startsWith('http://127.0.0.1:')) return origin.replace('127.0.0.1', 'localhost')
  return origin.replace(/^http:\/\/localhost:/, 'http://127.0.0.1:')
}
