import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { notifyChanged } from '../../db/client'
import { metrics } from '../../server/metrics'
import { revokeSession } from '../../server/session'
import { bearer, cookieOf, openApi, personIn, serve, tokenOf, callAs, type Person, type Served, type TestApi } from '../support/api'
import { asOwner } from '../support/rows'
import { eventsOf } from '../support/events'
import { until } from '../support/until'

let api: TestApi
let served: Served
let person: Person

beforeAll(async () => {
  const running = await serve(await openApi())
  api = running.api
  served = running
  person = await personIn(api)
})

afterAll(async () => {
  await served.close()
  await api.close()
})

const changed = (workspaceId: string, kind: string, ids: readonly string[]) => api.database.inWorkspace(workspaceId, (tx) => notifyChanged(tx, workspaceId, kind, ids))

describe('a live connection', () => {
  test('first says to fetch everything, then what changed, each with an id of its own', async () => {
    const stream = await watch({ cookie: (await cookieOf(api, person)).cookie })
    expect(await stream.next()).toMatchObject({ id: '1', change: { kind: 'everything', ids: [] } })
    await changed(person.workspaceId, 'message', ['m1', 'm2'])
    expect(await stream.next()).toMatchObject({ id: '2', change: { kind: 'message', ids: ['m1', 'm2'] } })
    stream.stop()
  })

  test('hears nothing of another workspace', async () => {
    const other = await personIn(api)
    const stream = await watch(bearer(await tokenOf(api, person)))
    await stream.next()
    await changed(other.workspaceId, 'message', ['theirs'])
    await changed(person.workspaceId, 'message', ['ours'])
    expect(await stream.next()).toMatchObject({ change: { ids: ['ours'] } })
    stream.stop()
  })

  test('hears nothing of what was rolled back', async () => {
    const stream = await watch(bearer(await tokenOf(api, person)))
    await stream.next()
    await expect(
      api.database.inWorkspace(person.workspaceId, async (tx) => {
        await notifyChanged(tx, person.workspaceId, 'message', ['never'])
        throw new Error('rolled back')
      }),
    ).rejects.toThrow('rolled back')
    await changed(person.workspaceId, 'message', ['kept'])
    expect(await stream.next()).toMatchObject({ change: { ids: ['kept'] } })
    stream.stop()
  })

  test('ends when its session is revoked', async () => {
    const { cookie, sessionId } = await cookieOf(api, person)
    const stream = await watch({ cookie })
    await stream.next()
    await revokeSession(api.database, sessionId, new Date())
    expect(await stream.next()).toBeNull()
    expect(await refusalOf({ cookie })).toContain('UNAUTHORIZED')
  })

  test('ends when its token is revoked, and no one else’s does', async () => {
    const [token, other] = [await tokenOf(api, person), await tokenOf(api, person)]
    const [ending, staying] = [await watch(bearer(token)), await watch(bearer(other))]
    await Promise.all([ending.next(), staying.next()])
    const admin = await callAs(api, bearer(other))
    const revoked = (await admin.token.list()).find(({ prefix }) => token.startsWith(prefix))
    await admin.token.revoke({ id: revoked?.id ?? '' })
    expect(await ending.next()).toBeNull()
    expect(await staying.next()).toMatchObject({ change: { kind: 'token' } })
    staying.stop()
  })

  test('says to fetch everything after the database dropped the connection that listens', async () => {
    const stream = await watch(bearer(await tokenOf(api, person)))
    await stream.next()
    await asOwner(api.place.ownerUrl, (sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen%'`)
    expect(await stream.next()).toMatchObject({ change: { kind: 'everything' } })
    stream.stop()
  })

  test('leaves one listening session in the database however many look, and none behind when they leave', async () => {
    const token = await tokenOf(api, person)
    const streams = await Promise.all(Array.from({ length: 12 }, () => watch(bearer(token))))
    await Promise.all(streams.map((stream) => stream.next()))
    const listening = await asOwner(api.place.ownerUrl, (sql) => sql`select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen%'`)
    expect(listening).toHaveLength(1)
    for (const stream of streams) stream.stop()
    await until('every subscriber is gone', async () => (await metrics().liveSubscribers.get()).values[0]?.value === 0)
  })
})

interface Watching {
  /** The next change, or null when the stream has ended. */
  next(): Promise<{ id: string; change: unknown } | null>
  stop(): void
}

async function watch(headers: Record<string, string>): Promise<Watching> {
  const stop = new AbortController()
  const events = eventsOf(await fetch(`${served.url}/api/trpc/live.changes`, { headers, signal: stop.signal }))
  return {
    async next() {
      for (;;) {
        const { value, done } = await events.next()
        if (done === true || value.event === 'return') return null
        if (value.event !== 'message') continue
        const parsed: unknown = JSON.parse(value.data)
        return { id: value.id, change: typeof parsed === 'object' && parsed !== null && 'json' in parsed ? parsed.json : parsed }
      }
    },
    stop: () => { stop.abort() },
  }
}

/** A stream that is refused says so in its first event. */
async function refusalOf(headers: Record<string, string>): Promise<string> {
  for await (const { event, data } of eventsOf(await fetch(`${served.url}/api/trpc/live.changes`, { headers }))) {
    if (event === 'serialized-error') return data
    if (event === 'message') throw new Error(`not refused: ${data}`)
  }
  throw new Error('the stream ended without a word')
}
