import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { append } from '../../mail/imap/append'
import { flagChanges, flagsOf } from '../../mail/imap/changes'
import { connect, type Connection, type ImapServer } from '../../mail/imap/connect'
import { fetchHeaders } from '../../mail/imap/fetch-headers'
import { fetchNew, type FetchedMessage } from '../../mail/imap/fetch-new'
import { fetchSource } from '../../mail/imap/fetch-source'
import { findByMessageId } from '../../mail/imap/find-by-message-id'
import { listen } from '../../mail/imap/idle'
import { listMailboxes } from '../../mail/imap/list-mailboxes'
import { move } from '../../mail/imap/move'
import { select } from '../../mail/imap/select'
import { readFlags, setFlags } from '../../mail/imap/set-flags'
import { status } from '../../mail/imap/status'
import { uids, uidSet } from '../../mail/imap/uids'
import { createOutboundGuard } from '../../mail/outbound-guard'
import { dovecotProgram, type OwnDovecot, startDovecot } from '../support/dovecot'
import { startImapInMemory } from '../support/imap-in-memory'

interface Peer {
  readonly server: ImapServer
  deliver(raw: string): Promise<void>
  stop(): Promise<void>
}

const EXTENSIONS = ['CONDSTORE', 'ENABLE', 'IDLE', 'LITERALPLUS', 'MOVE', 'NAMESPACE', 'SASL-IR', 'SPECIAL-USE', 'UIDPLUS', 'UNSELECT', 'ID'] as const
const WITHOUT = (...missing: string[]) => EXTENSIONS.filter((name) => !missing.includes(name))

let dovecot: OwnDovecot | null = null
/** Made before the first sign-in: Dovecot reads its user file again only when a second has passed. */
const users: { user: string; password: string }[] = []
beforeAll(async () => {
  if (dovecotProgram() === null) return
  const own = await startDovecot()
  users.push(...Array.from({ length: 40 }, () => own.addUser()))
  dovecot = own
})
afterAll(async () => dovecot?.stop())

async function realPeer(): Promise<Peer> {
  const owner = users.pop()
  if (dovecot === null || owner === undefined) throw new Error('Dovecot is not installed, or has no user left.')
  const own = dovecot
  const { user, password } = owner
  const server: ImapServer = { host: own.host, port: own.imapPort, security: 'none', user, secret: { password } }
  const connection = await connect(server, guardOf(server))
  await connection.client.mailboxCreate('Invoices')
  await connection.logout()
  return { server, deliver: (raw) => own.deliver(user, raw), stop: async () => undefined }
}

const memoryPeer = (plugins: (typeof EXTENSIONS)[number][]) => async (): Promise<Peer> => {
  const own = await startImapInMemory(plugins)
  return { server: { host: own.host, port: own.port, security: 'none', user: own.user, secret: { password: own.password } }, deliver: async (raw) => own.deliver(raw), stop: own.stop }
}

const guardOf = ({ host, port }: ImapServer) => createOutboundGuard([`${host}:${port}`])
const mail = (subject: string) => `From: a@example.com\nTo: b@example.com\nSubject: ${subject}\nMessage-ID: <${subject}@example.com>\n\nbody of ${subject}\n`

const peers: [string, () => Promise<Peer>][] = [
  ...(dovecotProgram() === null ? [] : [['Dovecot', realPeer] satisfies [string, () => Promise<Peer>]]),
  ['a server in memory', memoryPeer([...EXTENSIONS])],
  ['a server without MOVE, CONDSTORE and IDLE', memoryPeer(WITHOUT('MOVE', 'CONDSTORE', 'IDLE'))],
]

describe.each(peers)('with %s', (_name, start) => {
  let peer: Peer
  let connection: Connection
  beforeEach(async () => {
    peer = await start()
    connection = await connect(peer.server, guardOf(peer.server))
  })
  afterEach(async () => {
    connection.close()
    await peer.stop()
  })

  const fetched = async (fromUid: number): Promise<FetchedMessage[]> => {
    const found: FetchedMessage[] = []
    for await (const batch of fetchNew(connection, fromUid)) found.push(...batch)
    return found
  }

  test('mailboxes are listed with what they are for', async () => {
    const list = await listMailboxes(connection)
    expect(list.find(({ role }) => role === 'inbox')).toMatchObject({ path: 'INBOX', selectable: true, virtual: false })
    expect(list.find(({ role }) => role === 'sent')?.path).toBe('Sent')
    expect(list.find(({ path }) => path === 'Invoices')).toMatchObject({ role: null })
  })

  test('new mail is fetched whole, from a UID on, and stays unseen', async () => {
    for (const subject of ['one', 'two', 'three']) await peer.deliver(mail(subject))
    const { uidNext, messages } = await select(connection, 'INBOX')
    expect([uidNext, messages]).toEqual([4, 3])
    const found = await fetched(2)
    expect(found.map(({ uid }) => uid)).toEqual([2, 3])
    expect(found[0]?.raw.toString()).toMatch(/Subject: two\r\n[^]*\r\n\r\nbody of two\r\n/)
    expect(found[1]?.raw.toString()).toMatch(/Subject: three\r\n[^]*\r\n\r\nbody of three\r\n/)
    expect(found[0]?.flags).not.toContain('\\Seen')
    expect(found[0]?.receivedAt.getTime()).toBeGreaterThan(Date.now() - 3_600_000)
    expect(await fetched(4)).toEqual([])
  })

  test('the past is fetched newest first, headers and structure only', async () => {
    for (const subject of ['one', 'two', 'three']) await peer.deliver(mail(subject))
    await select(connection, 'INBOX')
    const [newest, ...rest] = await fetchHeaders(connection, await uids(connection))
    expect(newest).toMatchObject({ uid: 3, content: { subject: 'three', text: null, messageId: '<three@example.com>' } })
    expect(rest.map(({ uid }) => uid)).toEqual([2, 1])
    expect(await fetchHeaders(connection, [])).toEqual([])
  })

  test('one message is fetched by its UID, and a missing one is null', async () => {
    await peer.deliver(mail('one'))
    await select(connection, 'INBOX')
    expect((await fetchSource(connection, 1))?.toString()).toContain('body of one')
    expect(await fetchSource(connection, 99)).toBeNull()
  })

  test('flags are set, read and taken off, however often', async () => {
    await peer.deliver(mail('one'))
    await select(connection, 'INBOX')
    await setFlags(connection, 1, { add: ['\\Flagged'] })
    await setFlags(connection, 1, { add: ['\\Flagged'] })
    expect(await readFlags(connection, 1)).toContain('\\Flagged')
    await setFlags(connection, 1, { remove: ['\\Flagged'] })
    expect(await readFlags(connection, 1)).not.toContain('\\Flagged')
    expect(await readFlags(connection, 99)).toBeNull()
  })

  test('flags that changed are told, by modseq where the server counts, else by comparing', async () => {
    await peer.deliver(mail('one'))
    await peer.deliver(mail('two'))
    const { highestModseq } = await select(connection, 'INBOX')
    await setFlags(connection, 2, { add: ['\\Flagged'] })
    const changed = highestModseq === null ? (await flagsOf(connection, '1:*')).filter(({ flags }) => flags.includes('\\Flagged')) : await flagChanges(connection, highestModseq)
    expect(changed.find(({ uid }) => uid === 2)?.flags).toContain('\\Flagged')
  })

  test('a message is moved, and we know where it went', async () => {
    await peer.deliver(mail('one'))
    await peer.deliver(mail('two'))
    await select(connection, 'INBOX')
    // Marked by somebody else: a bare EXPUNGE would remove it too.
    await setFlags(connection, 2, { add: ['\\Deleted'] })
    const placed = await move(connection, 1, 'Invoices')
    expect(placed).toMatchObject({ uid: 1 })
    expect(await uids(connection)).toEqual([2])
    const { uidValidity } = await select(connection, 'Invoices')
    expect(placed?.uidValidity).toBe(uidValidity)
    expect(await findByMessageId(connection, '<one@example.com>')).toEqual([1])
  })

  test('a message that is gone is not moved, and a folder that is missing leaves it alone', async () => {
    await peer.deliver(mail('one'))
    await select(connection, 'INBOX')
    expect(await move(connection, 99, 'Invoices')).toBeNull()
    await expect(move(connection, 1, 'Nowhere')).rejects.toMatchObject({ code: 'move refused', retry: 'no' })
    expect(await uids(connection)).toEqual([1])
  })

  test('a sent mail is appended and found by its Message-ID', async () => {
    const placed = await append(connection, 'Sent', Buffer.from(mail('out').replaceAll('\n', '\r\n')), { flags: ['\\Seen'] })
    expect(placed.uid).toBe(1)
    await select(connection, 'Sent')
    expect(await findByMessageId(connection, '<out@example.com>')).toEqual([1])
    expect(await findByMessageId(connection, '<other@example.com>')).toEqual([])
    expect(await readFlags(connection, 1)).toContain('\\Seen')
  })

  test('counters are read without opening the mailbox', async () => {
    await peer.deliver(mail('one'))
    expect(await status(connection, 'INBOX')).toMatchObject({ messages: 1, uidNext: 2 })
  })

  test('a mailbox that is missing is named as that', async () => {
    await expect(select(connection, 'Nowhere')).rejects.toMatchObject({ code: expect.stringMatching(/^(?:mailbox missing|refused by server)$/), retry: 'no' })
  })

  test('new mail wakes the listener, and what came in between is not missed', async () => {
    await select(connection, 'INBOX')
    const changes = listen(connection, { pollMs: 20 })
    const quiet = new AbortController()
    const first = changes.next(quiet.signal)
    await peer.deliver(mail('one'))
    expect(await first).toContain('messages')
    expect(await fetched(1)).toHaveLength(1)
    const aborted = changes.next(quiet.signal)
    quiet.abort()
    expect(await aborted).toBeNull()
    changes.stop()
  })

  test('a lost connection ends the wait with a failure to retry, and the process lives', async () => {
    await select(connection, 'INBOX')
    const changes = listen(connection)
    const waiting = changes.next(new AbortController().signal)
    connection.close()
    await expect(waiting).rejects.toMatchObject({ code: 'connection lost', retry: 'yes' })
    await expect(select(connection, 'INBOX')).rejects.toMatchObject({ retry: 'yes' })
    expect((await connection.lost).code).toBe('connection lost')
  })

  test('a wrong password is final', async () => {
    const wrong = { ...peer.server, secret: { password: 'wrong' } }
    await expect(connect(wrong, guardOf(wrong))).rejects.toMatchObject({ code: 'authentication', retry: 'no' })
  })
})

describe('what one server lacks is not pretended', () => {
  test('without MOVE and UIDPLUS a message is not moved, because nothing would confirm the copy', async () => {
    const peer = await memoryPeer(WITHOUT('MOVE', 'UIDPLUS'))()
    const connection = await connect(peer.server, guardOf(peer.server))
    await peer.deliver(mail('one'))
    await select(connection, 'INBOX')
    await expect(move(connection, 1, 'Invoices')).rejects.toMatchObject({ code: 'move unsupported' })
    expect(await uids(connection)).toEqual([1])
    connection.close()
    await peer.stop()
  })
  test.skipIf(dovecotProgram() === null)('with QRESYNC opening tells what is gone and what changed', async () => {
    const peer = await realPeer()
    const connection = await connect(peer.server, guardOf(peer.server))
    for (const subject of ['one', 'two', 'three']) await peer.deliver(mail(subject))
    const { uidValidity, highestModseq } = await select(connection, 'INBOX')
    await move(connection, 1, 'Invoices')
    await setFlags(connection, 3, { add: ['\\Flagged'] })
    await select(connection, 'Invoices')
    const since = { uidValidity, modseq: highestModseq ?? 0n }
    const resumed = await select(connection, 'INBOX', { since })
    expect(resumed.vanished).toEqual([1])
    expect(resumed.changed).toMatchObject([{ uid: 3, flags: expect.arrayContaining(['\\Flagged']) }])
    expect(await select(connection, 'INBOX', { since: { ...since, uidValidity: uidValidity + 1n } })).toMatchObject({ vanished: null, changed: null })
    connection.close()
  })
  test.skipIf(dovecotProgram() === null)('a server that dies while we listen is noticed', async () => {
    const own = await startDovecot()
    const { user, password } = own.addUser()
    const server: ImapServer = { host: own.host, port: own.imapPort, security: 'none', user, secret: { password } }
    const connection = await connect(server, guardOf(server))
    await select(connection, 'INBOX')
    const waiting = listen(connection).next(new AbortController().signal)
    await own.stop()
    await expect(waiting).rejects.toMatchObject({ retry: 'yes' })
    await expect(connect(server, guardOf(server))).rejects.toMatchObject({ code: 'connection refused', retry: 'yes' })
  })
})

test.each([
  [[], ''],
  [[3], '3'],
  [[3, 1, 2, 7, 7], '1:3,7'],
  [[1, 3, 5], '1,3,5'],
])('the UIDs %j are the set "%s"', (list, set) => expect(uidSet(list)).toBe(set))
