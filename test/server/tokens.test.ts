import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { apiToken, member } from '../../db/schema'
import { createToken, hashToken } from '../../server/tokens'
import { bearer, callAs, cookieOf, openApi, personIn, tokenOf, type Person, type TestApi } from '../support/api'
import { asOwner } from '../support/rows'

let api: TestApi
let owner: Person

beforeAll(async () => {
  api = await openApi()
  owner = await personIn(api)
})

afterAll(() => api.close())

const refused = (code: string) => expect.objectContaining({ code })

describe('an API token', () => {
  test('is shown once and kept only as a hash', async () => {
    const caller = await callAs(api, { cookie: (await cookieOf(api, owner)).cookie, origin: api.services.origin })
    const made = await caller.token.create({ name: 'nightly export', scopes: ['read'] })
    expect(made.token).toMatch(/^prm_[A-Za-z0-9_-]{43}$/)
    expect(JSON.stringify(await caller.token.list())).not.toContain(made.token)
    const stored = await asOwner(api.place.ownerUrl, (sql) => sql<{ row: string; hash: string }[]>`select t::text as row, hash from api_token t where id = ${made.id}`)
    expect(stored[0]?.hash).toBe(hashToken(made.token))
    expect(stored[0]?.row).not.toContain(made.token.slice(12))
    expect(api.logged.join('')).not.toContain(made.token)
  })

  test('makes no other, not even with every scope: what leaked must end when it is ended', async () => {
    const caller = await callAs(api, bearer(await tokenOf(api, owner)))
    await expect(caller.token.create({ name: 'for ever', scopes: ['read'] })).rejects.toMatchObject({ code: 'FORBIDDEN', cause: { code: 'forbidden.token' } })
  })

  test('may do what its scopes say and no more', async () => {
    const reading = await callAs(api, bearer(await tokenOf(api, owner, ['read'])))
    const working = await callAs(api, bearer(await tokenOf(api, owner, ['read', 'write'])))
    await expect(reading.tag.list()).resolves.toEqual([])
    await expect(reading.tag.create({ name: 'Finance' })).rejects.toEqual(refused('FORBIDDEN'))
    await expect(working.tag.create({ name: 'Finance' })).resolves.toMatchObject({ name: 'Finance', created: true })
    await expect(working.token.list()).rejects.toEqual(refused('FORBIDDEN'))
  })

  test('of someone who is no admin cannot do what its maker may not, whatever its scopes', async () => {
    const person = await personIn(api, { workspaceId: owner.workspaceId, role: 'member' })
    const caller = await callAs(api, bearer(await tokenOf(api, person, ['read', 'write', 'admin'])))
    await expect(caller.me.get()).resolves.toMatchObject({ scopes: ['read', 'write'], role: 'member' })
    await expect(caller.workspace.halt({ halted: true })).rejects.toEqual(refused('FORBIDDEN'))
  })

  test('ends at once when it is revoked, and revoking it again changes nothing', async () => {
    const token = await tokenOf(api, owner, ['read'])
    const admin = await callAs(api, bearer(await tokenOf(api, owner)))
    await expect((await callAs(api, bearer(token))).me.get()).resolves.toMatchObject({ via: 'token' })
    const { id } = await idOf(token)
    await admin.token.revoke({ id })
    await expect((await callAs(api, bearer(token))).me.get()).rejects.toEqual(refused('UNAUTHORIZED'))
    await expect(admin.token.revoke({ id })).resolves.toEqual({ id })
    const { items } = await admin.audit.list({ kind: 'token.revoked' })
    expect(items.filter((item) => item.subjectId === id)).toHaveLength(1)
  })

  test('ends at its date', async () => {
    const expiresAt = new Date(Date.now() - 1)
    const { token } = await api.database.inWorkspace(owner.workspaceId, (tx) => createToken(tx, { ...owner, name: 'old', scopes: ['read'], expiresAt }))
    await expect((await callAs(api, bearer(token))).me.get()).rejects.toEqual(refused('UNAUTHORIZED'))
  })

  test('ends with the membership of its maker', async () => {
    const leaving = await personIn(api, { workspaceId: owner.workspaceId, role: 'admin' })
    const token = await tokenOf(api, leaving)
    await expect((await callAs(api, bearer(token))).me.get()).resolves.toMatchObject({ role: 'admin' })
    await api.database.system.delete(member).where(eq(member.userId, leaving.userId))
    await expect((await callAs(api, bearer(token))).me.get()).rejects.toEqual(refused('UNAUTHORIZED'))
  })

  test('remembers when it was last used', async () => {
    const token = await tokenOf(api, owner, ['read'])
    expect((await idOf(token)).lastUsedAt).toBeNull()
    await (await callAs(api, bearer(token))).me.get()
    expect((await idOf(token)).lastUsedAt).toBeInstanceOf(Date)
  })

  test('that is almost right is nobody', async () => {
    const token = await tokenOf(api, owner)
    for (const wrong of [token.slice(0, -1), `${token}x`, token.toUpperCase(), hashToken(token), '']) {
      await expect((await callAs(api, { authorization: `Bearer ${wrong}` })).me.get()).rejects.toEqual(refused('UNAUTHORIZED'))
    }
  })
})

async function idOf(token: string) {
  const [row] = await api.database.system.select().from(apiToken).where(eq(apiToken.hash, hashToken(token)))
  if (row === undefined) throw new Error('no such token')
  return row
}
