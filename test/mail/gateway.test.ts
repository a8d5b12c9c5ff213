import { SMTPServer } from 'smtp-server'
import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Gateway, hasBareLineEnd, type ReceivedMail, startGateway } from '../../mail/gateway'
import { createOutboundGuard } from '../../mail/outbound-guard'
import { createSubmitter } from '../../mail/smtp'
import { until } from '../support/until'

interface Account {
  readonly id: string
}

let gateway: Gateway
let stored: ReceivedMail<Account>[]
let storing: (mail: ReceivedMail<Account>) => Promise<void>
let errors: unknown[]
beforeEach(async () => {
  stored = []
  errors = []
  storing = async (mail) => void stored.push(mail)
  gateway = await startGateway<Account>({
    port: 0,
    host: '127.0.0.1',
    name: 'gateway.test',
    limits: { messageBytes: 100_000, bytesAtOnce: 150_000, clients: 20, recipients: 3, idleMs: 5000 },
    accept: async (recipient) => (recipient.endsWith('@ours.example') ? { id: recipient } : { refuse: { code: 550, text: 'No such recipient here' } }),
    store: (mail) => storing(mail),
    onError: (error) => errors.push(error),
  })
})
afterEach(() => gateway.close(0))

/** A client that says exactly what it is told, byte for byte. */
async function client() {
  const socket: Socket = connect({ port: gateway.port, host: '127.0.0.1', noDelay: true })
  let heard = ''
  socket.on('data', (bytes) => (heard += bytes.toString('latin1')))
  socket.on('error', () => socket.destroy())
  const reply = (code: string) => until(`the answer ${code}, heard ${JSON.stringify(heard)}`, () => new RegExp(`^${code} .*\r\n`, 'm').exec(heard)?.[0])
  const say = async (text: string, code: string) => {
    heard = ''
    socket.write(text, 'latin1')
    return reply(code)
  }
  await reply('220')
  return { say, reply, socket, heard: () => heard }
}

async function transaction(to = 'a@ours.example') {
  const peer = await client()
  await peer.say('EHLO test\r\n', '250')
  await peer.say('MAIL FROM:<s@example.com>\r\n', '250')
  await peer.say(`RCPT TO:<${to}>\r\n`, '250')
  await peer.say('DATA\r\n', '354')
  return peer
}

test('a mail is stored with its envelope, byte for byte', async () => {
  const peer = await transaction('A@OURS.example')
  await peer.say('Subject: x\r\n\r\nbody \xfc\r\n..dot\r\n.\r\n', '250')
  expect(stored).toMatchObject([{ envelopeFrom: 's@example.com', recipients: [{ address: 'A@ours.example', account: { id: 'A@ours.example' } }], remoteAddress: '127.0.0.1' }])
  expect(stored[0]?.raw.toString('latin1')).toBe('Subject: x\r\n\r\nbody \xfc\r\n.dot\r\n')
})


test('the greeting comes sooner than from the library left to itself, which pauses first', async () => {
  const plain = new SMTPServer({ authOptional: true, disableReverseLookup: true })
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', () => resolve()))
  const address = plain.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  /** The quickest of ten: a busy machine slows one or the other down, never all. */
  const greeted = async (connected: () => Promise<unknown>) => {
    const took: number[] = []
    for (let count = 0; count < 10; count += 1) {
      const began = performance.now()
      await connected()
      took.push(performance.now() - began)
    }
    return Math.min(...took)
  }
  const theirs = await greeted(() => new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', () => resolve(void socket.destroy()))
  }))
  const ours = await greeted(async () => (await client()).socket.destroy())
  await new Promise<void>((resolve) => plain.close(() => resolve()))
  expect(ours).toBeLessThan(theirs)
})

describe('250 is only said for what is stored', () => {
  test('it waits for the store', async () => {
    let commit: (() => void) | null = null
    storing = () => new Promise((resolve) => (commit = resolve))
    const peer = await transaction()
    const answer = peer.say('Subject: x\r\n\r\ny\r\n.\r\n', '250')
    const finish = await until('the store is asked', () => commit)
    expect(peer.heard()).toBe('')
    finish()
    await answer
  })
  test('a store that fails is answered 451 and reported', async () => {
    storing = () => Promise.reject(new Error('disk full at /secret/path'))
    const peer = await transaction()
    const answer = await peer.say('Subject: x\r\n\r\ny\r\n.\r\n', '451')
    expect(answer).not.toContain('secret')
    expect(errors).toHaveLength(1)
  })
  test('a client that hangs up before the dot leaves nothing', async () => {
    const peer = await transaction()
    peer.socket.write('Subject: half a ma')
    peer.socket.destroy()
    await until('the gateway noticed', () => errors.length > 0)
    expect(stored).toEqual([])
  })
})

describe('it is no relay', () => {
  test.each(['b@elsewhere.example', 'a%elsewhere.example@relay.example', '@ours.example:b@elsewhere.example', 'ours.example!b@elsewhere.example', '"b@elsewhere.example"@ours.example', 'b'])('%s is refused', async (recipient) => {
    const peer = await client()
    await peer.say('EHLO test\r\n', '250')
    await peer.say('MAIL FROM:<>\r\n', '250')
    await peer.say(`RCPT TO:<${recipient}>\r\n`, '5\\d\\d')
    await peer.say('DATA\r\n', '503')
  })
  test('recipients after the most allowed are put off', async () => {
    const peer = await client()
    await peer.say('EHLO test\r\n', '250')
    await peer.say('MAIL FROM:<>\r\n', '250')
    for (const name of ['a', 'b', 'c']) await peer.say(`RCPT TO:<${name}@ours.example>\r\n`, '250')
    await peer.say('RCPT TO:<d@ours.example>\r\n', '452')
  })
  test('a second mail on the connection has its own recipients', async () => {
    const peer = await transaction('a@ours.example')
    await peer.say('Subject: 1\r\n\r\n\r\n.\r\n', '250')
    await peer.say('MAIL FROM:<>\r\n', '250')
    await peer.say('RCPT TO:<b@ours.example>\r\n', '250')
    await peer.say('DATA\r\n', '354')
    await peer.say('Subject: 2\r\n\r\n\r\n.\r\n', '250')
    expect(stored.map((mail) => mail.recipients.map(({ address }) => address))).toEqual([['a@ours.example'], ['b@ours.example']])
    expect(stored[1]?.envelopeFrom).toBe('')
  })
})

test('a mail over the limit is refused and not held', async () => {
  const peer = await transaction()
  await peer.say(`Subject: x\r\n\r\n${'x'.repeat(150_000)}\r\n.\r\n`, '552')
  expect(stored).toEqual([])
})

/** Ends of data that some servers believe and others do not: each must give one message or none, and never run what follows as commands. */
test('what many send at once is held within one bound: beyond it a sender keeps the mail, and what was held is given back', async () => {
  const big = `Subject: big\r\n\r\n${'x'.repeat(90_000)}`
  const first = await transaction()
  let go: (() => void) | null = null
  storing = (mail) => new Promise((resolve) => {
    go = () => {
      stored.push(mail)
      resolve()
    }
  })
  first.socket.write(`${big}\r\n.\r\n`)
  const store = await until('the first is being stored', () => go)
  const second = await transaction('b@ours.example')
  await second.say(`${big}\r\n.\r\n`, '452')
  // Whoever hangs up in the middle holds nothing either.
  const third = await transaction('c@ours.example')
  third.socket.write('Subject: half\r\n\r\n')
  third.socket.destroy()
  store()
  await first.reply('250')
  storing = async (mail) => void stored.push(mail)
  await second.say('MAIL FROM:<s@example.com>\r\n', '250')
  await second.say('RCPT TO:<b@ours.example>\r\n', '250')
  await second.say('DATA\r\n', '354')
  await second.say(`${big}\r\n.\r\n`, '250')
  expect(stored.map(({ recipients }) => recipients.map(({ address }) => address))).toEqual([['a@ours.example'], ['b@ours.example']])
})

describe('no mail is smuggled behind another', () => {
  const second = 'MAIL FROM:<evil@example.com>\r\nRCPT TO:<b@ours.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx'
  test.each(['\n.\n', '\n.\r\n', '\r.\r', '\r\n.\n', '\r\n.\r', '\r.\r\n', '\n.\r', '\r\n\0.\r\n', '\r\r\n.\r\r\n'])('after %j', async (end) => {
    const peer = await transaction()
    await peer.say(`Subject: first\r\n\r\nbody${end}${second}\r\n.\r\n`, '(?:250|550)')
    expect(stored.length).toBeLessThanOrEqual(1)
    expect(stored.map(({ envelopeFrom }) => envelopeFrom)).not.toContain('evil@example.com')
    expect(stored.filter(({ raw }) => hasBareLineEnd(raw))).toEqual([])
  })
  test('however the bytes are cut', async () => {
    const peer = await transaction()
    for (const piece of ['Subject: first\r\n\r\n', '.', '.\r', '\n', second, '\r', '\n.', '\r']) peer.socket.write(piece)
    await peer.say('\n', '250')
    expect(stored).toHaveLength(1)
    expect(stored[0]?.raw.toString()).toContain('smuggled')
  })
})

test('mails on ten connections are all stored', async () => {
  const submitter = createSubmitter(createOutboundGuard([`127.0.0.1:${gateway.port}`]))
  const raw = Buffer.from('Subject: x\r\n\r\nhello\r\n')
  const server = { host: '127.0.0.1', port: gateway.port, security: 'none' as const, login: null }
  await Promise.all(Array.from({ length: 10 }, async () => {
    for (let count = 0; count < 20; count += 1) await submitter.submit(server, { envelope: { from: 's@example.com', to: ['a@ours.example'] }, raw }, { beforeData: () => Promise.resolve() })
  }))
  submitter.close()
  expect(stored).toHaveLength(200)
})
