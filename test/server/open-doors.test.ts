import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engine, processState } from '../../db/schema'
import { openDatabase } from '../../db/client'
import { boundedBody } from '../../server/bounded-body'
import { contentSecurityPolicy } from '../../server/content-security-policy'
import { handleFirstOwner } from '../../server/first-owner'
import { mayReadMetrics } from '../../server/metrics-access'
import { metrics } from '../../server/metrics'
import { readiness } from '../../server/ready'
import { openApi, type TestApi } from '../support/api'

let api: TestApi

beforeAll(async () => {
  api = await openApi()
})

afterAll(() => api.close())

const OWNER = { workspaceName: 'Alder & Co', name: 'Ada', email: 'ada@alder.example', password: 'twelve letters' }

function founding(body: unknown, headers: Record<string, string> = {}) {
  return handleFirstOwner(api.services, new Request('http://localhost:3000/api/first-run', { method: 'POST', headers: { 'content-type': 'application/json', origin: 'http://localhost:3000', ...headers }, body: JSON.stringify(body) }))
}

describe('an installation without an owner', () => {
  test('takes its first one from our own page, and never a second', async () => {
    const asks = async () => (await handleFirstOwner(api.services, new Request('http://localhost:3000/api/first-run'))).json()
    expect(await asks()).toEqual({ needed: true })
    expect((await founding(OWNER, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await founding(OWNER, { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await founding({ ...OWNER, password: 'short' })).status).toBe(400)
    expect((await founding({ ...OWNER, note: 'x'.repeat(20_000) })).status).toBe(400)
    expect((await founding(OWNER)).status).toBe(201)
    expect((await founding({ ...OWNER, email: 'eve@alder.example' })).status).toBe(409)
    expect(await asks()).toEqual({ needed: false })
  })
})

describe('readiness', () => {
  test('needs the database, an engine that answers and a worker that was just heard of', async () => {
    expect(await readiness(api.services)).toMatchObject({ ready: false, database: true, engine: false })
    const now = new Date()
    await api.database.system.insert(engine).values({ id: 1, answering: true, seenAt: now })
    await api.database.system.insert(processState).values({ name: 'worker', pid: 1, state: 'running', startedAt: now, seenAt: now })
    expect(await readiness(api.services)).toMatchObject({ ready: true, engine: true, processes: [{ name: 'worker', there: true }] })
    const inAMinute = { ...api.services, now: () => new Date(now.getTime() + 60_000) }
    expect(await readiness(inAMinute)).toMatchObject({ ready: false, engine: false, processes: [{ name: 'worker', there: false }] })
  })

  test('says so when the database is away, and does not fail itself', async () => {
    const nowhere = openDatabase({ appUrl: 'postgres://a:b@127.0.0.1:1/x', systemUrl: 'postgres://a:b@127.0.0.1:1/x' })
    expect(await readiness({ ...api.services, database: nowhere })).toEqual({ ready: false, database: false, engine: false, processes: [] })
    await nowhere.close()
  })
})

describe('/metrics', () => {
  const headers = (given: Record<string, string> = {}) => new Headers(given)

  test('is open to this machine while Postroom is used on this machine only', () => {
    expect(mayReadMetrics(headers(), 'http://localhost:3000', undefined)).toBe(true)
    expect(mayReadMetrics(headers({ 'x-forwarded-for': '::ffff:127.0.0.1' }), 'http://localhost:3000', undefined)).toBe(true)
    expect(mayReadMetrics(headers({ host: '127.0.0.1:3000' }), 'http://localhost:3000', undefined)).toBe(true)
    expect(mayReadMetrics(headers({ host: 'evil.example:3000', 'x-forwarded-for': '127.0.0.1' }), 'http://localhost:3000', undefined)).toBe(false)
    expect(mayReadMetrics(headers({ 'x-forwarded-for': '127.0.0.1, 203.0.113.7' }), 'http://localhost:3000', undefined)).toBe(false)
    expect(mayReadMetrics(headers({ 'x-forwarded-for': '127.0.0.1.evil.example' }), 'http://localhost:3000', undefined)).toBe(false)
  })

  test('needs its token everywhere else', () => {
    const token = 'a token of the collector'.replaceAll(' ', '-')
    expect(mayReadMetrics(headers(), 'https://mail.example', token)).toBe(false)
    expect(mayReadMetrics(headers({ authorization: `Bearer ${token}` }), 'https://mail.example', token)).toBe(true)
    expect(mayReadMetrics(headers({ authorization: `Bearer ${token}x` }), 'http://localhost:3000', token)).toBe(false)
    expect(mayReadMetrics(headers({ authorization: 'Bearer undefined' }), 'http://localhost:3000', undefined)).toBe(false)
  })

  test('is Prometheus text about our own numbers', async () => {
    expect(await metrics().registry.metrics()).toMatch(/# TYPE postroom_api_seconds histogram[\s\S]*postroom_live_subscribers/)
  })
})

describe('a body that anybody may send', () => {
  test('is read no further than it may be long, whatever its length is said to be', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000
        controller.enqueue(new Uint8Array(1_000))
      },
    })
    const sending = { method: 'POST', body: endless, duplex: 'half' }
    expect(await boundedBody(new Request('http://localhost:3000/api/first-run', sending), 10_000)).toBe('too large')
    expect(sent).toBeLessThan(20_000)
    expect(await boundedBody(new Request('http://localhost:3000', { method: 'POST', body: 'short' }), 10_000)).toEqual(Buffer.from('short'))
    expect(await boundedBody(new Request('http://localhost:3000'), 10_000)).toBeNull()
  })
})

describe('the content security policy', () => {
  test('trusts scripts by nonce alone and lets nobody frame us', () => {
    const policy = contentSecurityPolicy('abc', false)
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|https?:|\*/)
  })
})
