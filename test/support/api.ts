// The API as it runs, without the web server around it: real services on a database of the test's own, real sign-in, real HTTP where a test wants it.

import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import NextAuth from 'next-auth'
import { encode } from 'next-auth/jwt'
import type { NextApiRequest, NextApiResponse } from 'next'
import { openDatabase, type Database } from '../../db/client'
import { member, user, workspace } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { createOutboundGuard } from '../../mail/outbound-guard'
import { createParser, type Parser } from '../../mail/parse'
import { parseEntry } from './parse-entry'
import { handleApi } from '../../server/api'
import { SCOPES, type Scope } from '../../server/actor'
import { authOptions } from '../../server/auth'
import { contextOf } from '../../server/context'
import { handleHook, HOOKS_PATH } from '../../server/hooks'
import { liveHub } from '../../server/live'
import { logTo } from '../../server/log'
import { hashPassword } from '../../server/password'
import { createCallerFactory } from '../../server/trpc'
import { appRouter } from '../../server/routers'
import { secretsWith } from '../../server/secrets'
import { callLimit, type Services } from '../../server/services'
import { WhatIfDesk } from '../../server/what-if/desk'
import { openSession, sessionCookieName } from '../../server/session'
import { createToken } from '../../server/tokens'
import { freshDatabase, type TestDatabase } from './database'

export interface TestApi {
  readonly services: Services
  readonly database: Database
  readonly place: TestDatabase
  /** Every line logged so far, as written. */
  readonly logged: readonly string[]
  close(): Promise<void>
}

export interface Person {
  readonly workspaceId: string
  readonly userId: string
  readonly email: string
  readonly password: string
}

export interface ApiOptions {
  readonly origin?: string
  readonly allowedHosts?: readonly string[]
  readonly callsPerMinute?: number
  /** With that of a worker the test runs as well, the worker can open the secrets that were stored here. */
  readonly masterKey?: string
}

/** Opens the API on a fresh database. */
export async function openApi({ origin = 'http://localhost:3000', allowedHosts = [], callsPerMinute = 1_000_000, masterKey = randomBytes(32).toString('base64') }: ApiOptions = {}): Promise<TestApi> {
  const place = await freshDatabase()
  const database = openDatabase({ appUrl: place.appUrl, systemUrl: place.systemUrl })
  const logged: string[] = []
  const log = logTo({ write: (line) => void logged.push(line) }, 'debug')
  const services: Services = {
    database,
    secrets: secretsWith(masterKey),
    log,
    live: liveHub(database, log),
    origin,
    sessionSecret: randomBytes(32).toString('hex'),
    guard: createOutboundGuard(allowedHosts),
    gatewayPort: 2525,
    callLimit: callLimit(callsPerMinute),
    readMail: async (raw) => (await pastedParser()).parse(raw),
    whatIf: new WhatIfDesk(database, log),
    now: () => new Date(),
  }
  return {
    services,
    database,
    place,
    logged,
    async close() {
      await database.close()
      await place.drop()
    },
  }
}

/** One reader for all APIs of a test process; its thread keeps no process alive while it rests. */
async function pastedParser(): Promise<Parser> {
  parser ??= createParser({ threads: 1, entry: await parseEntry() })
  return parser
}

let parser: Parser | null = null

/** A person in a workspace: a new one, or another's. */
export async function personIn({ database }: TestApi, { workspaceId, role = 'owner' }: { workspaceId?: string; role?: 'owner' | 'admin' | 'member' } = {}): Promise<Person> {
  const made = { workspaceId: workspaceId ?? newId(), userId: newId() }
  const email = `p${randomBytes(5).toString('hex')}@people.example`
  const password = randomBytes(12).toString('hex')
  if (workspaceId === undefined) await database.system.insert(workspace).values({ id: made.workspaceId, name: `Workspace of ${email}` })
  await database.system.insert(user).values({ id: made.userId, email, name: email.slice(0, 6), passwordHash: await hashPassword(password) })
  await database.system.insert(member).values({ ...made, role })
  return { ...made, email, password }
}

/** A token of the person's. */
export async function tokenOf({ database }: TestApi, { workspaceId, userId }: Person, scopes: readonly Scope[] = SCOPES): Promise<string> {
  const { token } = await database.inWorkspace(workspaceId, (tx) => createToken(tx, { workspaceId, userId, name: scopes.join(' '), scopes, expiresAt: null }))
  return token
}

/** A session of the person's, and the cookie a browser would send for it. */
export async function cookieOf({ database, services }: TestApi, { workspaceId, userId }: Person): Promise<{ sessionId: string; cookie: string }> {
  const sessionId = await openSession(database, { userId, workspaceId, userAgent: 'test', now: services.now() })
  const value = await encode({ token: { sid: sessionId }, secret: services.sessionSecret })
  return { sessionId, cookie: `${sessionCookieName(services.origin)}=${value}` }
}

/** The procedures as functions, called as whoever these headers say. */
export async function callAs({ services }: TestApi, headers: Record<string, string>) {
  return createCallerFactory(appRouter)(await contextOf(services, new Headers(headers)))
}

export function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` }
}

export interface Served {
  readonly url: string
  close(): Promise<void>
}

/** Serves the API and the sign-in endpoints on a free port of loopback. The services' origin is replaced by the address it got. */
export async function serve(api: TestApi): Promise<Served & { readonly api: TestApi }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(error instanceof Error ? error.stack : String(error)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${portOf(server.address())}`
  const here: TestApi = { ...api, services: { ...api.services, origin: url } }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = new URL(request.url ?? '/', url)
    if (asked.pathname.startsWith('/api/auth/')) await signInEndpoint(here.services, asked, request, response)
    else if (asked.pathname.startsWith(HOOKS_PATH)) await answerWith((sent) => handleHook(here.services, sent, asked.pathname.slice(HOOKS_PATH.length)), asked, request, response)
    else await answerWith((sent) => handleApi(here.services, sent), asked, request, response)
  }

  return {
    url,
    api: here,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

async function answerWith(handle: (request: Request) => Promise<Response>, asked: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController()
  response.once('close', () => { gone.abort() })
  const headers = new Headers(Object.entries(request.headers).flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : [])))
  const body = request.method === 'POST' ? await text(request) : undefined
  const answered = await handle(new Request(asked, { method: request.method ?? 'GET', headers, body, signal: gone.signal }))
  response.writeHead(answered.status, Object.fromEntries(answered.headers))
  for await (const chunk of answered.body ?? []) response.write(chunk)
  response.end()
}

/** NextAuth's own handler in the form it takes outside the app router; what Next adds to request and response is added here. */
async function signInEndpoint(services: Services, asked: URL, request: IncomingMessage, response: ServerResponse): Promise<void> {
  process.env.NEXTAUTH_URL = services.origin
  const cookies = Object.fromEntries((request.headers.cookie ?? '').split(/; */).filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf('=')), decodeURIComponent(pair.slice(pair.indexOf('=') + 1))]))
  const body = Object.fromEntries(new URLSearchParams(await text(request)))
  const query = { ...Object.fromEntries(asked.searchParams), nextauth: asked.pathname.split('/').slice(3) }
  const nextRequest = Object.assign(request, { query, cookies, body, env: {}, preview: false }) as unknown as NextApiRequest
  const nextResponse = Object.assign(response, {
    status(code: number) { response.statusCode = code; return nextResponse },
    json(value: unknown) { response.setHeader('content-type', 'application/json'); response.end(JSON.stringify(value)) },
    send(value: unknown) { response.end(typeof value === 'string' ? value : JSON.stringify(value)) },
    redirect(status: number, to: string) { response.writeHead(status, { location: to }); response.end() },
  }) as unknown as NextApiResponse
  await NextAuth(nextRequest, nextResponse, authOptions(services))
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('the test server has no port')
  return address.port
}
