import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js'
import { parseAddress } from './address'
import { Failure } from './failure'

/** An SMTP refusal for one recipient: `code` 4xx or 5xx and a text for the sending server. */
export interface Refusal {
  readonly refuse: { readonly code: number; readonly text: string }
}

export interface GatewayOptions<Account> {
  /** 0 takes a free one. */
  readonly port: number
  readonly host: '127.0.0.1' | '::1' | (string & {})
  /** Host name for the greeting. */
  readonly name: string
  /** `bytesAtOnce`: of all mails that are being taken; beyond it a mail is answered 452 and the sender keeps it for a while. */
  readonly limits: { readonly messageBytes: number; readonly bytesAtOnce: number; readonly clients: number; readonly recipients: number; readonly idleMs: number }
  /** Whether a recipient is ours. Only what this accepts is taken: the gateway never relays. The address is strict and its domain lower case. */
  accept(recipient: string): Promise<Account | Refusal>
  /** Makes the mail durable. 250 is answered only after this resolves; a rejection is answered 451 and the sender keeps the mail. */
  store(mail: ReceivedMail<Account>): Promise<void>
  /** Told of what went wrong on our side, for the log. */
  onError(error: unknown): void
}

export interface ReceivedMail<Account> {
  readonly raw: Buffer
  /** Empty is the null sender. */
  readonly envelopeFrom: string
  readonly recipients: readonly { readonly address: string; readonly account: Account }[]
  readonly remoteAddress: string
}

export interface Gateway {
  readonly port: number
  /** Stops listening, lets mails in flight finish for `graceMs`, then cuts the rest. */
  close(graceMs?: number): Promise<void>
}

/** Takes mail by SMTP (RFC 5321) for our own recipients. */
export async function startGateway<Account extends object>(options: GatewayOptions<Account>): Promise<Gateway> {
  const accounts = new WeakMap<SMTPServerSession['envelope'], Map<string, Account>>()
  const memory = { left: options.limits.bytesAtOnce }
  const server = new PromptServer({
    name: options.name,
    size: options.limits.messageBytes,
    maxClients: options.limits.clients,
    socketTimeout: options.limits.idleMs,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    logger: false,
    onRcptTo: (recipient, session, callback) => {
      settle(callback, options.onError, async () => {
        const known = accounts.get(session.envelope) ?? new Map<string, Account>()
        accounts.set(session.envelope, known)
        if (known.size >= options.limits.recipients) throw reply(452, 'Too many recipients')
        const address = parseAddress(recipient.address)
        if (address === null) throw reply(553, 'That is no address')
        const answer = await options.accept(address)
        if ('refuse' in answer) throw reply(answer.refuse.code, answer.refuse.text)
        known.set(recipient.address, answer)
      })
    },
    onData: (stream, session, callback) => {
      settle(callback, options.onError, async () => {
        const share = new Share(memory)
        try {
          const raw = await receive(stream, options.limits.messageBytes, share)
          await options.store({ raw, envelopeFrom: session.envelope.mailFrom ? session.envelope.mailFrom.address : '', recipients: recipientsOf(session, accounts), remoteAddress: session.remoteAddress })
        } finally {
          share.giveBack()
        }
      })
    },
  })
  server.on('error', (error: unknown) => options.onError(error))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, options.host, () => {
      server.server.off('error', reject)
      resolve()
    })
  })
  return { port: portOf(server.server.address()), close: (graceMs = 5000) => close(server, graceMs) }
}

/** The library holds every greeting back for 100 ms to catch clients that talk too soon; local senders only wait for it. */
class PromptServer extends SMTPServer {
  override connect(socket: Socket): void {
    const connection = new PromptConnection(this, socket, {})
    this.connections.add(connection)
    connection.on('error', (error: unknown) => this.emit('error', error))
    connection.init()
  }
}

class PromptConnection extends SMTPConnection {
  override init(): void {
    this._setListeners(() => {
      const { maxClients } = this._server.options
      if (maxClients !== undefined && this._server.connections.size > maxClients) return this.send(421, `${this.name} Too many connections, try again in a moment`, false)
      this.connectionReady()
    })
  }
}

/** What one mail holds of the memory that all share. */
class Share {
  private held = 0

  constructor(private readonly memory: { left: number }) {}

  /** False: there is not so much left. */
  take(bytes: number): boolean {
    if (this.memory.left < bytes) return false
    this.memory.left -= bytes
    this.held += bytes
    return true
  }

  giveBack(): void {
    this.memory.left += this.held
    this.held = 0
  }
}

/** Reads a message to its end, holding at most `limit` bytes and no more than its share. A bare CR or LF is refused: what one server reads as a line end and another does not lets mail be smuggled. */
async function receive(stream: SMTPServerDataStream, limit: number, share: Share): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  let isCrowded = false
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= limit && !isCrowded) isCrowded = !share.take(chunk.length)
    // The rest of a message that is not taken is read and dropped, because the answer may only follow its end.
    if (bytes <= limit && !isCrowded) chunks.push(chunk)
    else {
      chunks.length = 0
      share.giveBack()
    }
  }
  if (bytes > limit || stream.sizeExceeded) throw reply(552, 'Message is too large')
  if (isCrowded) throw reply(452, 'Too much mail at once, try again in a moment')
  const raw = Buffer.concat(chunks)
  if (hasBareLineEnd(raw)) throw reply(550, 'Bare CR or LF in the message')
  return raw
}

/** True when a CR or LF stands alone anywhere (RFC 5321 2.3.8). */
export function hasBareLineEnd(raw: Buffer): boolean {
  for (let at = raw.indexOf(0x0a); at >= 0; at = raw.indexOf(0x0a, at + 1)) {
    if (raw[at - 1] !== 0x0d) return true
  }
  for (let at = raw.indexOf(0x0d); at >= 0; at = raw.indexOf(0x0d, at + 1)) {
    if (raw[at + 1] !== 0x0a) return true
  }
  return false
}

function recipientsOf<Account>(session: SMTPServerSession, accounts: WeakMap<SMTPServerSession['envelope'], Map<string, Account>>): { address: string; account: Account }[] {
  const known = accounts.get(session.envelope)
  return session.envelope.rcptTo.flatMap(({ address }) => {
    const account = known?.get(address)
    return account === undefined ? [] : [{ address: parseAddress(address) ?? address, account }]
  })
}

class SmtpReply extends Error {
  constructor(
    readonly responseCode: number,
    text: string,
  ) {
    super(text)
  }
}

function reply(code: number, text: string): SmtpReply {
  return new SmtpReply(code, text)
}

/** Answers when the work is done: 250 for success, its own code for a refusal, 451 for anything that went wrong on our side. */
function settle(callback: (error?: Error | null) => void, onError: (error: unknown) => void, work: () => Promise<void>): void {
  work().then(
    () => callback(),
    (error: unknown) => {
      if (error instanceof SmtpReply) return callback(error)
      onError(error)
      const text = error instanceof Failure ? error.publicMessage : 'Could not store the message, try again later'
      callback(reply(451, text))
    },
  )
}

async function close(server: SMTPServer, graceMs: number): Promise<void> {
  server.options.closeTimeout = graceMs
  await new Promise<void>((resolve) => server.close(() => resolve()))
}

function portOf(address: string | AddressInfo | null): number {
  if (typeof address !== 'object' || address === null) throw new Failure('gateway failed', { retry: 'yes', publicMessage: 'The mail gateway could not listen.' })
  return address.port
}
