import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** A sending mail server that keeps its connection: one transaction per mail, as little of its own as possible. */
export interface Sender {
  /** Resolves when the server has answered 250: it has the mail. Throws with any other answer. One at a time. */
  send(from: string, to: string, raw: Buffer): Promise<void>
  close(): void
}

export async function openSender(port: number): Promise<Sender> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const replies = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  await answer(replies, '220')
  await say(socket, replies, 'EHLO bench.example', '250')
  return {
    async send(from, to, raw) {
      // In one group, as mail servers do (RFC 2920): DATA is the last of it.
      socket.write(`MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`)
      for (const expected of ['250', '250', '354']) await answer(replies, expected)
      socket.write(dotted(raw))
      await answer(replies, '250')
    },
    close: () => socket.destroy(),
  }
}

async function say(socket: Socket, replies: AsyncIterator<string>, line: string, expected: string): Promise<void> {
  socket.write(`${line}\r\n`)
  await answer(replies, expected)
}

async function answer(replies: AsyncIterator<string>, code: string): Promise<void> {
  for (;;) {
    const next = await replies.next()
    if (next.done === true) throw new Error('The mail server closed the connection.')
    if (!next.value.startsWith(code)) throw new Error(`The mail server answered: ${next.value}`)
    if (next.value[3] !== '-') return
  }
}

/** RFC 5321 4.5.2: a line that begins with a dot gets another, and a dot alone ends the mail. One write, so that nothing waits for an acknowledgement. */
function dotted(raw: Buffer): Buffer {
  return Buffer.from(`${raw.toString('latin1').replace(/^\./gm, '..')}\r\n.\r\n`, 'latin1')
}
