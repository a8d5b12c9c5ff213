import { randomUUID } from 'node:crypto'
import { and, asc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { appendSent } from '../../activities/append-sent'
import { SEND_PACE } from '../../activities/send/pace'
import { approvalLinks } from '../../activities/approval-links'
import { look, sendOutgoing, type SendDeps } from '../../activities/send-message'
import { cancelOutgoing, queueOutgoing, retryOutgoing, settleOutgoing } from '../../db/queries/outgoing-change'
import { dispatch, message, outgoingEvent, outgoingMessage, outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { createSubmitter, type Submitter } from '../../mail/smtp'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { accountWith } from '../support/fixtures'
import { live, lying, newLogin, openMailroom, otherProgram, type Mailroom } from '../support/mailroom'
import { MASTER_KEY } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

let room: Mailroom
let dovecot: Dovecot
let sink: SmtpSink
let submitter: Submitter
let serverId: string
beforeAll(async () => {
  ;[room, dovecot, sink] = await Promise.all([openMailroom(), sharedDovecot(), startSmtpSink()])
  room.allow(sink.host, sink.port)
  submitter = createSubmitter(room.guard)
  serverId = newId()
  await room.ask((tx) => tx.insert(outgoingServer).values({ id: serverId, workspaceId: room.workspaceId, name: 'Sink', server: { host: sink.host, port: sink.port, security: 'none', user: '' } }))
})
afterAll(async () => {
  submitter.close()
  await sink.stop()
  await room.close()
})
beforeEach(async () => {
  sink.clear()
  await halt(false)
})

const halt = (on: boolean) => room.database.system.execute(sql`update workspace set halted = ${on} where id = ${room.workspaceId}`)

const nobody = { signal: new AbortController().signal, beat: () => undefined }

function deps(more: Partial<SendDeps> = {}): SendDeps {
  const { database, parser, ingest, log, secrets, connections } = room
  return { database, parser, ingest, log, connections, links: approvalLinks('http://postroom.example', MASTER_KEY), now: () => new Date(), fault: async () => undefined, submitter, openSecret: secrets.open, pace: { ...SEND_PACE, beatMs: 50 }, ...more }
}

async function write(more: Partial<Parameters<typeof queueOutgoing>[2]> = {}): Promise<{ workspaceId: string; outgoingMessageId: string }> {
  const { workspaceId, accountId } = room
  const key = randomUUID()
  const address = 'support@northwind.example'
  const { outgoingMessageId } = await room.ask((tx) =>
    queueOutgoing(tx, workspaceId, {
      accountId, effectKey: key, messageIdHeader: `<${key}@northwind.example>`, envelopeFrom: address, from: { name: 'Support', address }, to: [{ name: 'Pieter', address: 'pieter@bouw.example' }],
      subject: 'Your container', text: 'It is in Rotterdam.', userId: room.userId, ...more,
    }),
  )
  return { workspaceId, outgoingMessageId }
}

async function rowOf({ outgoingMessageId }: { outgoingMessageId: string }): Promise<typeof outgoingMessage.$inferSelect> {
  const [row] = await room.ask((tx) => tx.select().from(outgoingMessage).where(eq(outgoingMessage.id, outgoingMessageId)))
  if (row === undefined) throw new Error('no such mail')
  return row
}

const trail = async ({ outgoingMessageId }: { outgoingMessageId: string }) =>
  (await room.ask((tx) => tx.select().from(outgoingEvent).where(eq(outgoingEvent.outgoingMessageId, outgoingMessageId)).orderBy(asc(outgoingEvent.seq)))).map((event) => event.kind)

const pass = (input: { workspaceId: string; outgoingMessageId: string }, seconds: number) =>
  room.ask((tx) => tx.execute(sql`
    update outgoing_message set next_try_at = next_try_at - make_interval(secs => ${seconds}), lease_until = lease_until - make_interval(secs => ${seconds}), not_before = not_before - make_interval(secs => ${seconds})
    where id = ${input.outgoingMessageId}`))

/** RFC 3464, as a mail server writes it. */
function deliveryReport(action: string, messageId: string): Buffer {
  const lines = [
    'From: Mail Delivery System <MAILER-DAEMON@mx.bouw.example>', 'To: support@northwind.example', 'Subject: Undelivered Mail Returned to Sender', `Message-ID: <${randomUUID()}@mx.bouw.example>`,
    'MIME-Version: 1.0', 'Content-Type: multipart/report; report-type=delivery-status; boundary=r', '', '--r', 'Content-Type: text/plain', '', 'Your mail.', '', '--r', 'Content-Type: message/delivery-status', '',
    'Reporting-MTA: dns; mx.bouw.example', '', 'Final-Recipient: rfc822; pieter@bouw.example', `Action: ${action}`, 'Status: 5.1.1', 'Diagnostic-Code: smtp; 550 5.1.1', ' Nobody here', '', '--r', 'Content-Type: text/rfc822-headers', '',
    `Message-ID: ${messageId}`, 'Subject: Your container', '', '--r--', '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

describe('a mail in the outbox', () => {
  test('is sent once, its reply is kept, and the thread shows it at once', async () => {
    const mail = await write()
    await sendOutgoing(deps(), mail, nobody)
    await sendOutgoing(deps(), mail, nobody)
    expect(sink.mails).toHaveLength(1)
    expect(sink.mails[0]?.text).toContain('It is in Rotterdam.')
    expect(await rowOf(mail)).toMatchObject({ state: 'accepted', attempts: 1, error: null, outgoingServerId: serverId })
    expect((await rowOf(mail)).reply).toMatch(/^250/)
    expect(await trail(mail)).toEqual(['queued', 'calling', 'accepted'])
    const [copy] = await room.ask((tx) => tx.select().from(message).where(eq(message.outgoingMessageId, mail.outgoingMessageId)))
    expect(copy).toMatchObject({ direction: 'out', subject: 'Your container', arrivedAt: null })
  })

  test('that is written twice under one key is one mail', async () => {
    const effectKey = randomUUID()
    const first = await write({ effectKey })
    const second = await write({ effectKey, subject: 'Another' })
    expect(second).toEqual(first)
  })

  test('waits for its time', async () => {
    const mail = await write({ notBefore: new Date(Date.now() + 60_000) })
    await sendOutgoing(deps(), mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'scheduled' })
    expect(await look(deps(), mail)).toMatchObject({ next: 'wait' })
    await pass(mail, 61)
    expect(await look(deps(), mail)).toEqual({ next: 'send' })
  })

  test('is tried again after a temporary refusal, and is final after a permanent one', async () => {
    const mail = await write()
    sink.fail({ at: 'rcpt', code: 451, text: '4.7.1 Greylisted' })
    await sendOutgoing(deps(), mail, nobody)
    const deferred = await rowOf(mail)
    expect(deferred).toMatchObject({ state: 'deferred', attempts: 1, callingAt: null, error: { code: 'deferred' } })
    expect(deferred.error?.said).toContain('Greylisted')
    expect((await look(deps(), mail)).next).toBe('wait')
    await pass(mail, 61)
    sink.fail({ at: 'data', code: 451 })
    await sendOutgoing(deps(), mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'deferred', attempts: 2 })
    await pass(mail, 121)
    sink.fail({ at: 'rcpt', code: 550, text: '5.1.1 Nobody here' })
    await sendOutgoing(deps(), mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'failed', attempts: 3, error: { code: 'rejected' } })
    expect(await look(deps(), mail)).toEqual({ next: 'nothing' })
    expect(sink.mails.filter((sunk) => sunk.acknowledged)).toHaveLength(0)
    expect(await trail(mail)).toEqual(['queued', 'deferred', 'calling', 'deferred', 'failed'])
  })

  test('that was not sent is told to whoever wrote it: once an hour, with their count, in the application and by mail; that of a rule is not [NTF-02]', async () => {
    const account = await room.ask((tx) => accountWith(tx, room.workspaceId, `told-${randomUUID().slice(0, 8)}@northwind.example`))
    const alerts = () => room.ask((tx) => tx.execute(sql`select kind, user_id, data ->> 'outgoingId' as mail, data ->> 'count' as count from notification where kind = 'mail not sent' and effect_key like ${`alert/mail not sent/${account.accountId}/%`}`))
    const now = new Date()
    const atOnce = deps({ now: () => now })
    const ruled = await write({ accountId: account.accountId, userId: null })
    const first = await write({ accountId: account.accountId })
    const second = await write({ accountId: account.accountId })
    for (const mail of [ruled, first, second]) {
      sink.fail({ at: 'rcpt', code: 550 })
      await sendOutgoing(atOnce, mail, nobody)
      expect(await rowOf(mail)).toMatchObject({ state: 'failed' })
    }
    expect(await alerts()).toEqual([{ kind: 'mail not sent', user_id: room.userId, mail: second.outgoingMessageId, count: '2' }])
    const [mail, ...others] = await room.ask((tx) => tx.select().from(outgoingMessage).where(and(eq(outgoingMessage.accountId, account.accountId), eq(outgoingMessage.automatic, true))))
    expect([mail?.to, mail?.subject.includes('was not sent'), others]).toEqual([[expect.objectContaining({ address: 'marta@northwind.example' })], true, []])
    // The alert is no mail that somebody wrote: that it could not be sent either is told to nobody.
    sink.fail({ at: 'rcpt', code: 550 })
    await sendOutgoing(atOnce, { workspaceId: room.workspaceId, outgoingMessageId: mail?.id ?? '' }, nobody)
    expect(await alerts()).toMatchObject([{ count: '2' }])
  })

  test('that somebody else takes back is told to whoever wrote it, once; to nobody where it was they themselves [NTF-02]', async () => {
    const account = await room.ask((tx) => accountWith(tx, room.workspaceId, `told-${randomUUID().slice(0, 8)}@northwind.example`))
    const told = () => room.ask((tx) => tx.execute(sql`select user_id, data ->> 'outgoingId' as mail from notification where kind = 'mail cancelled' and effect_key like ${`%/${account.accountId}/%`}`))
    const now = new Date()
    const takenBack = async (by: string) => {
      const mail = await write({ accountId: account.accountId, notBefore: new Date(Date.now() + 60_000) })
      await room.ask((tx) => cancelOutgoing(tx, room.workspaceId, mail.outgoingMessageId, by))
      await look(deps({ now: () => now }), mail)
      return mail
    }
    await takenBack(room.userId)
    expect(await told()).toEqual([])
    const mail = await takenBack(newId())
    await look(deps({ now: () => now }), mail)
    expect(await told()).toEqual([{ user_id: room.userId, mail: mail.outgoingMessageId }])
  })

  test('that comes back says so on its trail, in the words of the server that reports it, and is told to whoever wrote it; a report of delay or of a stranger’s mail is not [NTF-02]', async () => {
    const account = await room.ask((tx) => accountWith(tx, room.workspaceId, `told-${randomUUID().slice(0, 8)}@northwind.example`, 'local'))
    const told = () => room.ask((tx) => tx.execute(sql`select user_id, data ->> 'outgoingId' as mail, data ->> 'count' as count from notification where kind = 'mail returned' and effect_key like ${`%/${account.accountId}/%`}`))
    const mail = await write({ accountId: account.accountId })
    await sendOutgoing(deps(), mail, nobody)
    const { messageIdHeader } = await rowOf(mail)
    const report = async (action: string, header: string) => {
      const parsed = await room.parser.parse(deliveryReport(action, header))
      await room.ingest({ workspaceId: room.workspaceId, accountId: account.accountId, mails: [{ parsed, raw: null, placement: null, arrival: true, direction: 'in', keepRaw: 'none', receivedAt: new Date() }] })
    }
    await report('delayed', messageIdHeader)
    await report('failed', '<somebody@else.example>')
    expect(await told()).toEqual([])
    await report('failed', messageIdHeader)
    expect(await told()).toEqual([{ user_id: room.userId, mail: mail.outgoingMessageId, count: '1' }])
    expect(await trail(mail)).toEqual(['queued', 'calling', 'accepted', 'returned'])
    const [last] = await room.ask((tx) => tx.select().from(outgoingEvent).where(and(eq(outgoingEvent.outgoingMessageId, mail.outgoingMessageId), eq(outgoingEvent.kind, 'returned'))))
    expect(last?.detail).toBe('550 5.1.1 Nobody here')
    const { state, returnedAt } = await rowOf(mail)
    expect([state, returnedAt]).toEqual(['accepted', expect.any(Date)])
    await report('failed', messageIdHeader)
    expect((await rowOf(mail)).returnedAt, 'the first report counts').toEqual(returnedAt)
  })

  test('is given up when temporary refusals last for five days', async () => {
    const mail = await write()
    await pass(mail, 5 * 24 * 3600)
    sink.fail({ at: 'rcpt', code: 450 })
    await sendOutgoing(deps(), mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'failed', error: { code: 'deferred' } })
  })

  test('whose answer is lost is uncertain, is not sent again by itself, and a person settles it', async () => {
    const mail = await write()
    sink.fail({ at: 'data', drop: true })
    await sendOutgoing(deps(), mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'uncertain', error: { code: 'uncertain' } })
    expect(await look(deps(), mail)).toEqual({ next: 'nothing' })
    await sendOutgoing(deps(), mail, nobody)
    expect(sink.mails).toHaveLength(1)
    expect(await room.ask((tx) => settleOutgoing(tx, room.workspaceId, mail.outgoingMessageId, room.userId, 'accepted'))).toEqual({ changed: true, state: 'accepted' })
    expect(await look(deps(), mail)).toEqual({ next: 'append' })
    expect(await trail(mail)).toEqual(['queued', 'calling', 'uncertain', 'settled by a person'])
  })

  test('that a person sends again after it was uncertain goes out under the same Message-ID, byte for byte', async () => {
    const mail = await write()
    sink.fail({ at: 'data', drop: true })
    await sendOutgoing(deps(), mail, nobody)
    await room.ask((tx) => retryOutgoing(tx, room.workspaceId, mail.outgoingMessageId, room.userId, 'uncertain'))
    await sendOutgoing(deps(), mail, nobody)
    expect(sink.mails).toHaveLength(2)
    expect(sink.mails[0]?.raw.equals(sink.mails[1]?.raw ?? Buffer.alloc(0))).toBe(true)
    expect(await rowOf(mail)).toMatchObject({ state: 'accepted' })
  })

  test('can be cancelled until it begins to leave, and not after', async () => {
    const early = await write()
    expect(await room.ask((tx) => cancelOutgoing(tx, room.workspaceId, early.outgoingMessageId, room.userId))).toEqual({ changed: true, state: 'cancelled' })
    await sendOutgoing(deps(), early, nobody)
    expect(sink.mails).toHaveLength(0)

    const late = await write()
    let answer: unknown = null
    const cancelling = deps({ fault: async (site) => {
      if (site === 'send: claimed') answer = await room.ask((tx) => cancelOutgoing(tx, room.workspaceId, late.outgoingMessageId, room.userId))
    } })
    await sendOutgoing(cancelling, late, nobody)
    expect(answer).toEqual({ changed: true, state: 'cancelled' })
    expect(sink.mails).toHaveLength(0)
    expect((await rowOf(late)).state).toBe('cancelled')

    const gone = await write()
    await sendOutgoing(deps({ fault: async (site) => {
      if (site === 'send: calling') answer = await room.ask((tx) => cancelOutgoing(tx, room.workspaceId, gone.outgoingMessageId, room.userId))
    } }), gone, nobody)
    expect(answer).toEqual({ changed: false, state: 'sending' })
    expect(sink.mails).toHaveLength(1)
  })

  test('stays while everything is stopped', async () => {
    const mail = await write()
    await halt(true)
    await sendOutgoing(deps(), mail, nobody)
    expect((await look(deps(), mail)).next).toBe('wait')
    expect(sink.mails).toHaveLength(0)
    await halt(false)
    await sendOutgoing(deps({ fault: async (site) => {
      if (site === 'send: claimed') await halt(true)
    } }), mail, nobody)
    expect((await rowOf(mail)).error).toBeNull()
    expect(await rowOf(mail)).toMatchObject({ state: 'queued', callingAt: null })
    expect(sink.mails).toHaveLength(0)
    await halt(false)
    await sendOutgoing(deps(), mail, nobody)
    expect(sink.mails).toHaveLength(1)
  })

  test('fails with a sentence when there is no server to send with', async () => {
    await room.ask((tx) => tx.update(outgoingServer).set({ deletedAt: new Date() }).where(eq(outgoingServer.id, serverId)))
    const mail = await write()
    await sendOutgoing(deps(), mail, nobody)
    await room.ask((tx) => tx.update(outgoingServer).set({ deletedAt: null }).where(eq(outgoingServer.id, serverId)))
    expect(await rowOf(mail)).toMatchObject({ state: 'failed', error: { code: 'no outgoing server' } })
  })

  test('wakes the execution that waits for it in the transaction that settles it', async () => {
    const executionId = newId()
    const mail = await write({ executionId, stepId: 'reply', userId: null, automatic: true, inReplyTo: '<question@bouw.example>', references: ['<question@bouw.example>'] })
    await sendOutgoing(deps(), mail, nobody)
    const orders = await room.ask((tx) => tx.select().from(dispatch).where(and(eq(dispatch.subjectId, executionId), eq(dispatch.kind, 'recheck'))))
    expect(orders).toHaveLength(1)
    expect(sink.mails[0]?.text).toMatch(/^Auto-Submitted: auto-replied\r$/m)
    expect(sink.mails[0]?.text).toMatch(/^In-Reply-To: <question@bouw.example>\r$/m)
  })
})

describe('a worker that dies', () => {
  class Died extends Error {}
  const dying = (at: string) => deps({ fault: async (site) => {
    if (site === at) throw new Died(at)
  } })

  test('before the mail begins to leave leaves it to the next one, and it is sent once', async () => {
    const mail = await write()
    await expect(sendOutgoing(dying('send: claimed'), mail, nobody)).rejects.toThrow(Died)
    await sendOutgoing(deps(), mail, nobody)
    expect(sink.mails).toHaveLength(0)
    await pass(mail, 31)
    await sendOutgoing(deps(), mail, nobody)
    expect(sink.mails).toHaveLength(1)
    expect(await rowOf(mail)).toMatchObject({ state: 'accepted' })
  })

  test('after the mail was handed over leaves it uncertain, and nobody sends it again', async () => {
    const mail = await write()
    await expect(sendOutgoing(dying('send: before settling'), mail, nobody)).rejects.toThrow(Died)
    expect(await rowOf(mail)).toMatchObject({ state: 'sending' })
    await pass(mail, 31)
    await sendOutgoing(deps(), mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'uncertain' })
    expect(sink.mails).toHaveLength(1)
  })

  test('or was only slow may still say what the server answered', async () => {
    const mail = await write()
    const slow = deps({ pace: { ...SEND_PACE, beatMs: 60_000 }, fault: async (site) => {
      if (site !== 'send: before settling') return
      await pass(mail, 31)
      await sendOutgoing(deps(), mail, nobody)
      expect(await rowOf(mail)).toMatchObject({ state: 'uncertain' })
    } })
    await sendOutgoing(slow, mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'accepted', error: null })
    expect(sink.mails).toHaveLength(1)
  })
})

describe('the copy in Sent', () => {
  test('of a local account lies there at once, and no server is asked', async () => {
    const { accountId } = await room.ask((tx) => accountWith(tx, room.workspaceId, 'local@northwind.example', 'local'))
    const mail = await write({ accountId })
    await sendOutgoing(deps(), mail, nobody)
    expect(await rowOf(mail)).toMatchObject({ state: 'accepted', sentCopy: 'not needed' })
    expect(await look(deps(), mail)).toEqual({ next: 'nothing' })
    expect(await lying(room, accountId, 'Sent')).toMatchObject([{ subject: 'Your container', flags: ['\\Seen'] }])
    expect(await lying(room, accountId, 'INBOX')).toEqual([])
  })

  test('is appended once however often it is tried, and is not doubled when the mailbox is read', async () => {
    const login = await newLogin(dovecot)
    const accountId = await room.connectAccount(login)
    const watching = room.watch(accountId, { pollMs: 150 })
    await live(room, accountId)
    const mail = await write({ accountId })
    await sendOutgoing(deps(), mail, nobody)
    expect(await look(deps(), mail)).toEqual({ next: 'append' })
    let lost = 0
    const losing = { ...deps(), connections: room.connections, fault: async (site: string) => {
      if (site === 'append: after' && lost++ === 0) throw new Error('the answer was lost')
    } }
    await expect(appendSent(losing, mail, false)).rejects.toThrow()
    await appendSent(losing, mail, false)
    await appendSent(losing, mail, false)
    expect(lost).toBe(1)
    expect(await rowOf(mail)).toMatchObject({ sentCopy: 'appended' })
    expect(await trail(mail)).toEqual(['queued', 'calling', 'accepted', 'appended'])
    await until('it is read once', async () => (await lying(room, accountId, 'Sent')).length === 1)
    const program = await otherProgram(login)
    const status = await program.client.status('Sent', { messages: true })
    program.close()
    expect(status).toMatchObject({ messages: 1 })
    const copies = await room.ask((tx) => tx.select().from(message).where(eq(message.accountId, accountId)))
    expect(copies).toHaveLength(1)
    expect(copies[0]).toMatchObject({ outgoingMessageId: mail.outgoingMessageId })
    await watching.stop()
  })
})
