import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { account, dispatch } from '../../db/schema'
import { bearer, callAs, openApi, personIn, tokenOf, type Person, type TestApi } from '../support/api'
import { asOwner } from '../support/rows'

let api: TestApi
let person: Person
let caller: Awaited<ReturnType<typeof callAs>>

beforeAll(async () => {
  api = await openApi()
  person = await personIn(api)
  caller = await callAs(api, bearer(await tokenOf(api, person)))
})

afterAll(() => api.close())

let count = 0
const imap = { host: 'Mail.Alder.Example', port: 993, security: 'tls' as const, user: 'ada' }
const connected = () => caller.account.create({ kind: 'imap', name: `Ada ${++count}`, address: `Ada${count}@alder.example`, imap, password: 'hunter2 and more' })

describe('an account', () => {
  test('that is connected starts in dry run, is told to its workflow, and never shows its password again', async () => {
    const made = await connected()
    expect(made).toMatchObject({ address: `ada${count}@alder.example`, incomingMode: 'dry run', state: 'connecting', hasPassword: true, imap: { host: 'mail.alder.example' } })
    expect(await starts(made.id)).toEqual([{ workflowId: `account:${made.id}`, kind: 'start', workflow: 'syncAccount' }])
    const shown = JSON.stringify([made, await caller.account.get({ id: made.id }), await caller.account.list(), await caller.audit.list()])
    expect(shown).not.toMatch(/hunter2|ciphertext|wrappedKey/)
  })

  test('of our own is told which port its mail is handed in at', async () => {
    expect(await caller.account.gateway()).toEqual({ port: api.services.gatewayPort })
  })

  test('has its password in the database only sealed, and bound to its own row', async () => {
    const [one, two] = [await connected(), await connected()]
    const text = await asOwner(api.place.ownerUrl, (sql) => sql<{ row: string }[]>`select t::text as row from account t`)
    expect(text.map(({ row }) => row).join()).not.toContain('hunter2')
    const sealed = await sealedOf(one.id)
    const place = { workspaceId: person.workspaceId, record: one.id, field: 'account.imap_secret' }
    expect(api.services.secrets.open(sealed, place)).toBe('hunter2 and more')
    await api.database.system.update(account).set({ imapSecret: sealed }).where(eq(account.id, two.id))
    const swapped = await sealedOf(two.id)
    expect(() => api.services.secrets.open(swapped, { ...place, record: two.id })).toThrow(expect.objectContaining({ code: 'secret.unreadable' }))
  })

  test('cannot share its address with another, whatever the case', async () => {
    const made = await connected()
    await expect(caller.account.create({ kind: 'local', name: 'Twin', address: made.address.toUpperCase() })).rejects.toMatchObject({ code: 'CONFLICT', cause: { code: 'conflict.address' } })
  })

  test('of the gateway has the folders that no server makes for it', async () => {
    const { id } = await caller.account.create({ kind: 'local', name: 'Desk', address: 'desk@alder.example' })
    const folders = await caller.mailbox.list({ accountId: id })
    expect(folders.map(({ path, role }) => [path, role])).toEqual([['Archive', 'archive'], ['INBOX', 'inbox'], ['Junk', 'junk'], ['Trash', 'trash']])
  })

  test('of the gateway has its address alone over all workspaces', async () => {
    await caller.account.create({ kind: 'local', name: 'Intake', address: 'intake@alder.example' })
    const other = await callAs(api, bearer(await tokenOf(api, await personIn(api))))
    await expect(other.account.create({ kind: 'local', name: 'Intake', address: 'Intake@alder.example' })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('of the gateway keeps its further addresses too: nobody draws its mail to themselves by naming them', async () => {
    const taken = expect.objectContaining({ code: 'CONFLICT', cause: expect.objectContaining({ code: 'conflict.address' }) })
    const { id } = await caller.account.create({ kind: 'local', name: 'Bills', address: 'bills@alder.example', identities: ['invoices@alder.example'] })
    const other = await callAs(api, bearer(await tokenOf(api, await personIn(api))))
    const theirs = await other.account.create({ kind: 'local', name: 'Theirs', address: 'theirs@birch.example' })
    for (const intruder of [other, caller]) {
      await expect(intruder.account.create({ kind: 'local', name: 'Thief', address: 'Invoices@alder.example' })).rejects.toEqual(taken)
      await expect(intruder.account.create({ kind: 'local', name: 'Thief', address: 'thief@birch.example', identities: ['bills@alder.example'] })).rejects.toEqual(taken)
      await expect(intruder.account.create({ kind: 'local', name: 'Thief', address: 'thief@birch.example', identities: ['INVOICES@alder.example'] })).rejects.toEqual(taken)
    }
    await expect(other.account.update({ id: theirs.id, identities: ['bills@alder.example'] })).rejects.toEqual(taken)
    await expect(other.account.update({ id: theirs.id, identities: ['invoices@alder.example'] })).rejects.toEqual(taken)
    const both = [other, caller].map((one, index) => one.account.create({ kind: 'local', name: 'At once', address: `once${index}@birch.example`, identities: ['wanted@birch.example'] }))
    expect((await Promise.allSettled(both)).map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await caller.account.update({ id, identities: ['invoices@alder.example', 'dunning@alder.example'] })).toMatchObject({ identities: ['invoices@alder.example', 'dunning@alder.example'] })
  })

  test('changes its mode, and says so once in the audit trail', async () => {
    const { id } = await connected()
    expect(await caller.account.setMode({ id, mode: 'live' })).toMatchObject({ incomingMode: 'live' })
    await caller.account.setMode({ id, mode: 'live' })
    const { items } = await caller.audit.list({ subjectId: id, kind: 'account.mode changed' })
    expect(items.map(({ data }) => data)).toEqual([{ side: 'incoming', from: 'dry run', to: 'live' }])
  })

  test('does not send a stored password to another host', async () => {
    const { id } = await connected()
    await expect(caller.account.update({ id, imap: { ...imap, host: 'evil.example' } })).rejects.toMatchObject({ cause: { code: 'invalid.password' } })
    expect(await caller.account.update({ id, imap: { ...imap, host: 'mail2.alder.example' }, password: 'another' })).toMatchObject({ imap: { host: 'mail2.alder.example' } })
    expect(await caller.account.update({ id, name: 'Renamed' })).toMatchObject({ name: 'Renamed', imap: { host: 'mail2.alder.example' } })
  })

  test('does not send a stored password in clear where it went encrypted', async () => {
    const { id } = await connected()
    await expect(caller.account.update({ id, imap: { ...imap, port: 143, security: 'none' } })).rejects.toMatchObject({ cause: { code: 'invalid.password' } })
    expect(await caller.account.update({ id, imap: { ...imap, port: 143, security: 'starttls' } })).toMatchObject({ imap: { security: 'starttls' } })
    expect(await caller.account.update({ id, imap: { ...imap, port: 143, security: 'none' }, password: 'another' })).toMatchObject({ imap: { security: 'none' } })
    await expect(caller.account.update({ id, imap: { ...imap, port: 2143, security: 'none' } })).rejects.toMatchObject({ cause: { code: 'invalid.password' } })
    expect(await caller.account.update({ id, imap: { ...imap, port: 143, security: 'none', user: 'eve' } })).toMatchObject({ imap: { user: 'eve' } })
  })

  test('is tried before it is saved, and the refusal of a private address names the setting', async () => {
    const report = await caller.account.test({ imap: { ...imap, host: '127.0.0.1' }, password: 'x' })
    expect(report.passed).toBe(false)
    expect(report.stages[0]).toMatchObject({ stage: 'dns', state: 'failed', cause: 'host not allowed', message: expect.stringContaining('POSTROOM_ALLOWED_HOSTS') })
  })

  test('is removed only by its name, and forgets its password', async () => {
    const made = await connected()
    await expect(caller.account.remove({ id: made.id, confirmName: 'something else' })).rejects.toMatchObject({ cause: { code: 'invalid.confirmation' } })
    await caller.account.remove({ id: made.id, confirmName: made.name })
    await expect(caller.account.get({ id: made.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const [row] = await api.database.system.select({ secret: account.imapSecret }).from(account).where(eq(account.id, made.id))
    expect(row).toEqual({ secret: null })
    expect((await starts(made.id)).map(({ kind }) => kind).sort()).toEqual(['recheck', 'start'])
  })
})

describe('an outgoing server', () => {
  test('keeps, changes and forgets its password without ever showing it', async () => {
    const server = { host: 'smtp.alder.example', port: 587, security: 'starttls' as const, user: 'ada' }
    const made = await caller.outgoingServer.create({ name: 'Main', server, password: 'hunter2' })
    expect(made).toMatchObject({ hasPassword: true, priority: 10 })
    await expect(caller.outgoingServer.update({ id: made.id, server: { ...server, host: 'evil.example' } })).rejects.toMatchObject({ cause: { code: 'invalid.password' } })
    await expect(caller.outgoingServer.update({ id: made.id, server: { ...server, security: 'none' } })).rejects.toMatchObject({ cause: { code: 'invalid.password' } })
    expect(await caller.outgoingServer.update({ id: made.id, priority: 1 })).toMatchObject({ hasPassword: true, priority: 1, name: 'Main' })
    expect(await caller.outgoingServer.update({ id: made.id, password: null })).toMatchObject({ hasPassword: false })
    await expect(caller.outgoingServer.create({ name: 'Main', server })).rejects.toMatchObject({ code: 'CONFLICT' })
    await caller.outgoingServer.remove({ id: made.id })
    expect(await caller.outgoingServer.list()).toEqual([])
    expect(await caller.outgoingServer.create({ name: 'Main', server })).toMatchObject({ name: 'Main' })
  })
})

describe('a workspace', () => {
  test('says what is running, what waits and that it was stopped', async () => {
    await caller.workspace.halt({ halted: true })
    const status = await caller.workspace.status()
    expect(status).toMatchObject({ halted: true, engine: { answering: false }, processes: [] })
    expect(status.dispatchesWaiting).toBeGreaterThan(0)
    await caller.workspace.halt({ halted: false })
    const { items } = await caller.audit.list({ subjectId: person.workspaceId })
    expect(items.map(({ kind }) => kind)).toEqual(['workspace.resumed', 'workspace.halted'])
  })
})

async function starts(id: string) {
  return api.database.system.select({ workflowId: dispatch.workflowId, kind: dispatch.kind, workflow: dispatch.workflow }).from(dispatch).where(eq(dispatch.subjectId, id))
}

async function sealedOf(id: string) {
  const [row] = await api.database.system.select({ secret: account.imapSecret }).from(account).where(eq(account.id, id))
  if (row?.secret == null) throw new Error('nothing is sealed')
  return row.secret
}
