import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signInAttempt, user } from '../../db/schema'
import { createOwner, DEMO_COMPANY, firstRun, needsOwner } from '../../server/first-run'
import { ATTEMPTS, signIn, WINDOW_SECONDS } from '../../server/sign-in'
import { openApi, personIn, type Person, type TestApi } from '../support/api'

let api: TestApi
let person: Person

beforeAll(async () => {
  api = await openApi()
  person = await personIn(api)
})

afterAll(() => api.close())

beforeEach(() => api.database.system.delete(signInAttempt))

const from = (client: string) => ({ client, userAgent: 'test' })
const noon = new Date('2026-11-20T12:00:00Z')

describe('signing in', () => {
  test('takes address and password, the address in whatever case', async () => {
    const result = await signIn(api.database, { email: ` ${person.email.toUpperCase()} `, password: person.password, ...from('10.0.0.1') }, noon)
    expect(result).toMatchObject({ result: 'signed in', userId: person.userId, email: person.email })
  })

  test('says the same of a wrong password and of an address nobody has', async () => {
    const wrong = await signIn(api.database, { email: person.email, password: 'not it at all', ...from('10.0.0.2') }, noon)
    const nobody = await signIn(api.database, { email: 'nobody@people.example', password: person.password, ...from('10.0.0.2') }, noon)
    expect([wrong, nobody]).toEqual([{ result: 'refused' }, { result: 'refused' }])
  })

  test('gives every sign-in a session of its own', async () => {
    const sign = () => signIn(api.database, { email: person.email, password: person.password, ...from('10.0.0.3') }, noon)
    const [one, two] = [await sign(), await sign()]
    if (one.result !== 'signed in' || two.result !== 'signed in') throw new Error('not signed in')
    expect(one.sessionId).not.toBe(two.sessionId)
  })

  test('is refused for an address after ten wrong passwords, also with the right one, until the window is over', async () => {
    const guess = (password: string, at: Date) => signIn(api.database, { email: person.email, password, ...from(`10.1.0.${Math.random()}`) }, at)
    for (let attempt = 1; attempt <= ATTEMPTS.address; attempt += 1) expect(await guess('not it at all', noon)).toEqual({ result: 'refused' })
    expect(await guess(person.password, noon)).toEqual({ result: 'limited', retryAfterSeconds: WINDOW_SECONDS })
    const later = new Date(noon.getTime() + 10 * 60 * 1000)
    expect(await guess(person.password, later)).toEqual({ result: 'limited', retryAfterSeconds: 300 })
    expect(await guess(person.password, new Date(noon.getTime() + WINDOW_SECONDS * 1000))).toMatchObject({ result: 'signed in' })
  })

  test('is limited just the same when all guesses come at once', async () => {
    const guesses = Array.from({ length: 30 }, (_, n) => signIn(api.database, { email: person.email, password: `guess number ${n}`, ...from(`10.2.0.${n}`) }, noon))
    const results = (await Promise.all(guesses)).map(({ result }) => result)
    expect(results.filter((result) => result === 'refused')).toHaveLength(ATTEMPTS.address)
    expect(results.filter((result) => result === 'limited')).toHaveLength(20)
  })

  test('is refused for a client that tries many addresses, and for no other', async () => {
    await api.database.system.insert(signInAttempt).values({ key: 'client:10.3.0.1', windowStart: noon, count: ATTEMPTS.client })
    const sign = (client: string) => signIn(api.database, { email: person.email, password: person.password, ...from(client) }, noon)
    expect(await sign('10.3.0.1')).toMatchObject({ result: 'limited' })
    expect(await sign('10.3.0.2')).toMatchObject({ result: 'signed in' })
  })

  test('that is refused for the client leaves nothing of the addresses it tries', async () => {
    await api.database.system.insert(signInAttempt).values({ key: 'client:10.5.0.1', windowStart: noon, count: ATTEMPTS.client })
    for (const name of ['one', 'two', 'three']) await signIn(api.database, { email: `${name}@nobody.example`, password: 'a guess', ...from('10.5.0.1') }, noon)
    expect(await api.database.system.select({ key: signInAttempt.key, count: signInAttempt.count }).from(signInAttempt)).toEqual([{ key: 'client:10.5.0.1', count: ATTEMPTS.client + 3 }])
  })

  test('with the right password clears the count, so that people who mistype are not locked out in the end', async () => {
    const sign = (password: string) => signIn(api.database, { email: person.email, password, ...from('10.4.0.1') }, noon)
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 1; attempt < ATTEMPTS.address; attempt += 1) await sign('not it at all')
      expect(await sign(person.password)).toMatchObject({ result: 'signed in' })
    }
  })
})

describe('the first start', () => {
  test('makes the demo company and its owner once, with a password that signs in', async () => {
    const empty = await openApi()
    expect(await needsOwner(empty.database)).toBe(true)
    const made = await Promise.all([firstRun({ database: empty.database, demo: true }), firstRun({ database: empty.database, demo: true })])
    const credentials = made.filter((one) => one !== null)
    expect(credentials).toHaveLength(1)
    const [owner] = credentials
    expect(owner?.email).toBe(DEMO_COMPANY.owner.email)
    expect(await signIn(empty.database, { email: owner?.email ?? '', password: owner?.password ?? '', ...from('') }, noon)).toMatchObject({ result: 'signed in' })
    expect(await firstRun({ database: empty.database, demo: true })).toBeNull()
    expect(await needsOwner(empty.database)).toBe(false)
    const [row] = await empty.database.system.select().from(user)
    expect(row?.passwordHash).toMatch(/^\$argon2id\$/)
    await empty.close()
  })

  test('waits for an owner when the demo is declined, and takes exactly one', async () => {
    const empty = await openApi()
    const owner = { workspaceName: 'Alder & Co', name: 'Ada', email: 'ada@alder.example', password: 'twelve letters' }
    expect(await firstRun({ database: empty.database, demo: false })).toBeNull()
    await expect(createOwner(empty.database, { ...owner, password: 'short' })).rejects.toMatchObject({ code: 'invalid.password' })
    const both = await Promise.allSettled([createOwner(empty.database, owner), createOwner(empty.database, { ...owner, email: 'eve@alder.example' })])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await firstRun({ database: empty.database, demo: true })).toBeNull()
    await empty.close()
  })
})
