import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createOutboundGuard } from '../../mail/outbound-guard'
import { createSubmitter, type SmtpServer, type Submitter } from '../../mail/smtp'
import { type SmtpSink, startSmtpSink } from '../support/smtp-sink'

const raw = Buffer.from('From: a@example.org\r\nSubject: x\r\n\r\nline\r\n.\r\n..two dots\r\n')
const envelope = { from: 'a@example.org', to: ['b@example.com'] }
const never = { beforeData: () => Promise.resolve() }

let sink: SmtpSink
let submitter: Submitter
let server: SmtpServer
beforeEach(async () => {
  sink = await startSmtpSink()
  server = { host: sink.host, port: sink.port, security: 'none', login: null }
  submitter = createSubmitter(createOutboundGuard([`127.0.0.1:${sink.port}`]), { connectMs: 2000, answerMs: 2000 })
})
afterEach(async () => {
  submitter.close()
  await sink.stop()
})

test('a mail is handed over byte for byte, and the server has the last word', async () => {
  const { reply, accepted, rejected } = await submitter.submit(server, { envelope, raw }, never)
  expect(reply).toMatch(/^250 /)
  expect([accepted, rejected]).toEqual([['b@example.com'], []])
  expect(sink.mails).toMatchObject([{ from: 'a@example.org', recipients: ['b@example.com'], raw }])
})

test('a hundred mails go over one kept connection', async () => {
  for (let count = 0; count < 100; count += 1) await submitter.submit(server, { envelope, raw }, never)
  expect(sink.heard).toMatchObject({ connect: 1, data: 100 })
})

test('a kept connection that died in between is replaced without a word', async () => {
  await submitter.submit(server, { envelope, raw }, never)
  const { port } = sink
  await sink.stop()
  sink = await startSmtpSink({ port })
  await submitter.submit(server, { envelope, raw }, never)
  expect(sink.mails).toHaveLength(1)
})

describe('nothing leaves before the caller has written it down', () => {
  test('the hook runs after the envelope was taken and before the message', async () => {
    const seen: string[] = []
    await submitter.submit(server, { envelope, raw }, { beforeData: async () => void seen.push(`rcpt ${sink.heard.rcpt}, mails ${sink.mails.length}`) })
    expect(seen).toEqual(['rcpt 1, mails 0'])
  })
  test('a hook that refuses is the end, and the server gets no mail', async () => {
    const stop = new Error('the claim was taken over')
    await expect(submitter.submit(server, { envelope, raw }, { beforeData: () => Promise.reject(stop) })).rejects.toBe(stop)
    expect(sink.mails).toEqual([])
    await submitter.submit(server, { envelope, raw }, never)
    expect(sink.mails).toHaveLength(1)
  })
  test('a refused envelope never asks the hook', async () => {
    sink.fail({ at: 'rcpt', code: 550 })
    let asked = false
    await expect(submitter.submit(server, { envelope, raw }, { beforeData: async () => void (asked = true) })).rejects.toMatchObject({ retry: 'no' })
    expect(asked).toBe(false)
  })
})

describe('a refusal says whether to try again', () => {
  test.each([
    ['connect', 421, 'server busy', 'yes'],
    ['connect', 554, 'rejected', 'no'],
    ['mail', 451, 'deferred', 'yes'],
    ['mail', 553, 'rejected', 'no'],
    ['rcpt', 450, 'deferred', 'yes'],
    ['rcpt', 550, 'rejected', 'no'],
    ['data', 452, 'deferred', 'yes'],
    ['data', 554, 'rejected', 'no'],
    ['data', 552, 'too large', 'no'],
  ] as const)('%s answered %i is "%s"', async (at, code, failure, retry) => {
    sink.fail({ at, code })
    await expect(submitter.submit(server, { envelope, raw }, never)).rejects.toMatchObject({ code: failure, retry })
    expect(sink.mails.filter((mail) => mail.acknowledged)).toEqual([])
  })

  test('of several recipients each has its own answer', async () => {
    sink.fail({ at: 'rcpt', code: 450, text: 'Greylisted' })
    const { accepted, rejected } = await submitter.submit(server, { envelope: { from: 'a@example.org', to: ['one@example.com', 'two@example.com'] }, raw }, never)
    expect(accepted).toEqual(['two@example.com'])
    expect(rejected).toMatchObject([{ address: 'one@example.com', failure: { code: 'deferred', retry: 'yes' } }])
  })

  test('a wrong password is final', async () => {
    const locked = await startSmtpSink({ login: { user: 'u', password: 'right' } })
    const guarded = createSubmitter(createOutboundGuard([`127.0.0.1:${locked.port}`]))
    const login = (password: string): SmtpServer => ({ host: '127.0.0.1', port: locked.port, security: 'none', login: { user: 'u', password } })
    await expect(guarded.submit(login('wrong'), { envelope, raw }, never)).rejects.toMatchObject({ code: 'authentication', retry: 'no' })
    await guarded.submit(login('right'), { envelope, raw }, never)
    expect(locked.mails).toMatchObject([{ user: 'u' }])
    guarded.close()
    await locked.stop()
  })

  test('nobody at the port is tried again', async () => {
    const { port } = sink
    await sink.stop()
    await expect(submitter.submit(server, { envelope, raw }, never)).rejects.toMatchObject({ code: 'connection refused', retry: 'yes' })
    sink = await startSmtpSink({ port })
  })

  test('encryption that the server does not offer is not done without', async () => {
    await expect(submitter.submit({ ...server, security: 'starttls' }, { envelope, raw }, never)).rejects.toMatchObject({ code: 'tls', retry: 'no' })
    expect(sink.mails).toEqual([])
  })

  test('a host that is not allowed is never connected to', async () => {
    const strict = createSubmitter(createOutboundGuard([]))
    await expect(strict.submit(server, { envelope, raw }, never)).rejects.toMatchObject({ code: 'host not allowed', retry: 'no' })
    expect(sink.heard.connect).toBe(0)
  })
})

describe('an answer that is lost after the message has left is uncertain, never tried again', () => {
  test('the server takes the mail and cuts the line', async () => {
    sink.fail({ at: 'data', drop: true })
    await expect(submitter.submit(server, { envelope, raw }, never)).rejects.toMatchObject({ code: 'uncertain', retry: 'no' })
    expect(sink.mails).toHaveLength(1)
  })
  test('the server takes the mail and says nothing', async () => {
    let answer = () => {}
    sink.fail({ at: 'data', hold: new Promise<void>((resolve) => (answer = resolve)) })
    const hasty = createSubmitter(createOutboundGuard([`127.0.0.1:${sink.port}`]), { answerMs: 300 })
    await expect(hasty.submit(server, { envelope, raw }, never)).rejects.toMatchObject({ code: 'uncertain', retry: 'no' })
    answer()
    hasty.close()
  })
  test('silence before the message has left may be tried again', async () => {
    let answer = () => {}
    sink.fail({ at: 'rcpt', hold: new Promise<void>((resolve) => (answer = resolve)) })
    const hasty = createSubmitter(createOutboundGuard([`127.0.0.1:${sink.port}`]), { answerMs: 300 })
    await expect(hasty.submit(server, { envelope, raw }, never)).rejects.toMatchObject({ code: 'timeout', retry: 'yes' })
    answer()
    hasty.close()
  })
})

/** Line ends and dots on which servers disagree: what leaves must be one message for every reader. */
describe('no text ends the message early', () => {
  let wire: Server
  let bytes: Buffer
  const open = new Set<Socket>()
  beforeEach(async () => {
    bytes = Buffer.alloc(0)
    wire = createServer((socket) => {
      open.add(socket)
      socket.on('error', () => socket.destroy())
      socket.write('220 x\r\n')
      let data = false
      socket.on('data', (chunk) => {
        if (data) {
          bytes = Buffer.concat([bytes, chunk])
          if (bytes.includes('\r\n.\r\n')) socket.write('250 ok\r\n')
        } else if (chunk.includes('DATA')) {
          data = true
          socket.write('354 go\r\n')
        } else socket.write('250 ok\r\n')
      })
    })
    await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    for (const socket of open) socket.destroy()
    await new Promise((resolve) => wire.close(resolve))
  })

  test.each(['\n.\n', '\n.\r\n', '\r\n.\n', '\r\n.\r\n', '\r\n.\r\n.\r\n', '\n.\nMAIL FROM:<x@y>\n', '\r\n\0.\r\n'])('%j', async (text) => {
    const address = wire.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const own = createSubmitter(createOutboundGuard([`127.0.0.1:${port}`]))
    await own.submit({ host: '127.0.0.1', port, security: 'none', login: null }, { envelope, raw: Buffer.from(`Subject: x\r\n\r\nbefore${text}after`) }, never)
    own.close()
    const sent = bytes.toString('latin1')
    expect(sent.indexOf('\r\n.\r\n')).toBe(sent.indexOf('\r\n.\r\n', sent.indexOf('after')))
    expect(sent).not.toMatch(/[^\r]\n/)
  })
})
