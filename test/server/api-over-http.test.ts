import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { openApi, personIn, serve, tokenOf, type Person, type Served, type TestApi } from '../support/api'
import { asOwner } from '../support/rows'

let api: TestApi
let served: Served
let person: Person
let token: string

beforeAll(async () => {
  const running = await serve(await openApi({ callsPerMinute: 300 }))
  api = running.api
  served = running
  person = await personIn(api)
  token = await tokenOf(api, person)
})

afterAll(async () => {
  await served.close()
  await api.close()
})

const DATA = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) })
const REFUSED = z.object({ error: z.object({ json: z.object({ message: z.string(), data: z.object({ code: z.string(), httpStatus: z.number(), requestId: z.string(), problems: z.array(z.object({ path: z.string(), message: z.string() })) }).loose() }).loose() }) })

async function ask(procedure: string, init: RequestInit = {}): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(`${served.url}/api/trpc/${procedure}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const tell = (procedure: string, input: unknown, headers: Record<string, string> = {}) =>
  ask(procedure, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(superjson.serialize(input)) })

const refusal = ({ body }: { body: unknown }) => REFUSED.parse(body).error.json

describe('a script with a token', () => {
  test('works with the API by plain HTTP', async () => {
    const made = await tell('tag.create', { name: 'Finance' })
    expect(made).toMatchObject({ status: 200, body: { result: { data: { json: { name: 'Finance', created: true } } } } })
    const listed = DATA.parse((await ask('tag.list')).body).result.data.json
    expect(listed).toMatchObject([{ name: 'Finance', messageCount: 0 }])
  })

  test('may send several calls at once', async () => {
    const both = await ask(`tag.list,me.get?batch=1&input=${encodeURIComponent('{}')}`)
    expect(both).toMatchObject({ status: 200, body: [{ result: {} }, { result: { data: { json: { email: person.email } } } }] })
  })

  test('is told which fields are not right, and never their values', async () => {
    const answered = await tell('account.create', { kind: 'imap', name: '', address: 'hunter2', imap: { host: 'a b', port: 0, security: 'tls', user: 'u\r\nA LOGOUT' }, password: 'hunter3' })
    expect(answered.status).toBe(400)
    const { message, data } = refusal(answered)
    expect(message).toBe('Some fields are not right.')
    expect(data.problems.map(({ path }) => path).sort()).toEqual(['address', 'imap.host', 'imap.port', 'imap.user', 'name'])
    expect(JSON.stringify(answered.body)).not.toMatch(/hunter|LOGOUT/)
  })

  test('finds the request id of an answer in the log', async () => {
    const answered = await tell('account.get', {})
    const requestId = refusal(answered).data.requestId
    expect(answered.headers.get('x-request-id')).toBe(requestId)
    const get = await ask('workspace.get')
    expect(api.logged.some((line) => line.includes(get.headers.get('x-request-id') ?? 'none') && line.includes('workspace.get'))).toBe(true)
  })
})

describe('the API', () => {
  test.each([
    ['nothing.here', 404, {}],
    ['tag.list', 401, { authorization: 'Bearer prm_nonsense' }],
    ['tag.create', 405, {}],
  ])('answers %s with %i and words of its own', async (procedure, status, headers) => {
    const answered = await ask(procedure, { headers })
    expect(answered.status).toBe(status)
    expect(refusal(answered).message).toMatch(/^[A-Z].*\.$/)
  })

  test('refuses what is too large before it reads it, and what is not JSON', async () => {
    const large = await tell('tag.create', { name: 'x'.repeat(1024 * 1024) })
    expect([large.status, refusal(large).data.code]).toEqual([413, 'too large'])
    expect((await ask('tag.create', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"json":' })).status).toBe(400)
    expect((await ask('tag.create', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' })).status).toBe(415)
  })

  test('refuses more than twenty calls in one', async () => {
    const many = Array.from({ length: 21 }, () => 'me.get').join(',')
    expect((await ask(`${many}?batch=1&input=${encodeURIComponent('{}')}`)).status).toBe(400)
  })

  test('shows nothing of an error nobody foresaw, and logs where it was', async () => {
    await asOwner(api.place.ownerUrl, (sql) => sql`alter table tag rename column name to secret_column`)
    const answered = await ask('tag.list')
    await asOwner(api.place.ownerUrl, (sql) => sql`alter table tag rename column secret_column to name`)
    expect(answered.status).toBe(500)
    expect(refusal(answered)).toMatchObject({ message: expect.stringContaining('went wrong on our side'), data: { code: 'INTERNAL_SERVER_ERROR' } })
    expect(JSON.stringify(answered.body)).not.toMatch(/tag"|column|select|\.ts/)
    const line = api.logged.find((one) => one.includes(refusal(answered).data.requestId) && one.includes('"level":"error"'))
    expect(line).toMatch(/42703/)
    expect(line).not.toMatch(/select/i)
  })

  test('says when to come back to whoever asks too much, batched or not, and serves everyone else', async () => {
    const greedy = await tokenOf(api, person, ['read'])
    const ten = `${Array.from({ length: 10 }, () => 'me.get').join(',')}?batch=1&input=${encodeURIComponent('{}')}`
    const headers = { authorization: `Bearer ${greedy}`, 'x-forwarded-for': '10.0.0.1' }
    for (let batch = 0; batch < 30; batch += 1) expect((await ask(ten, { headers })).status).toBe(200)
    const refused = await ask('me.get', { headers: { ...headers, 'x-forwarded-for': '10.0.0.2' } })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await ask('me.get')).status).toBe(200)
  })

  test('never lets an answer be kept by a cache', async () => {
    expect((await ask('me.get')).headers.get('cache-control')).toBe('no-store')
  })
})
