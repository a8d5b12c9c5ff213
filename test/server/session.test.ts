import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { session } from '../../db/schema'
import { ATTEMPTS } from '../../server/sign-in'
import { isOurs } from '../../server/context'
import { openApi, personIn, serve, type Person, type Served, type TestApi } from '../support/api'
import { Browser } from '../support/browser'

let api: TestApi
let served: Served
let person: Person

beforeAll(async () => {
  const opened = await openApi()
  const running = await serve(opened)
  api = running.api
  served = running
  person = await personIn(api)
})

afterAll(async () => {
  await served.close()
  await api.close()
})

describe('a session', () => {
  test('begins with address and password and is a cookie that scripts cannot read and other sites do not send', async () => {
    const browser = new Browser(served.url)
    expect(await browser.ask('me.get')).toMatchObject({ status: 401 })
    expect(await browser.signIn(person.email, person.password)).toEqual({ status: 302, error: null })
    expect(await browser.ask('me.get')).toMatchObject({ status: 200, value: { email: person.email, via: 'session', role: 'owner' } })
    expect(browser.attributesOf('postroom-session')).toMatch(/HttpOnly/i)
    expect(browser.attributesOf('postroom-session')).toMatch(/SameSite=Lax/i)
  })

  test('does not begin with a wrong password, and the screen is told only that', async () => {
    const browser = new Browser(served.url)
    expect(await browser.signIn(person.email, 'not it at all')).toEqual({ status: 302, error: 'CredentialsSignin' })
    expect(await browser.ask('me.get')).toMatchObject({ status: 401 })
  })

  test('does not begin after too many attempts, and the screen is told how long to wait', async () => {
    const other = await personIn(api)
    const browser = new Browser(served.url)
    for (let attempt = 0; attempt < ATTEMPTS.address; attempt += 1) await browser.signIn(other.email, 'not it at all')
    const { error } = await browser.signIn(other.email, other.password)
    expect(error).toMatch(/^limited:\d+$/)
  })

  test('that was revoked elsewhere is signed out at its next request', async () => {
    const [here, elsewhere] = [new Browser(served.url), new Browser(served.url)]
    await here.signIn(person.email, person.password)
    await elsewhere.signIn(person.email, person.password)
    const sessions = await here.ask('session.list')
    const other = findOther(sessions.value)
    const open = await elsewhere.ask('me.get')
    expect(open.status).toBe(200)
    expect(await here.tell('session.revoke', { id: other })).toMatchObject({ status: 200 })
    expect([(await elsewhere.ask('me.get')).status, (await here.ask('me.get')).status].sort()).toEqual([200, 401])
  })

  test('that was revoked is no session for the screens either', async () => {
    const browser = new Browser(served.url)
    await browser.signIn(person.email, person.password)
    expect(await browser.session()).toMatchObject({ user: { email: person.email } })
    await api.database.system.update(session).set({ revokedAt: new Date() }).where(eq(session.userId, person.userId))
    expect(await browser.session()).not.toHaveProperty('user')
  })

  test('that has expired is over', async () => {
    const browser = new Browser(served.url)
    await browser.signIn(person.email, person.password)
    await api.database.system.update(session).set({ expiresAt: new Date(Date.now() - 1) }).where(eq(session.userId, person.userId))
    expect(await browser.ask('me.get')).toMatchObject({ status: 401 })
  })

  test('ends when its user signs out, and the stolen cookie with it', async () => {
    const browser = new Browser(served.url)
    await browser.signIn(person.email, person.password)
    const stolen = browser.copy()
    await browser.signOut()
    expect([(await browser.ask('me.get')).status, (await stolen.ask('me.get')).status]).toEqual([401, 401])
  })

  test('ends everywhere else when the password changes', async () => {
    const other = await personIn(api)
    const [here, elsewhere] = [new Browser(served.url), new Browser(served.url)]
    await here.signIn(other.email, other.password)
    await elsewhere.signIn(other.email, other.password)
    expect(await here.tell('me.changePassword', { current: 'not it at all', next: 'another one entirely' })).toMatchObject({ status: 400 })
    expect(await here.tell('me.changePassword', { current: other.password, next: 'another one entirely' })).toMatchObject({ status: 200 })
    expect([(await here.ask('me.get')).status, (await elsewhere.ask('me.get')).status]).toEqual([200, 401])
    expect((await elsewhere.signIn(other.email, other.password)).error).toBe('CredentialsSignin')
    expect((await elsewhere.signIn(other.email, 'another one entirely')).error).toBeNull()
  })
})

describe('another site', () => {
  test('cannot change anything with the visitor’s cookie', async () => {
    const browser = new Browser(served.url)
    await browser.signIn(person.email, person.password)
    for (const origin of ['https://evil.example', 'null', `${served.url}.evil.example`, null]) {
      expect(await browser.tell('tag.create', { name: 'planted' }, { origin })).toMatchObject({ status: 403 })
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      expect((await browser.tell('tag.create', { name: 'planted' }, { type })).status).toBe(415)
    }
    const got = await fetch(`${served.url}/api/trpc/tag.create?input=${encodeURIComponent('{"json":{"name":"planted"}}')}`, { headers: { cookie: browser.cookie } })
    expect(got.status).toBe(405)
    expect(await browser.ask('tag.list')).toMatchObject({ value: [] })
    expect(await browser.tell('tag.create', { name: 'our own' })).toMatchObject({ status: 200 })
  })

  test('is told from ours by scheme, host and port; only the two names of loopback are one', () => {
    const ours = 'http://localhost:3000'
    expect([ours, 'http://127.0.0.1:3000'].map((origin) => isOurs(ours, origin))).toEqual([true, true])
    const others = ['https://localhost:3000', 'http://localhost:3001', 'http://localhost', 'http://localhost:3000.evil.example', 'http://evil.localhost:3000', 'null', '']
    expect(others.map((origin) => isOurs(ours, origin))).toEqual(others.map(() => false))
    expect(isOurs('https://mail.example', 'http://mail.example')).toBe(false)
  })
})

function findOther(sessions: unknown): string {
  if (!Array.isArray(sessions)) throw new TypeError('no list of sessions')
  const other: unknown = sessions.find((one: unknown) => typeof one === 'object' && one !== null && 'current' in one && one.current === false)
  if (typeof other !== 'object' || other === null || !('id' in other) || typeof other.id !== 'string') throw new TypeError('no other session')
  return other.id
}
