import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eq, sql } from 'drizzle-orm'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { approvalLinks } from '../../activities/approval-links'
import { performers } from '../../activities/effects'
import { PACE } from '../../activities/sync/follow'
import { planCache } from '../../activities/plans'
import { account, mailbox } from '../../db/schema'
import { append } from '../../mail/imap/append'
import { move } from '../../mail/imap/move'
import { select } from '../../mail/imap/select'
import { setFlags } from '../../mail/imap/set-flags'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { accountRow, count, live, lying, newLogin, openMailroom, otherProgram, type Login, type Mailroom } from '../support/mailroom'
import { rawOf } from '../support/mails'
import { graphOf, ruleWith, tagEverything } from '../support/rules'
import { until } from '../support/until'

let room: Mailroom
let dovecot: Dovecot
beforeAll(async () => {
  ;[room, dovecot] = await Promise.all([openMailroom(), sharedDovecot()])
})
afterAll(() => room.close())

async function withMail(subjects: readonly string[]): Promise<Login> {
  const login = await newLogin(dovecot)
  for (const subject of subjects) await dovecot.deliver(login.user, rawOf({ subject }))
  return login
}

const subjects = async (accountId: string, path = 'INBOX') => (await lying(room, accountId, path)).map((mail) => mail.subject)
const soon = { pollMs: 150 }
/** Each announcement puts the next look round off no further than this: what is there sooner came by itself. */
const BEFORE_THE_NEXT_LOOK = { withinMilliseconds: PACE.pollMs / 2 }

describe('the first reading of an account', () => {
  test('takes 300 messages in, newest first, and none of them sets off a rule', async () => {
    const login = await newLogin(dovecot)
    const program = await otherProgram(login)
    for (let number = 1; number <= 300; number += 1) await append(program, 'INBOX', rawOf({ subject: `Mail ${number}` }), { flags: number % 3 === 0 ? ['\\Seen'] : [] })
    program.close()
    const accountId = await room.connectAccount(login)
    await ruleWith(room, tagEverything(), { accountId })
    const orders: number[] = []
    const watching = room.watch(accountId, {}, { ingest: async (batch) => {
      orders.push(...batch.mails.flatMap((mail) => (mail.placement === null ? [] : [mail.placement.uid])).slice(0, 1))
      return room.ingest(batch)
    } })
    await live(room, accountId)
    expect(await subjects(accountId)).toHaveLength(300)
    expect(orders.toSorted((left, right) => right - left)).toEqual(orders)
    expect(await count(room, 'execution', accountId)).toBe(0)
    const boxes = await room.ask((tx) => tx.select().from(mailbox).where(eq(mailbox.accountId, accountId)))
    expect(boxes.find((box) => box.role === 'inbox')).toMatchObject({ messageCount: 300, unreadCount: 200, backfilledTo: 1, arrivalFloor: 301 })
    await watching.stop()
  })
})

describe('an answer that another program wrote', () => {
  test('is found in the Sent folder and ends the wait for it; what a program sent does not [LIM-01] [LIM-08]', async () => {
    const login = await withMail([])
    const accountId = await room.connectAccount(login)
    const graph = graphOf({ wait: { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'answered' } }, tag: { type: 'tag.add', config: { tag: 'Late' } } }, [['start', 'wait'], ['wait:elapsed', 'tag']])
    await ruleWith(room, graph, { accountId })
    const watching = room.watch(accountId, soon)
    await live(room, accountId)
    const id = '<where-is-it@bouw.example>'
    await dovecot.deliver(login.user, rawOf({ subject: 'Where is it?', id }))
    const executionId = await until('the rule has begun', async () => (await room.ask((tx) => tx.execute(sql`select id from execution where account_id = ${accountId}`)))[0]?.id)
    const deps: AdvanceDeps = { database: room.database, now: () => new Date(), fault: async () => undefined, log: room.log, plans: planCache(), performers: performers(room), links: approvalLinks('http://postroom.example', '') }
    expect((await advance(deps, { workspaceId: room.workspaceId, executionId: String(executionId) })).ended).toBeNull()
    const port = async () => (await room.ask((tx) => tx.execute(sql`select port from wait where execution_id = ${String(executionId)}`)))[0]?.port
    const program = await otherProgram(login)
    const answer = { from: `${login.user}@northwind.example`, to: 'pieter@bouw.example', subject: 'Re: Where is it?', inReplyTo: id }
    const later = new Date(Date.now() + 5_000)
    await append(program, 'Sent', rawOf({ ...answer, headers: ['Auto-Submitted: auto-replied'] }), { flags: ['\\Seen'], receivedAt: later })
    await until('the automatic one is stored', async () => (await subjects(accountId, 'Sent')).length === 1)
    expect(await port()).toBeNull()
    await append(program, 'Sent', rawOf(answer), { flags: ['\\Seen'], receivedAt: later })
    await until('the wait is over', async () => (await port()) === 'replied')
    program.close()
    expect((await advance(deps, { workspaceId: room.workspaceId, executionId: String(executionId) })).ended).toBe('done')
    await watching.stop()
  })
})

describe('new mail', () => {
  test('arrives as it is announced, long before the next look round, and sets the rule off once', async () => {
    const login = await withMail(['Old'])
    const accountId = await room.connectAccount(login)
    await ruleWith(room, tagEverything(), { accountId })
    const watching = room.watch(accountId)
    await live(room, accountId)
    await dovecot.deliver(login.user, rawOf({ subject: 'New' }))
    await until('the mail is stored', async () => (await subjects(accountId)).includes('New'), BEFORE_THE_NEXT_LOOK)
    await dovecot.deliver(login.user, rawOf({ subject: 'Newer' }))
    await until('the next is stored', async () => (await subjects(accountId)).includes('Newer'), BEFORE_THE_NEXT_LOOK)
    expect(await count(room, 'execution', accountId)).toBe(2)
    expect((await lying(room, accountId, 'INBOX')).map((mail) => mail.arrived)).toEqual([false, true, true])
    await watching.stop()
  })

  test('that came while nobody watched is taken in afterwards, once', async () => {
    const login = await withMail(['Old'])
    const accountId = await room.connectAccount(login)
    await ruleWith(room, tagEverything(), { accountId })
    const first = room.watch(accountId)
    await live(room, accountId)
    await first.stop()
    for (const subject of ['One', 'Two', 'Three']) await dovecot.deliver(login.user, rawOf({ subject }))
    const second = room.watch(accountId)
    await until('all are stored', async () => (await subjects(accountId)).length === 4)
    await second.stop()
    const third = room.watch(accountId)
    await live(room, accountId)
    await third.stop()
    expect(await subjects(accountId)).toEqual(['Old', 'One', 'Two', 'Three'])
    expect(await count(room, 'execution', accountId)).toBe(3)
  })

  test('is seen also when a message vanished just before, so that the count stays the same', async () => {
    const login = await withMail(['First', 'Second'])
    const accountId = await room.connectAccount(login)
    const watching = room.watch(accountId)
    await live(room, accountId)
    const program = await otherProgram(login)
    await select(program, 'INBOX')
    await program.client.messageDelete('1', { uid: true })
    await until('the first is gone', async () => (await subjects(accountId)).length === 1)
    await dovecot.deliver(login.user, rawOf({ subject: 'Third' }))
    await until('the third is there', async () => (await subjects(accountId)).includes('Third'), BEFORE_THE_NEXT_LOOK)
    program.close()
    await watching.stop()
  })
})

describe('what another mail program does', () => {
  test('to flags, places and existence of mail is taken over', async () => {
    const login = await withMail(['Read me', 'Move me', 'Delete me'])
    const accountId = await room.connectAccount(login)
    const watching = room.watch(accountId, soon)
    await live(room, accountId)
    const program = await otherProgram(login)
    await select(program, 'INBOX')
    await setFlags(program, 1, { add: ['\\Seen', '\\Flagged'] })
    await until('the flags are ours', async () => (await lying(room, accountId, 'INBOX'))[0]?.flags.join() === '\\Flagged,\\Seen')
    const before = (await lying(room, accountId, 'INBOX'))[1]?.messageId
    await move(program, 2, 'Archive')
    await until('the move is ours', async () => (await subjects(accountId, 'Archive')).join() === 'Move me')
    expect((await lying(room, accountId, 'Archive'))[0]).toMatchObject({ messageId: before, arrived: false })
    await program.client.messageDelete('3', { uid: true })
    await until('the deletion is ours', async () => (await subjects(accountId)).join() === 'Read me')
    expect(await count(room, 'message', accountId)).toBe(3)
    program.close()
    await watching.stop()
  })

  test('while nobody watched is taken over afterwards', async () => {
    const login = await withMail(['Read me', 'Move me', 'Delete me'])
    const accountId = await room.connectAccount(login)
    const first = room.watch(accountId)
    await live(room, accountId)
    await first.stop()
    const program = await otherProgram(login)
    await select(program, 'INBOX')
    await setFlags(program, 1, { add: ['\\Seen'] })
    await move(program, 2, 'Archive')
    await program.client.messageDelete('3', { uid: true })
    program.close()
    const second = room.watch(accountId)
    await until('all of it is ours', async () => (await subjects(accountId, 'Archive')).join() === 'Move me' && (await subjects(accountId)).join() === 'Read me')
    expect((await lying(room, accountId, 'INBOX'))[0]?.flags).toEqual(['\\Seen'])
    await second.stop()
  })

  test('a mailbox made later is read; what was in it before the account was connected is history', async () => {
    const login = await withMail(['Old'])
    const accountId = await room.connectAccount(login)
    await ruleWith(room, tagEverything(), { accountId })
    const watching = room.watch(accountId, soon)
    await live(room, accountId)
    const program = await otherProgram(login)
    await program.client.mailboxCreate('Later')
    await append(program, 'Later', rawOf({ subject: 'Imported' }), { receivedAt: new Date('2020-01-01T00:00:00Z') })
    await append(program, 'Later', rawOf({ subject: 'Filed by the server' }))
    await until('both are there', async () => (await subjects(accountId, 'Later')).length === 2)
    expect((await lying(room, accountId, 'Later')).map((mail) => mail.arrived)).toEqual([false, true])
    expect(await count(room, 'execution', accountId)).toBe(1)
    await program.client.mailboxDelete('Later')
    await until('the mailbox is gone', async () => (await lying(room, accountId, 'Later')).length === 0)
    program.close()
    await watching.stop()
  })
})

describe('a mailbox whose UIDs start anew', () => {
  test('is read again by content: nothing fires twice and nothing new is missed', async () => {
    const login = await newLogin(dovecot)
    const program = await otherProgram(login)
    await program.client.mailboxCreate('Orders')
    const known = [rawOf({ subject: 'One' }), rawOf({ subject: 'Two' })]
    const accountId = await room.connectAccount(login)
    await ruleWith(room, tagEverything(), { accountId })
    const first = room.watch(accountId, soon)
    await live(room, accountId)
    for (const raw of known) await append(program, 'Orders', raw)
    await until('both fired', async () => (await count(room, 'execution', accountId)) === 2)
    const ids = (await lying(room, accountId, 'Orders')).map((mail) => mail.messageId)
    await first.stop()

    await program.client.mailboxDelete('Orders')
    await program.client.mailboxCreate('Orders')
    for (const raw of known) await append(program, 'Orders', raw, { receivedAt: new Date('2020-01-01T00:00:00Z') })
    await append(program, 'Orders', rawOf({ subject: 'Three' }))
    const second = room.watch(accountId, soon)
    await until('it was read again', async () => (await subjects(accountId, 'Orders')).join() === 'One,Two,Three')
    expect((await lying(room, accountId, 'Orders')).slice(0, 2).map((mail) => mail.messageId)).toEqual(ids)
    expect(await count(room, 'execution', accountId)).toBe(3)
    program.close()
    await second.stop()
  })
})

describe('a watcher', () => {
  test('stops as soon as another one watches the same account, and the two count every mail once', async () => {
    const login = await withMail(['Old'])
    const accountId = await room.connectAccount(login)
    await ruleWith(room, tagEverything(), { accountId })
    const first = room.watch(accountId)
    await live(room, accountId)
    const epoch = (await accountRow(room, accountId)).epoch
    const second = room.watch(accountId)
    for (let number = 1; number <= 20; number += 1) await dovecot.deliver(login.user, rawOf({ subject: `Mail ${number}` }))
    expect(await first.end).toMatchObject({ end: 'over', code: 'superseded' })
    await until('all are there', async () => (await subjects(accountId)).length === 21)
    expect(await count(room, 'execution', accountId)).toBe(20)
    expect(await count(room, 'placement', accountId)).toBe(21)
    expect((await accountRow(room, accountId)).epoch).toBe(epoch + 1)
    await second.stop()
  })

  test('of an account with a wrong password says so and ends', async () => {
    const login = await withMail([])
    const accountId = await room.connectAccount({ ...login, password: 'wrong' })
    expect(await room.watch(accountId).end).toMatchObject({ end: 'signed out', code: 'authentication' })
    expect(await accountRow(room, accountId)).toMatchObject({ state: 'signed out', problem: { code: 'authentication' } })
  })

  test('of a server that does not answer ends, and the next one clears the problem', async () => {
    const login = await withMail(['Old'])
    const accountId = await room.connectAccount({ ...login, port: 1 })
    expect(await room.watch(accountId).end).toMatchObject({ end: 'refused', code: 'connection refused' })
    expect(await accountRow(room, accountId)).toMatchObject({ state: 'failing', problem: { code: 'connection refused' } })
    room.allow(login.host, login.port)
    await room.ask((tx) => tx.update(account).set({ imap: { host: login.host, port: login.port, security: 'none', user: login.user } }).where(eq(account.id, accountId)))
    const watching = room.watch(accountId)
    await live(room, accountId)
    expect((await accountRow(room, accountId)).problem).toBeNull()
    await watching.stop()
  })

  test('of an account that was read and cannot be any more tells the administrators, once until it is read again [NTF-02]', async () => {
    const login = await withMail([])
    const accountId = await room.connectAccount({ ...login, password: 'wrong' })
    const told = () => room.ask((tx) => tx.execute(sql`select kind, data ->> 'count' as count, user_id from notification where data ->> 'accountId' = ${accountId} order by at`))
    const proven = (ago: string) => room.ask((tx) => tx.execute(sql`update account set proven_at = now() - ${ago}::interval where id = ${accountId}`))
    const server = (more: object) => room.ask((tx) => tx.execute(sql`update account set imap = imap || ${JSON.stringify(more)}::jsonb where id = ${accountId}`))
    // Whoever sets it up sees what is wrong; nobody else hears of it.
    await room.watch(accountId).end
    expect(await told()).toEqual([])
    await proven('1 minute')
    await room.watch(accountId).end
    await room.watch(accountId).end
    expect(await told()).toEqual([{ kind: 'account not read', count: '1', user_id: room.userId }])
    // A server that is away is news after a quarter of an hour.
    await proven('14 minutes')
    await server({ port: 1 })
    expect(await room.watch(accountId).end).toMatchObject({ end: 'refused' })
    expect(await told()).toHaveLength(1)
    await proven('16 minutes')
    await room.watch(accountId).end
    expect(await told()).toHaveLength(2)
  })
})
