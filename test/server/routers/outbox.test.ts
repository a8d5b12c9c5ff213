import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { namesOf } from '../../../db/queries/refs'
import { account, dispatch, outgoingMessage, outgoingServer, record } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import type { OutgoingState } from '../../../db/schema'
import { mailWith } from '../../support/fixtures'
import { officeIn, openOfficeApi, type OfficeApi } from '../../support/office-api'

describe('the outbox over the API', () => {
  let office: OfficeApi
  const serverId = newId()
  beforeAll(async () => {
    office = await openOfficeApi()
    await office.ask(async (tx) => {
      await tx.insert(outgoingServer).values({ id: serverId, workspaceId: office.workspaceId, name: 'Main', server: { host: 'smtp.northwind.example', port: 587, security: 'starttls', user: 'x' } })
      await tx.update(account).set({ outgoingServerId: serverId })
    })
  })
  afterAll(() => office.close())

  const write = (more: Partial<Parameters<OfficeApi['call']['compose']['send']>[0]> = {}) =>
    office.call.compose.send({ requestId: newId(), accountId: office.accountId, to: [{ address: 'ayse@lojistik.example' }], subject: 'Quote', text: 'Here it is.', ...more })
  const put = (id: string, state: OutgoingState, error: { code: string; message: string } | null = null) => office.ask((tx) => tx.update(outgoingMessage).set({ state, error }).where(eq(outgoingMessage.id, id)))

  it('takes a mail written by hand and holds it back for the undo window', async () => {
    const before = Date.now()
    const sent = await write({ undoSeconds: 10 })
    expect(sent.notBefore.getTime()).toBeGreaterThanOrEqual(before + 10_000)
    const detail = await office.call.outbox.get({ id: sent.outgoingMessageId })
    expect(detail).toMatchObject({ state: 'scheduled', subject: 'Quote', text: 'Here it is.', writtenBy: { id: office.userId }, rule: null, server: { name: 'Main' }, trail: [{ kind: 'queued' }] })
    const [order] = await office.api.database.system.select().from(dispatch).where(eq(dispatch.subjectId, sent.outgoingMessageId))
    expect(order).toMatchObject({ workflow: 'sendMessage', kind: 'start' })
  })

  it('puts one mail there when the same request comes twice', async () => {
    const requestId = newId()
    const first = await write({ requestId })
    const second = await write({ requestId })
    expect(second).toEqual({ ...first, created: false })
  })

  it('gives it back while it has not begun to leave, and says why not afterwards', async () => {
    const { outgoingMessageId: id } = await write()
    expect(await office.call.outbox.cancel({ id })).toEqual({ id, state: 'cancelled' })
    await put(id, 'accepted')
    await expect(office.call.outbox.cancel({ id })).rejects.toMatchObject({ code: 'CONFLICT', message: 'The mail was accepted by the server, so it cannot be cancelled.' })
  })

  it('answers a mail in its thread, with its references, to whom the author wants answers, and on its record', async () => {
    const mail = await office.ask((tx) => mailWith(tx, office, { subject: 'NWF-20418 late', from: 'pieter@bouw.example', text: 'Where is it?\n> earlier' }))
    const recordId = newId()
    await office.ask((tx) => tx.insert(record).values({ id: recordId, workspaceId: office.workspaceId, type: 'ticket', number: 7, title: 'Late', threadId: mail.threadId }))
    const prefilled = await office.call.compose.prefill({ messageId: mail.messageId, kind: 'reply' })
    expect(prefilled).toMatchObject({ to: [{ address: 'pieter@bouw.example' }], cc: [], subject: 'Re: NWF-20418 late', inReplyToMessageId: mail.messageId, quoted: { text: '> Where is it?\n>> earlier' } })
    const { outgoingMessageId } = await write({ to: prefilled.to.map(({ name, address }) => ({ name, address })), subject: prefilled.subject, inReplyToMessageId: mail.messageId })
    const detail = await office.call.outbox.get({ id: outgoingMessageId })
    expect(detail).toMatchObject({ threadId: mail.threadId, inReplyTo: `<${mail.messageId}@bouw.example>`, record: { id: recordId, number: 7 }, inReplyToMessage: { id: mail.messageId } })
    const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
    expect(ids((await office.call.message.thread({ threadId: mail.threadId })).outgoing)).toEqual([outgoingMessageId])
    expect(ids((await office.call.message.list({ scope: { kind: 'sent' } })).outgoing)).toContain(outgoingMessageId)
    await put(outgoingMessageId, 'cancelled')
    expect((await office.call.message.thread({ threadId: mail.threadId })).outgoing).toEqual([])
  })

  it('never answers ourselves when everyone is answered', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office, { from: 'pieter@bouw.example' }))
    const own = (await office.call.account.get({ id: office.accountId })).address
    const { to, cc } = await office.call.compose.prefill({ messageId, kind: 'reply all' })
    expect([...to, ...cc].map(({ address }) => address)).not.toContain(own)
  })

  it('refuses recipients that could carry a header', async () => {
    await expect(write({ to: [{ address: 'a@b.example\r\nBcc: c@d.example' }] })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('groups failures by cause, and tries a whole group again at once', async () => {
    const ids = [(await write()).outgoingMessageId, (await write()).outgoingMessageId]
    for (const id of ids) await put(id, 'failed', { code: 'smtp.signIn', message: 'Sign-in refused.' })
    const { failures, states, servers } = await office.call.outbox.summary()
    expect(failures).toMatchObject([{ code: 'smtp.signIn', count: 2, server: { id: serverId, host: 'smtp.northwind.example' }, latestTo: 'ayse@lojistik.example' }])
    expect(states.find(({ state }) => state === 'failed')?.count).toBe(2)
    expect(servers).toMatchObject([{ id: serverId, failed: 2, lastError: 'Sign-in refused.' }])
    const again = await office.call.outbox.retryGroup({ errorCode: 'smtp.signIn', serverId })
    expect(again).toEqual({ retried: ids, left: 0 })
    expect((await office.call.outbox.list({ filter: { states: ['failed'] } })).rows).toEqual([])
  })

  it('sends an uncertain mail again only on the explicit word, and takes a person’s verdict', async () => {
    const { outgoingMessageId: id } = await write()
    await put(id, 'uncertain', { code: 'smtp.lost', message: 'The line dropped.' })
    await expect(office.call.outbox.retry({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await office.call.outbox.settle({ id, verdict: 'accepted' })).toMatchObject({ state: 'accepted' })
    await put(id, 'uncertain')
    expect(await office.call.outbox.retry({ id, risksSecondCopy: true })).toMatchObject({ state: 'queued' })
  })

  it('counts and lists by themselves what came back, not among the accepted, until it is sent again', async () => {
    const { outgoingMessageId: id } = await write({ subject: 'To a desk that is gone' })
    const listed = async (state: 'accepted' | 'returned' | 'uncertain') => (await office.call.outbox.list({ filter: { states: [state], q: 'desk that is gone' } })).rows.map(({ standing }) => standing)
    const counted = async () => (await office.call.outbox.summary()).states.find(({ state }) => state === 'returned')?.count ?? 0
    await office.ask((tx) => tx.update(outgoingMessage).set({ state: 'uncertain', returnedAt: new Date('2026-11-02T08:00:00Z') }).where(eq(outgoingMessage.id, id)))
    expect(await listed('uncertain'), 'it is for a person to say').toEqual(['uncertain'])
    await office.call.outbox.settle({ id, verdict: 'accepted' })
    expect([await listed('returned'), await listed('accepted'), await counted()]).toEqual([['returned'], [], 1])
    const told = await office.ask((tx) => namesOf(tx, office.workspaceId, [id]))
    expect(told.get(id), 'where an execution names it').toMatchObject({ kind: 'outgoing', state: 'returned' })
    await put(id, 'uncertain')
    await office.call.outbox.retry({ id, risksSecondCopy: true })
    await put(id, 'accepted')
    expect([await listed('returned'), await listed('accepted'), await counted()], 'the new copy has not come back').toEqual([[], ['accepted'], 0])
  })

  it('ends the undo window at once when asked', async () => {
    const { outgoingMessageId: id } = await write({ undoSeconds: 30 })
    await office.call.outbox.sendNow({ id })
    expect((await office.call.outbox.get({ id })).notBefore.getTime()).toBeLessThanOrEqual(Date.now())
  })

  it('finds mail by recipient and shows nothing of others', async () => {
    await write({ to: [{ address: 'rare@person.example' }] })
    expect((await office.call.outbox.list({ filter: { q: 'rare@' } })).rows).toHaveLength(1)
    const other = await officeIn(office.api)
    expect((await other.call.outbox.list()).rows).toEqual([])
    expect((await other.call.outbox.summary()).servers).toEqual([])
  })
})
