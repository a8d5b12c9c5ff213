import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sharedDovecot, startDovecot, type Dovecot } from '../support/dovecot'
import { startImapInMemory } from '../support/imap-in-memory'
import { lineTo } from '../support/line'
import { append } from '../../mail/imap/append'
import { select } from '../../mail/imap/select'
import { setFlags } from '../../mail/imap/set-flags'
import { accountRow, count, live, lying, newLogin, openMailroom, otherProgram, type Mailroom } from '../support/mailroom'
import { rawOf } from '../support/mails'
import { ruleWith, tagEverything } from '../support/rules'
import { until } from '../support/until'

let room: Mailroom
let dovecot: Dovecot
beforeAll(async () => {
  ;[room, dovecot] = await Promise.all([openMailroom(), sharedDovecot()])
})
afterAll(() => room.close())

const subjects = async (accountId: string, path = 'INBOX') => (await lying(room, accountId, path)).map((mail) => mail.subject)

describe('a connection', () => {
  test('that is cut at any byte of the first reading costs no mail and repeats none', async () => {
    const login = await newLogin(dovecot)
    const program = await otherProgram(login)
    for (let number = 1; number <= 60; number += 1) await append(program, 'INBOX', rawOf({ subject: `Mail ${number}`, text: 'x'.repeat(500 * (number % 7)) }))
    program.close()
    const line = await lineTo(login.port)
    const accountId = await room.connectAccount({ ...login, port: line.port })
    await ruleWith(room, tagEverything(), { accountId })
    for (const bytes of [900, 2_500, 6_000, 12_000, 25_000, 50_000, 80_000]) {
      line.cutAfter(bytes)
      expect(await room.watch(accountId).end).toMatchObject({ end: expect.stringMatching(/dropped|refused/) })
    }
    line.cutAfter(null)
    const watching = room.watch(accountId)
    await live(room, accountId)
    expect((await subjects(accountId)).toSorted()).toEqual(Array.from({ length: 60 }, (_, index) => `Mail ${index + 1}`).sort())
    expect(await count(room, 'message', accountId)).toBe(60)
    await watching.stop()
    await line.close()
  })

  test('that is cut while mail keeps coming loses none of it, and each sets the rule off once', async () => {
    const login = await newLogin(dovecot)
    const line = await lineTo(login.port)
    const accountId = await room.connectAccount({ ...login, port: line.port })
    await ruleWith(room, tagEverything(), { accountId })
    const first = room.watch(accountId)
    await live(room, accountId)
    await first.stop()
    const expected: string[] = []
    for (let round = 0; round < 5; round += 1) {
      line.cutAfter(2_000 + round * 1_777)
      const watching = room.watch(accountId)
      for (let number = 0; number < 6; number += 1) {
        expected.push(`Mail ${round}-${number}`)
        await dovecot.deliver(login.user, rawOf({ subject: `Mail ${round}-${number}`, text: 'y'.repeat(300) }))
      }
      line.cut()
      await watching.end
    }
    line.cutAfter(null)
    const last = room.watch(accountId)
    await until('all mail is there', async () => (await subjects(accountId)).length === expected.length)
    expect((await subjects(accountId)).toSorted()).toEqual(expected.toSorted())
    expect(await count(room, 'execution', accountId)).toBe(expected.length)
    await last.stop()
    await line.close()
  })

  test('that drops is reported with a reason, and cleared by the next', async () => {
    const login = await newLogin(dovecot)
    const line = await lineTo(login.port)
    const accountId = await room.connectAccount({ ...login, port: line.port })
    const first = room.watch(accountId)
    await live(room, accountId)
    line.cut()
    expect(await first.end).toMatchObject({ end: 'dropped', code: 'connection lost' })
    expect(await accountRow(room, accountId)).toMatchObject({ state: 'failing', problem: { code: 'connection lost' } })
    const second = room.watch(accountId)
    await live(room, accountId)
    expect(await accountRow(room, accountId)).toMatchObject({ problem: null })
    await second.stop()
    await line.close()
  })
})

describe('a server without', () => {
  test('CONDSTORE, QRESYNC, MOVE and UIDPLUS is followed all the same', async () => {
    const server = await startImapInMemory(['IDLE'])
    server.deliver(rawOf({ subject: 'Old' }).toString())
    const accountId = await room.connectAccount(server)
    await ruleWith(room, tagEverything(), { accountId })
    const watching = room.watch(accountId, { pollMs: 150, thoroughEvery: 1 })
    await live(room, accountId)
    server.deliver(rawOf({ subject: 'New' }).toString())
    await until('new mail is there', async () => (await subjects(accountId)).join() === 'Old,New')
    const program = await otherProgram(server)
    await select(program, 'INBOX')
    await setFlags(program, 1, { add: ['\\Seen'] })
    await until('the flag is ours', async () => (await lying(room, accountId, 'INBOX'))[0]?.flags.includes('\\Seen') === true)
    await program.client.messageDelete('1', { uid: true })
    await until('the deletion is ours', async () => (await subjects(accountId)).join() === 'New')
    server.deliver(rawOf({ subject: 'Filed' }).toString(), 'Invoices')
    await until('mail elsewhere is there', async () => (await subjects(accountId, 'Invoices')).join() === 'Filed')
    expect(await count(room, 'execution', accountId)).toBe(2)
    program.close()
    await watching.stop()
    await server.stop()
  })

  test('mod-sequences is compared after an absence', async () => {
    const own = await startDovecot(undefined, 'imap_capability = IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE SPECIAL-USE\n')
    const login = await newLogin(own)
    for (const subject of ['One', 'Two', 'Three']) await own.deliver(login.user, rawOf({ subject }))
    const accountId = await room.connectAccount(login)
    const first = room.watch(accountId)
    await live(room, accountId)
    await first.stop()
    const program = await otherProgram(login)
    await select(program, 'INBOX')
    await setFlags(program, 1, { add: ['\\Flagged'] })
    await program.client.messageDelete('2', { uid: true })
    await own.deliver(login.user, rawOf({ subject: 'Four' }))
    const second = room.watch(accountId)
    await until('all of it is ours', async () => (await subjects(accountId)).join() === 'One,Three,Four')
    expect((await lying(room, accountId, 'INBOX'))[0]?.flags).toEqual(['\\Flagged'])
    program.close()
    await second.stop()
    await own.stop()
  })
})
