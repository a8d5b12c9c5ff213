import type { ListResponse } from 'imapflow'
import { call } from './call'
import type { Connection } from './connect'

/** What a mailbox is for (RFC 6154, RFC 8457). `all`, `flagged` and `important` are virtual: their messages also stand elsewhere. */
export type MailboxRole = 'inbox' | 'sent' | 'drafts' | 'trash' | 'junk' | 'archive' | 'all' | 'flagged' | 'important'

export interface ListedMailbox {
  readonly path: string
  readonly name: string
  readonly delimiter: string
  readonly role: MailboxRole | null
  /** The server named the role itself; false: guessed from the name. */
  readonly roleByServer: boolean
  readonly virtual: boolean
  /** False for names that only hold other mailboxes. */
  readonly selectable: boolean
  readonly subscribed: boolean
}

const ROLES: Readonly<Record<string, MailboxRole>> = {
  '\\inbox': 'inbox',
  '\\sent': 'sent',
  '\\drafts': 'drafts',
  '\\trash': 'trash',
  '\\junk': 'junk',
  '\\archive': 'archive',
  '\\all': 'all',
  '\\flagged': 'flagged',
  '\\important': 'important',
}
const VIRTUAL: ReadonlySet<MailboxRole | null> = new Set<MailboxRole>(['all', 'flagged', 'important'])

/** All mailboxes of the account with their roles: the server's own where it has SPECIAL-USE, else guessed from well-known names in many languages. */
export async function listMailboxes(connection: Connection): Promise<ListedMailbox[]> {
  const found = await call(connection, 'list', () => connection.client.list())
  return found.map(readMailbox)
}

function readMailbox(entry: ListResponse): ListedMailbox {
  const role = roleOf(entry)
  const flags = new Set([...entry.flags].map((flag) => flag.toLowerCase()))
  return {
    path: entry.path,
    name: entry.name,
    delimiter: entry.delimiter,
    role,
    roleByServer: role === 'inbox' || entry.specialUseSource === 'extension',
    virtual: VIRTUAL.has(role),
    selectable: !flags.has('\\noselect') && !flags.has('\\nonexistent'),
    subscribed: entry.subscribed,
  }
}

function roleOf({ path, specialUse, flags }: ListResponse): MailboxRole | null {
  if (path.toUpperCase() === 'INBOX') return 'inbox'
  const named = ROLES[specialUse?.toLowerCase() ?? '']
  if (named !== undefined) return named
  return [...flags].some((flag) => flag.toLowerCase() === '\\important') ? 'important' : null
}
