import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { performers } from '../../activities/effects'
import { perform, type PerformDeps } from '../../activities/perform'
import { endpointPlace } from '../../db/queries/endpoint'
import { endpoint } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { createCaller, type Caller } from '../../mail/http-call'
import { createOutboundGuard } from '../../mail/outbound-guard'
import { secretsWith } from '../../server/secrets'
import { graphOf, ruleWith } from '../support/rules'
import { MASTER_KEY } from '../support/running-worker'
import { startWebPeer, ok, type WebPeer } from '../support/web-peer'
import { dieAt, endLease, openWorkbench, type Workbench } from '../support/workbench'

type Deps = AdvanceDeps & PerformDeps
type Style = typeof endpoint.$inferInsert.style
interface Step {
  readonly workspaceId: string
  readonly executionId: string
  readonly stepId: string
}

let bench: Workbench
let peer: WebPeer
let accountId: string

beforeAll(async () => {
  ;[bench, peer] = await Promise.all([openWorkbench(), startWebPeer()])
})
afterAll(async () => {
  await Promise.all([bench.close(), peer.close()])
})
beforeEach(async () => {
  accountId = (await bench.newAccount()).accountId
  peer.asked.length = 0
  peer.answer = ok
})

/** Patient for as long as a loopback needs, and no longer. */
function depsWith(allowed: readonly string[] = [peer.place], answerMs = 5_000): Deps {
  const call = createCaller(createOutboundGuard(allowed))
  const caller: Caller = (request, terms) => call(request, { ...terms, answerMs })
  const { database } = bench.office
  const parts = { ...bench.deps, heartbeat: () => undefined, signal: new AbortController().signal }
  return { ...parts, performers: { ...parts.performers, ...web({ database, caller }) } }
}

function web({ database, caller }: { database: Deps['database']; caller: Caller }) {
  const all = performers({ database, caller, openSecret: secretsWith(MASTER_KEY).open, connections: { open: noMail, use: noMail, close: async () => undefined } })
  return { 'web.post': all['web.post'], 'http.request': all['http.request'] }
}

async function noMail(): Promise<never> {
  throw new Error('nothing here may touch a mail server')
}

async function addEndpoint(style: Style, path = '/hook', secret: string | null = null, origin = peer.origin): Promise<string> {
  const { workspaceId } = bench.office
  const id = newId()
  const seal = (text: string, field: 'url' | 'secret') => secretsWith(MASTER_KEY).seal(text, endpointPlace(workspaceId, id, field))
  await bench.office.ask((tx) => tx.insert(endpoint).values({ id, workspaceId, name: id, style, host: new URL(origin).host, url: seal(`${origin}${path}`, 'url'), secret: secret === null ? null : seal(secret, 'secret') }))
  return id
}

const post = (endpointRef: string, repeatable = false) => ({ type: 'web.post', config: { endpointRef, text: '{{ subject }}', repeatable } })
const request = (endpointRef: string, more: object = {}) => ({ type: 'http.request', config: { endpointRef, method: 'POST', path: '', headers: '', bodyKind: 'json', body: '{"subject":"{{ subject }}"}', repeatable: false, ...more } })

/** A mail arrived for a rule that makes this call and then tags it; the call is ready. */
async function ready(call: Parameters<typeof graphOf>[0][string], subject = 'Order 7'): Promise<Step> {
  await ruleWith(bench.office, graphOf({ call, tag: { type: 'tag.add', config: { tag: 'called' } } }, [['start', 'call'], ['call', 'tag']]), { accountId })
  const { executionIds } = await bench.deliver(accountId, { subject })
  const step = { workspaceId: bench.office.workspaceId, executionId: executionIds[0] ?? '', stepId: 'call' }
  await advance(bench.deps, step)
  return step
}

const stepOf = async ({ executionId, stepId }: Step) => (await bench.office.ask((tx) => tx.execute(sql`select state, reason, detail, attempts, receipts, next_try_at from execution_step where execution_id = ${executionId} and step_id = ${stepId}`)))[0]
const ended = async (step: Step) => (await advance(bench.deps, step)).ended

describe('a web request', () => {
  test('is signed over its body, bears the key of its effect, and its answer is kept', async () => {
    peer.answer = (response) => void response.writeHead(201).end('made\u0007 #9')
    const step = await ready(request(await addEndpoint('http', '/in?tenant=7', 'shared secret'), { path: '/orders?s={{ subject }}', headers: 'X-From: {{ sender.address }}' }), 'a/b"&c=d')
    await perform(depsWith(), step)
    const [asked] = peer.asked
    expect(asked).toMatchObject({ method: 'POST', path: '/in/orders?s=a%2Fb%22%26c%3Dd', body: JSON.stringify({ subject: 'a/b"&c=d' }) })
    expect(asked?.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'idempotency-key': `${step.executionId}/call/0`, host: peer.place })
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(asked?.headers['x-postroom-signature'])) ?? []
    expect(createHmac('sha256', 'shared secret').update(`${seconds}.${asked?.body}`).digest('hex')).toBe(given)
    expect((await stepOf(step))?.receipts).toEqual([expect.objectContaining({ result: 'done', answer: { status: 201, said: 'made  #9' } })])
    expect(await ended(step)).toBe('done')
  })

  test.each([
    [429, { 'retry-after': '90' }, 90],
    [503, { 'retry-after': '5' }, 5],
    [500, {}, 2],
    [408, {}, 2],
    [425, {}, 2],
  ])('that is answered %s is made again later, as told, with the same key', async (status, headers, seconds) => {
    peer.answer = (response) => void response.writeHead(status, headers).end('not now')
    const step = await ready(request(await addEndpoint('http')))
    const now = new Date()
    await perform({ ...depsWith(), now: () => now }, step)
    const held = await stepOf(step)
    expect(held).toMatchObject({ state: 'retrying', attempts: [{ result: 'retry', error: { code: 'web.try later', said: `${status} not now` } }] })
    expect(Date.parse(String(held?.next_try_at)) - now.getTime()).toBe(seconds * 1_000)
    peer.answer = ok
    await endLease(bench.office, step.executionId)
    await perform(depsWith(), step)
    expect(peer.asked.map((asked) => asked.headers['idempotency-key'])).toEqual([`${step.executionId}/call/0`, `${step.executionId}/call/0`])
    expect(await ended(step)).toBe('done')
  })

  test.each([
    ['404', 404, {}, 'web.refused'],
    ['301', 301, { location: 'http://elsewhere.example/x' }, 'web.redirected'],
    ['307', 307, { location: 'http://127.0.0.1:1/x' }, 'web.redirected'],
  ])('that is answered %s fails for good, and nobody else is asked', async (_, status, headers, reason) => {
    peer.answer = (response) => void response.writeHead(status, headers).end('no')
    const step = await ready(request(await addEndpoint('http')))
    await perform(depsWith(), step)
    expect(await stepOf(step)).toMatchObject({ state: 'failed', reason })
    expect(peer.asked).toHaveLength(1)
    expect(await ended(step)).toBe('failed')
  })

  test.each([200, 400, 503])('that is answered %s with its own secret and address leaves neither in what is kept', async (status) => {
    peer.answer = (response, asked) => void response.writeHead(status).end(`you are shared-secret-of-9, you called ${asked.path}`)
    const step = await ready(request(await addEndpoint('http', '/hooks/T0123456789AB?key=k01234567890', 'shared-secret-of-9')))
    await perform(depsWith(), step)
    const kept = JSON.stringify(await stepOf(step))
    expect(kept).toContain('you are …, you called /hooks/…')
    expect(kept).not.toMatch(/shared-secret|T0123456789AB/)
  })

  test('whose answer never ends is read so far and no further', async () => {
    peer.answer = (response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(8_192)));
        response.once('drain', more)
      }
      more()
    }
    const step = await ready(request(await addEndpoint('http')))
    await perform(depsWith(), step)
    expect((await stepOf(step))?.receipts).toEqual([expect.objectContaining({ result: 'done', answer: { status: 200, said: 'x'.repeat(500) } })])
  })

  const drops = ((response) => void response.destroy()) satisfies WebPeer['answer']
  const silent = (() => undefined) satisfies WebPeer['answer']
  test.each([['is dropped after the body', drops], ['gets no answer in time', silent]])('whose connection %s is uncertain, and nothing repeats it', async (_, answer) => {
    peer.answer = answer
    const step = await ready(request(await addEndpoint('http')))
    await perform(depsWith([peer.place], 150), step)
    expect(await stepOf(step)).toMatchObject({ state: 'uncertain', reason: 'web.answer lost' })
    await endLease(bench.office, step.executionId)
    await perform(depsWith(), step)
    expect(peer.asked).toHaveLength(1)
    expect(await ended(step)).toBe('uncertain')
  })

  test('that is safe to repeat is made again with the same key after a lost answer', async () => {
    peer.answer = drops
    const step = await ready(request(await addEndpoint('http'), { repeatable: true }))
    await perform(depsWith(), step)
    expect(await stepOf(step)).toMatchObject({ state: 'retrying' })
    peer.answer = ok
    await endLease(bench.office, step.executionId)
    await perform(depsWith(), step)
    expect(new Set(peer.asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
    expect(peer.asked).toHaveLength(2)
    expect(await ended(step)).toBe('done')
  })

  test.each([[false, 'uncertain', 1], [true, 'done', 2]])('of a worker that died between call and settling: safe to repeat %s', async (repeatable, end, calls) => {
    const step = await ready(request(await addEndpoint('http'), { repeatable }))
    await dieAt('perform: before settle', depsWith(), step)
    expect(peer.asked).toHaveLength(1)
    await endLease(bench.office, step.executionId)
    await perform(depsWith(), step)
    expect(peer.asked).toHaveLength(calls)
    expect(await ended(step)).toBe(end)
  })

  test.each([
    ['a private address', 'http://10.0.0.7', 'host not allowed'],
    ['loopback under another spelling', 'http://2130706433:9', 'host not allowed'],
    ['a public address without TLS', 'http://93.184.216.34', 'host not allowed'],
    ['the address of a cloud’s metadata', 'http://169.254.169.254', 'host not allowed'],
  ])('to %s never leaves', async (_, origin, reason) => {
    const step = await ready(request(await addEndpoint('http', '/', null, origin)))
    await perform(depsWith(), step)
    expect(await stepOf(step)).toMatchObject({ state: 'failed', reason })
  })

  test('cannot be led out of its address by what a mail says', async () => {
    const step = await ready(request(await addEndpoint('http', '/tenant/7'), { path: '/{{ subject }}/x' }), '..')
    await perform(depsWith(), step)
    expect(await stepOf(step)).toMatchObject({ state: 'failed', reason: 'web.address' })
    expect(peer.asked).toEqual([])
  })

  test('to an address that was removed is skipped with its reason, and the rest runs [ACT-11]', async () => {
    const gone = await addEndpoint('http')
    const step = await ready(request(gone))
    await bench.office.ask((tx) => tx.execute(sql`update endpoint set deleted_at = now() where id = ${gone}`))
    await perform(depsWith(), step)
    expect(await stepOf(step)).toMatchObject({ state: 'skipped', reason: 'part is off', detail: 'no endpoint' })
    expect(await ended(step)).toBe('done with skips')
    expect(await stepOf({ ...step, stepId: 'tag' })).toMatchObject({ state: 'done' })
  })
})

describe('a post to a chat', () => {
  const HOSTILE = '@everyone <!channel> <https://evil.example|bank> **b** @room'
  test.each<[Style, string, (body: Record<string, unknown>) => unknown, unknown]>([
    ['slack', '/hook', (body) => [body['text'], body['mrkdwn'], body['parse']], ['@everyone &lt;!channel&gt; &lt;https://evil.example|bank&gt; **b** @room', false, 'none']],
    ['discord', '/hook', (body) => [body['content'], body['allowed_mentions']], [String.raw`@everyone \<!channel\> \<https\://evil.example\|bank\> \*\*b\*\* @room`, { parse: [] }]],
    ['teams', '/hook', (body) => JSON.stringify(body).includes(JSON.stringify({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: HOSTILE }] })), true],
    ['matrix', '/_matrix/client/v3/rooms/!r:x/send/m.room.message', (body) => body, { msgtype: 'm.notice', body: HOSTILE, 'm.mentions': {} }],
  ])('%s gets its own form, in which a mail can neither mention nor mark up [ACT-07]', async (style, path, read, expected) => {
    peer.answer = (response) => void (style === 'discord' ? response.writeHead(204).end() : response.writeHead(style === 'teams' ? 202 : 200).end(style === 'matrix' ? '{"event_id":"$1"}' : 'ok'))
    const step = await ready(post(await addEndpoint(style, path, style === 'matrix' ? 'syt_token' : null)), HOSTILE)
    await perform(depsWith(), step)
    const [asked] = peer.asked
    expect(read(JSON.parse(asked?.body ?? '{}'))).toEqual(expected)
    expect([asked?.method, asked?.headers.authorization]).toEqual(style === 'matrix' ? ['PUT', 'Bearer syt_token'] : ['POST', undefined])
    expect(await ended(step)).toBe('done')
  })

  test('is repeated to Matrix under the same transaction after a lost answer, because Matrix knows it again', async () => {
    peer.answer = (response) => void response.destroy()
    const step = await ready(post(await addEndpoint('matrix', '/send', 'syt_token')))
    await perform(depsWith(), step)
    peer.answer = ok
    await endLease(bench.office, step.executionId)
    await perform(depsWith(), step)
    expect(peer.asked).toHaveLength(2)
    expect(new Set(peer.asked.map(({ path }) => path)).size).toBe(1)
    expect(await ended(step)).toBe('done')
  })
})
