import type { Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

/** A mail as the sink took it, or would have taken it. */
export interface SunkMail {
  readonly from: string
  readonly recipients: readonly string[]
  readonly raw: Buffer
  /** The raw mail as text (UTF-8), for assertions. */
  readonly text: string
  /** Who signed in, if anybody. */
  readonly user: string | null
  /** False when the answer was withheld or was not 250: the sender cannot know that it is here. */
  readonly acknowledged: boolean
}

export type Verb = 'connect' | 'auth' | 'mail' | 'rcpt' | 'data'

/** What goes wrong, once, at the next such verb. */
export type Fault =
  /** An SMTP answer such as 451 or 550. */
  | { readonly at: Verb; readonly code: number; readonly text?: string }
  /** The mail is kept, then the connection is cut before the 250. */
  | { readonly at: 'data'; readonly drop: true }
  /** Nothing is answered until the promise settles. */
  | { readonly at: Verb; readonly hold: Promise<unknown> }

export interface SmtpSink {
  readonly host: '127.0.0.1'
  readonly port: number
  /** Every mail whose end of data was seen, in order. */
  readonly mails: readonly SunkMail[]
  /** How often each verb was heard. */
  readonly heard: Readonly<Record<Verb, number>>
  /** Queues faults; each is used once, in order, at its verb. */
  fail(...faults: Fault[]): void
  clear(): void
  stop(): Promise<void>
}

/** An SMTP server on loopback that keeps what it gets. With `login`, exactly these credentials are accepted, else none are asked for. */
export async function startSmtpSink(options: { port?: number; login?: { user: string; password: string } } = {}): Promise<SmtpSink> {
  const mails: SunkMail[] = []
  const faults: Fault[] = []
  const heard: Record<Verb, number> = { connect: 0, auth: 0, mail: 0, rcpt: 0, data: 0 }
  const sockets = new Map<number, Socket>()

  const pass = async (verb: Verb): Promise<Fault | null> => {
    heard[verb] += 1
    const index = faults.findIndex((fault) => fault.at === verb)
    const fault = index === -1 ? undefined : faults.splice(index, 1)[0]
    if (fault === undefined) return null
    if ('hold' in fault) await fault.hold
    if ('code' in fault && verb !== 'data') throw answer(fault)
    return fault
  }
  const step = (verb: Verb, callback: (error?: Error | null) => void): void => {
    pass(verb).then(() => callback(), callback)
  }

  const server = new SMTPServer({
    disabledCommands: options.login ? ['STARTTLS'] : ['AUTH', 'STARTTLS'],
    allowInsecureAuth: true,
    authOptional: options.login === undefined,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect: (_session, callback) => step('connect', callback),
    onMailFrom: (_address, _session, callback) => step('mail', callback),
    onRcptTo: (_address, _session, callback) => step('rcpt', callback),
    onAuth: (auth, _session, callback) => {
      const good = auth.username === options.login?.user && auth.password === options.login?.password
      pass('auth').then(() => (good ? callback(null, { user: auth.username }) : callback(answer({ code: 535, text: '5.7.8 Authentication failed' }))), callback)
    },
    onData: (stream, session, callback) => {
      const take = async (): Promise<void> => {
        const raw = await buffer(stream)
        const fault = await pass('data')
        const withheld = fault !== null && !('hold' in fault)
        mails.push({ ...envelopeOf(session), raw, text: raw.toString('utf8'), acknowledged: !withheld })
        if (fault !== null && 'drop' in fault) sockets.get(session.remotePort)?.destroy()
        else if (fault !== null && 'code' in fault) callback(answer(fault))
        else callback()
      }
      take().catch(callback)
    },
  })
  server.on('error', (error: Error) => {
    if (!('code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE'))) throw error
  })
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort
    if (port === undefined) return
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The sink has no port.')
  return {
    host: '127.0.0.1',
    port: address.port,
    mails,
    heard,
    fail: (...more) => void faults.push(...more),
    clear: () => {
      mails.length = 0
      faults.length = 0
    },
    stop: () => new Promise((resolve) => {
      for (const socket of sockets.values()) socket.destroy()
      server.close(() => resolve())
    }),
  }
}

function answer(fault: { code: number; text?: string }): Error {
  return Object.assign(new Error(fault.text ?? (fault.code < 500 ? 'Try again later' : 'Refused')), { responseCode: fault.code })
}

function envelopeOf(session: SMTPServerSession): { from: string; recipients: string[]; user: string | null } {
  const { mailFrom, rcptTo } = session.envelope
  return { from: mailFrom ? mailFrom.address : '', recipients: rcptTo.map((recipient) => recipient.address), user: typeof session.user === 'string' ? session.user : null }
}
