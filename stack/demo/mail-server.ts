import hoodiecrow, { type HoodiecrowMailbox, type HoodiecrowServer } from 'hoodiecrow-imap'
import type { DemoMail } from './corpus'
import { MailStore, type KeptMailbox } from './mail-store'

/** The special-use mailboxes of the demo account (RFC 6154), and one of its own for filed invoices. */
const FOLDERS: Readonly<Record<string, string | null>> = { Sent: '\\Sent', Drafts: '\\Drafts', Archive: '\\Archive', Junk: '\\Junk', Trash: '\\Trash', Invoices: null }
const SAVE_MILLISECONDS = 200

export interface DemoMailServerOptions {
  readonly folder: string
  readonly port: number
  readonly user: string
  readonly password: string
  /** Mail the mailboxes hold at the very first start, oldest first. */
  readonly firstMail: () => Promise<readonly DemoMail[]>
}

/** The bundled IMAP server: in memory, written through to its folder, on loopback only. */
export class DemoMailServer {
  private saving: NodeJS.Timeout | null = null

  private constructor(
    private readonly server: HoodiecrowServer,
    private readonly store: MailStore,
  ) {
    const notify = server.notify.bind(server)
    server.notify = (command, mailbox, ignore) => {
      notify(command, mailbox, ignore)
      this.saveSoon()
    }
  }

  static async start(options: DemoMailServerOptions): Promise<DemoMailServer> {
    const store = new MailStore(options.folder)
    const uidValidity = Math.floor(Date.now() / 1000)
    const kept = store.load(uidValidity)
    const mailboxes = kept ?? filled(await options.firstMail(), uidValidity)
    const server = hoodiecrow({
      plugins: ['ID', 'ENABLE', 'IDLE', 'CONDSTORE', 'SPECIAL-USE', 'LITERALPLUS', 'UNSELECT', 'MOVE', 'UIDPLUS', 'AUTH-PLAIN', 'SASL-IR'],
      users: { [options.user]: { password: options.password } },
      storage: storageOf(mailboxes),
    })
    await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve))
    const running = new DemoMailServer(server, store)
    running.save(false)
    return running
  }

  /** Messages in all mailboxes. */
  count(): number {
    return this.mailboxes().reduce((sum, { messages }) => sum + messages.length, 0)
  }

  /** A mail arrives now. */
  deliver(raw: string): void {
    this.server.appendMessage('INBOX', [], new Date(), raw)
  }

  async stop(): Promise<void> {
    if (this.saving !== null) clearTimeout(this.saving)
    await new Promise<void>((resolve) => {
      this.server.close(resolve)
      // Open connections keep the listener from closing; what matters is that the index is complete.
      resolve()
    })
    this.save(true)
  }

  private saveSoon(): void {
    this.saving ??= setTimeout(() => {
      this.saving = null
      this.save(false)
    }, SAVE_MILLISECONDS)
  }

  private save(clean: boolean): void {
    this.store.save(this.mailboxes(), clean)
  }

  private mailboxes(): KeptMailbox[] {
    return Object.entries(this.server.folderCache).map(([path, mailbox]) => ({
      path,
      uidValidity: mailbox.uidvalidity ?? 1,
      uidNext: mailbox.uidnext ?? 1,
      messages: mailbox.messages.map(({ uid, flags, internaldate, raw }) => ({ uid: uid ?? 0, flags, internalDate: String(internaldate), raw })),
    }))
  }
}

function filled(mail: readonly DemoMail[], uidValidity: number): KeptMailbox[] {
  return ['INBOX', ...Object.keys(FOLDERS)].map((path) => {
    const messages = mail.filter((one) => one.mailbox === path).map((one, index) => ({ uid: index + 1, flags: one.flags, internalDate: imapDate(one.at), raw: one.raw }))
    return { path, uidValidity, uidNext: messages.length + 1, messages }
  })
}

function storageOf(mailboxes: readonly KeptMailbox[]): { INBOX: HoodiecrowMailbox; '': { folders: Record<string, HoodiecrowMailbox> } } {
  const all = mailboxes.map((kept): [string, HoodiecrowMailbox] => {
    const use = FOLDERS[kept.path]
    const messages = kept.messages.map(({ uid, flags, internalDate, raw }) => ({ uid, flags: [...flags], internaldate: internalDate, raw }))
    return [kept.path, { messages, uidvalidity: kept.uidValidity, uidnext: kept.uidNext, ...(use ? { 'special-use': use } : {}) }]
  })
  const inbox = all.find(([path]) => path === 'INBOX')?.[1] ?? { messages: [] }
  return { INBOX: inbox, '': { folders: Object.fromEntries(all.filter(([path]) => path !== 'INBOX')) } }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** RFC 3501 date-time, in UTC. */
function imapDate(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = String(at.getUTCDate()).padStart(2, ' ')
  return `${day}-${MONTHS[at.getUTCMonth()] ?? 'Jan'}-${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`
}
