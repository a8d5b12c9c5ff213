import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** Delivers one mail to one recipient by LMTP (RFC 2033) and returns when the server has taken it. Throws with its answer when it has not. */
export async function deliverByLmtp(port: number, from: string, to: string, rawMail: string | Buffer): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  try {
    const replies = repliesOf(socket)
    await expect(replies, '220')
    await say(socket, replies, 'LHLO localhost', '250')
    await say(socket, replies, `MAIL FROM:<${from}>`, '250')
    await say(socket, replies, `RCPT TO:<${to}>`, '250')
    await say(socket, replies, 'DATA', '354')
    socket.write(asData(rawMail))
    await expect(replies, '250')
    socket.write('QUIT\r\n')
  } finally {
    socket.destroy()
  }
}

async function say(socket: Socket, replies: AsyncIterator<string>, line: string, expected: string): Promise<void> {
  socket.write(`${line}\r\n`)
  await expect(replies, expected)
}

async function expect(replies: AsyncIterator<string>, code: string): Promise<void> {
  for (;;) {
    const next = await replies.next()
    if (next.done === true) throw new Error('The LMTP server closed the connection.')
    if (!next.value.startsWith(code)) throw new Error(`The LMTP server answered: ${next.value}`)
    if (next.value[3] !== '-') return
  }
}

function repliesOf(socket: Socket): AsyncIterator<string> {
  return createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
}

/** CRLF line ends, dots doubled at line starts, the final dot. Bytes are kept as they are. */
function asData(rawMail: string | Buffer): Buffer {
  const bytes = typeof rawMail === 'string' ? Buffer.from(rawMail, 'utf8') : rawMail
  const text = bytes.toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')
  return Buffer.from(`${text.endsWith('\r\n') ? text : `${text}\r\n`}.\r\n`, 'latin1')
}
