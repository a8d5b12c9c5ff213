import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailWith } from '../../support/fixtures'
import { openOfficeApi, type OfficeApi } from '../../support/office-api'
import { startWebPeer, type WebPeer } from '../../support/web-peer'

let office: OfficeApi
let peer: WebPeer
beforeAll(async () => {
  ;[office, peer] = await Promise.all([openOfficeApi(), startWebPeer()])
})
afterAll(() => Promise.all([office.close(), peer.close()]))

const TOMORROW = new Date(Date.now() + 86_400_000).toISOString()
const arrived = () => office.ask((tx) => mailWith(tx, { workspaceId: office.workspaceId, accountId: office.accountId, mailboxes: office.mailboxes }))
const listed = async (kind: 'inbox' | 'snoozed') => (await office.call.message.list({ scope: { kind } })).rows.map(({ id }) => id)

describe('a mail', () => {
  test('that is snoozed by hand leaves the inbox for the snoozed, and comes back when called', async () => {
    const { messageId } = await arrived()
    expect(await office.call.message.snooze({ ids: [messageId], until: TOMORROW })).toEqual({ changed: [messageId], before: [{ until: null, ids: [messageId] }] })
    expect([await listed('inbox'), await listed('snoozed')]).toEqual([expect.not.arrayContaining([messageId]), expect.arrayContaining([messageId])])
    const [row] = (await office.call.message.list({ scope: { kind: 'snoozed' } })).rows.filter(({ id }) => id === messageId)
    expect(new Date(row?.snoozedUntil ?? 0).toISOString()).toBe(TOMORROW)
    expect(await office.call.message.snooze({ ids: [messageId], until: null })).toEqual({ changed: [messageId], before: [{ until: TOMORROW, ids: [messageId] }] })
    expect([await listed('inbox'), await listed('snoozed')]).toEqual([expect.arrayContaining([messageId]), expect.not.arrayContaining([messageId])])
  })

  test('cannot be snoozed until a time that is past', async () => {
    const { messageId } = await arrived()
    await expect(office.call.message.snooze({ ids: [messageId], until: '2020-01-01T00:00:00.000Z' })).rejects.toMatchObject({ cause: { code: 'invalid.until' } })
  })

  test('is assigned to a member, seen in the list and found among theirs', async () => {
    const { messageId } = await arrived()
    expect(await office.call.message.assign({ ids: [messageId], userId: office.userId })).toEqual({ changed: [messageId], before: [{ userId: null, ids: [messageId] }] })
    const theirs = await office.call.message.list({ scope: { kind: 'assigned', userId: office.userId } })
    expect(theirs.rows).toMatchObject([{ id: messageId, assignee: { id: office.userId } }])
    expect(await office.call.message.get({ id: messageId }), 'also where the mail is read').toMatchObject({ assignee: { id: office.userId } })
    expect(await office.call.message.assign({ ids: [messageId], userId: null }), 'whose it was, for an undo').toEqual({ changed: [messageId], before: [{ userId: office.userId, ids: [messageId] }] })
    await expect(office.call.message.assign({ ids: [messageId], userId: messageId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

describe('a follow-up made by hand', () => {
  test('is on the list of its person until it is ticked off, and can be put back [ACT-09]', async () => {
    const { messageId } = await arrived()
    const { id } = await office.call.followUp.create({ text: 'Call back', dueAt: TOMORROW, messageId })
    expect(await office.call.followUp.list({})).toMatchObject([{ id, text: 'Call back', messageId, recordId: null, doneAt: null }])
    await office.call.followUp.done({ id })
    expect([await office.call.followUp.list({}), await office.call.followUp.list({ done: true })]).toMatchObject([[], [{ id }]])
    await office.call.followUp.done({ id, done: false })
    expect(await office.call.followUp.list({})).toHaveLength(1)
  })
})

describe('a channel', () => {
  test('is made once by name, whatever its case, and shows what was posted newest first', async () => {
    const { id } = await office.call.channel.create({ name: 'Orders' })
    await expect(office.call.channel.create({ name: 'ORDERS' })).rejects.toMatchObject({ cause: { code: 'conflict.name' } })
    await office.ask((tx) => tx.execute(sql`insert into channel_post (workspace_id, id, channel_id, effect_key, text) select ${office.workspaceId}, ('00000000-0000-7000-8000-00000000000' || n)::uuid, ${id}, 'k' || n, 'Post ' || n from generate_series(1, 3) n`))
    const first = await office.call.channel.posts({ channelId: id, limit: 2 })
    expect(first.items.map(({ text }) => text)).toEqual(['Post 3', 'Post 2'])
    const rest = await office.call.channel.posts({ channelId: id, limit: 2, cursor: first.nextCursor ?? undefined })
    expect([rest.items.map(({ text }) => text), rest.nextCursor]).toEqual([['Post 1'], null])
    expect(await office.call.channel.list()).toMatchObject([{ name: 'Orders', posts: 3 }])
  })
})

describe('a web address', () => {
  const SECRET_URL = 'https://hooks.chat.example/services/T00/B00/very-secret'

  test('is stored sealed: no answer and no row shows more than its host', async () => {
    const made = await office.call.endpoint.create({ name: 'Sales chat', style: 'slack', url: SECRET_URL, secret: 'a signing secret' })
    expect(made).toMatchObject({ host: 'hooks.chat.example:443', hasSecret: true })
    const [row] = await office.ask((tx) => tx.execute(sql`select row_to_json(e)::text as text from endpoint e where id = ${made.id}`))
    for (const shown of [JSON.stringify(made), JSON.stringify(await office.call.endpoint.list()), String(row?.text), office.api.logged.join('\n')]) expect(shown).not.toMatch(/very-secret|signing secret/)
    await expect(office.call.endpoint.create({ name: 'Sales chat', style: 'slack', url: SECRET_URL })).rejects.toMatchObject({ cause: { code: 'conflict.name' } })
  })

  test('keeps its secret from any other host', async () => {
    const { id } = await office.call.endpoint.create({ name: 'Shop', style: 'http', url: 'https://shop.example/in', secret: 'a signing secret' })
    await expect(office.call.endpoint.update({ id, url: 'https://evil.example/in' })).rejects.toMatchObject({ cause: { code: 'invalid.secret' } })
    expect(await office.call.endpoint.update({ id, url: 'https://shop.example/other', name: 'The shop' })).toMatchObject({ name: 'The shop', host: 'shop.example:443', hasSecret: true })
    await expect(office.call.endpoint.update({ id, url: 'https://user:password@shop.example/' })).rejects.toMatchObject({ cause: { code: 'invalid.url' } })
  })

  test('on a private address is refused when it is tested, with the setting that would allow it', async () => {
    const { id } = await office.call.endpoint.create({ name: 'Inside', style: 'http', url: `${peer.origin}/in` })
    const report = await office.call.endpoint.test({ id })
    expect(report).toMatchObject({ ok: false, status: null, code: 'host not allowed', message: expect.stringContaining(`add ${peer.place} to POSTROOM_ALLOWED_HOSTS`) })
    expect(peer.asked).toEqual([])
    await office.call.endpoint.remove({ id })
    expect((await office.call.endpoint.list()).map(({ name }) => name)).not.toContain('Inside')
  })
})
