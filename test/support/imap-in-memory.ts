import hoodiecrow from 'hoodiecrow-imap'
import { anyFreePort } from '../../stack/ports'

/** An in-memory IMAP server of one user, with exactly the given extensions: what a real server can not easily be made to lack. */
export interface InMemoryImap {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: 'ann'
  readonly password: 'secret'
  /** Appends to a mailbox as a delivery would. */
  deliver(raw: string, mailbox?: string): void
  stop(): Promise<void>
}

type Plugin = 'CONDSTORE' | 'ENABLE' | 'IDLE' | 'LITERALPLUS' | 'MOVE' | 'NAMESPACE' | 'SASL-IR' | 'SPECIAL-USE' | 'UIDPLUS' | 'UNSELECT' | 'ID'

/** Starts one with INBOX, Sent and Invoices, all empty. */
export async function startImapInMemory(plugins: readonly Plugin[]): Promise<InMemoryImap> {
  const port = await anyFreePort()
  const folders = { Sent: { messages: [], 'special-use': '\\Sent' }, Invoices: { messages: [] } }
  const server = hoodiecrow({ plugins, users: { ann: { password: 'secret' } }, storage: { INBOX: { messages: [] }, '': { folders } } })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1',
    port,
    user: 'ann',
    password: 'secret',
    deliver: (raw, mailbox = 'INBOX') => void server.appendMessage(mailbox, [], new Date(), raw.replace(/\r?\n/g, '\r\n')),
    stop: () => new Promise((resolve) => server.close(resolve)),
  }
}
