import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { append } from '../../mail/imap/append'
import { call } from '../../mail/imap/call'
import { connect, type Connection } from '../../mail/imap/connect'
import { fetchNew } from '../../mail/imap/fetch-new'
import { listen } from '../../mail/imap/idle'
import { move } from '../../mail/imap/move'
import { select } from '../../mail/imap/select'
import { createOutboundGuard } from '../../mail/outbound-guard'

/** Answers one command. `tag` and `line` as sent, `write` sends raw bytes, `hangUp` resets the connection. */
type Answer = (tag: string, line: string, peer: { write(text: string): void; hangUp(): void }) => void

interface Script {
  readonly capabilities?: string
  readonly answers: Readonly<Record<string, Answer>>
}

const servers: Server[] = []
const sockets = new Set<Socket>()
const commands: string[] = []
afterEach(async () => {
  commands.length = 0
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
})

/** A server that says exactly what a broken one would. */
async function scripted({ capabilities = 'IMAP4rev1 IDLE', answers }: Script): Promise<Connection> {
  const usual: Record<string, Answer> = {
    CAPABILITY: (tag, _line, { write }) => write(`* CAPABILITY ${capabilities}\r\n${tag} OK\r\n`),
    LOGIN: (tag, _line, { write }) => write(`${tag} OK\r\n`),
    SELECT: (tag, _line, { write }) => write(`* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\n${tag} OK [READ-WRITE] x\r\n`),
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    const peer = { write: (text: string) => void socket.write(text, 'latin1'), hangUp: () => void socket.resetAndDestroy() }
    let buffered = ''
    peer.write('* OK ready\r\n')
    socket.on('data', (bytes) => {
      buffered += bytes.toString('latin1')
      for (let end = buffered.indexOf('\r\n'); end >= 0; end = buffered.indexOf('\r\n')) {
        const line = buffered.slice(0, end)
        buffered = buffered.slice(end + 2)
        const [tag = '', first = '', second = ''] = line.split(' ')
        const verb = line === 'DONE' ? line : first.toUpperCase() === 'UID' ? `UID ${second.toUpperCase()}` : first.toUpperCase()
        commands.push(verb)
        const answer = answers[verb] ?? usual[verb] ?? ((unknown: string) => peer.write(`${unknown} OK\r\n`))
        answer(tag, line, peer)
      }
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return connect({ host: '127.0.0.1', port, security: 'none', user: 'u', secret: { password: 'p' } }, createOutboundGuard([`127.0.0.1:${port}`]))
}

const collect = async (connection: Connection) => {
  const found: number[] = []
  for await (const batch of fetchNew(connection, 1)) found.push(...batch.map(({ uid }) => uid))
  return found
}

describe('a connection that breaks never gives a part as the whole', () => {
  test('in the middle of a message', async () => {
    const connection = await scripted({ answers: { 'UID FETCH': (_tag, _line, { write, hangUp }) => { write('* 1 FETCH (UID 1 BODY[]<0> {1000}\r\nSubject: half'); hangUp() } } })
    await select(connection, 'INBOX')
    await expect(collect(connection)).rejects.toMatchObject({ retry: 'yes' })
  })
  test('after some messages and before the end of the answer', async () => {
    const connection = await scripted({ answers: { 'UID FETCH': (_tag, _line, { write, hangUp }) => { write('* 1 FETCH (UID 1 FLAGS () BODY[]<0> {2}\r\nhi)\r\n'); setImmediate(hangUp) } } })
    await select(connection, 'INBOX')
    await expect(collect(connection)).rejects.toMatchObject({ retry: 'yes' })
  })
  test('when the server refuses half-way', async () => {
    const connection = await scripted({ answers: { 'UID FETCH': (tag, _line, { write }) => write(`* 1 FETCH (UID 1 FLAGS () BODY[]<0> {2}\r\nhi)\r\n${tag} NO [UNAVAILABLE] later\r\n`) } })
    await select(connection, 'INBOX')
    await expect(collect(connection)).rejects.toMatchObject({ code: 'server busy', retry: { afterSeconds: 60 } })
    connection.close()
  })
  test('after APPEND was sent and before its answer', async () => {
    const connection = await scripted({ answers: { APPEND: (_tag, _line, { hangUp }) => hangUp() } })
    await expect(append(connection, 'Sent', Buffer.from('Subject: x\r\n\r\n'))).rejects.toMatchObject({ retry: 'yes' })
  })
  test('while we listen', async () => {
    const connection = await scripted({ answers: { IDLE: (_tag, _line, { write, hangUp }) => { write('+ idling\r\n'); setImmediate(hangUp) } } })
    await select(connection, 'INBOX')
    await expect(listen(connection).next(new AbortController().signal)).rejects.toMatchObject({ retry: 'yes' })
  })
})

describe('a server that says nothing more', () => {
  test('is given up at the deadline, and the connection with it', async () => {
    const connection = await scripted({ answers: { NOOP: () => undefined } })
    await expect(call(connection, 'noop', () => connection.client.noop(), 50)).rejects.toMatchObject({ code: 'timeout', retry: 'yes' })
    expect(connection.client.usable).toBe(false)
  })
  test('is asked again while we listen', async () => {
    const connection = await scripted({ answers: { IDLE: (_tag, _line, { write }) => write('+ idling\r\n'), DONE: (_tag, _line, { hangUp }) => hangUp() } })
    await select(connection, 'INBOX')
    await expect(listen(connection, { renewMs: 20 }).next(new AbortController().signal)).rejects.toMatchObject({ retry: 'yes' })
    expect(commands).toContain('DONE')
  })
})

describe('counters that cannot be are known to be absent', () => {
  test.each([
    ['a HIGHESTMODSEQ of 0', '* OK [HIGHESTMODSEQ 0] x\r\n'],
    ['NOMODSEQ', '* OK [NOMODSEQ] x\r\n'],
    ['none', ''],
  ])('%s', async (_what, told) => {
    const connection = await scripted({ capabilities: 'IMAP4rev1 CONDSTORE ENABLE', answers: { SELECT: (tag, _line, { write }) => write(`* 0 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 1] x\r\n${told}${tag} OK x\r\n`) } })
    expect(await select(connection, 'INBOX')).toMatchObject({ highestModseq: null, uidValidity: 7n })
    connection.close()
  })
})

describe('a copy that is not confirmed', () => {
  const fetched: Answer = (tag, _line, { write }) => write(`* 1 FETCH (UID 1 FLAGS ())\r\n${tag} OK\r\n`)
  test('leaves the message where it is when COPY is refused', async () => {
    const connection = await scripted({ capabilities: 'IMAP4rev1 UIDPLUS', answers: { 'UID FETCH': fetched, 'UID COPY': (tag, _line, { write }) => write(`${tag} NO [TRYCREATE] no\r\n`) } })
    await select(connection, 'INBOX')
    await expect(move(connection, 1, 'Invoices')).rejects.toMatchObject({ retry: 'no' })
    expect(commands.filter((verb) => /STORE|EXPUNGE/.test(verb))).toEqual([])
    connection.close()
  })
  test('leaves the message where it is when no COPYUID comes', async () => {
    const connection = await scripted({ capabilities: 'IMAP4rev1 UIDPLUS', answers: { 'UID FETCH': fetched, 'UID COPY': (tag, _line, { write }) => write(`${tag} OK done\r\n`) } })
    await select(connection, 'INBOX')
    await expect(move(connection, 1, 'Invoices')).rejects.toMatchObject({ code: 'copy not confirmed' })
    expect(commands.filter((verb) => /STORE|EXPUNGE/.test(verb))).toEqual([])
    connection.close()
  })
  test('and one that is ends in UID EXPUNGE, also where the capability is written small', async () => {
    const connection = await scripted({ capabilities: 'imap4rev1 uidplus', answers: { 'UID FETCH': fetched, 'UID COPY': (tag, _line, { write }) => write(`${tag} OK [COPYUID 9 1 5] done\r\n`) } })
    await select(connection, 'INBOX')
    expect(await move(connection, 1, 'Invoices')).toEqual({ uid: 5, uidValidity: 9n })
    expect(commands.filter((verb) => /EXPUNGE/.test(verb))).toEqual(['UID EXPUNGE'])
    connection.close()
  })
})
