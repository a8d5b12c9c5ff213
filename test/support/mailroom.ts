// An office whose accounts lie on real mail servers, with the parts of the worker that read and send: what tests of accounts and sending stand on.

import { randomBytes } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { createConnections, type Connections } from '../../activities/connections'
import type { ActivityLog } from '../../activities/deps'
import { ingest, type IngestDeps } from '../../activities/ingest'
import type { IngestBatch } from '../../activities/ingest/batch'
import { planCache } from '../../activities/plans'
import { PACE, type Pace } from '../../activities/sync/follow'
import { watch, type WatchDeps, type WatchEnd } from '../../activities/watch-account'
import { account, mailbox, type ServerAddress } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { connect, type Connection } from '../../mail/imap/connect'
import { select } from '../../mail/imap/select'
import { createCaller, type Caller } from '../../mail/http-call'
import { createParser, type Parser } from '../../mail/parse'
import { createOutboundGuard, type OutboundGuard } from '../../mail/outbound-guard'
import { secretsWith, type Secrets } from '../../server/secrets'
import type { Dovecot } from './dovecot'
import { openOffice, type Office } from './fixtures'
import { rawOf } from './mails'
import { parseEntry } from './parse-entry'
import { until } from './until'

export interface Login {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

export interface Mailroom extends Office {
  readonly secrets: Secrets
  readonly connections: Connections
  readonly caller: Caller
  readonly openSecret: Secrets['open']
  readonly parser: Parser
  readonly guard: OutboundGuard
  readonly ingest: (batch: IngestBatch) => Promise<unknown>
  readonly log: ActivityLog
  /** Lets connections go to this place on loopback. */
  allow(host: string, port: number): void
  /** An account at this login, not yet watched. */
  connectAccount(login: Login, mode?: 'live' | 'dry run'): Promise<string>
  /** Starts a watcher as the worker would. */
  watch(accountId: string, pace?: Partial<Pace>, deps?: Partial<WatchDeps>): Watching
}

export interface Watching {
  readonly end: Promise<WatchEnd>
  stop(): Promise<WatchEnd>
}

const silent: ActivityLog = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }

/** With the master key of a worker the test runs as well, that worker can sign in to the accounts made here. */
export async function openMailroom(masterKey: string = randomBytes(32).toString('base64')): Promise<Mailroom> {
  const office = await openOffice()
  const { database, workspaceId } = office
  const secrets = secretsWith(masterKey, [])
  const allowed = new Set<string>()
  const guard: OutboundGuard = { check: (host, port, purpose) => createOutboundGuard([...allowed]).check(host, port, purpose) }
  const connections = createConnections({ database, guard, openSecret: secrets.open })
  const parser = createParser({ threads: 2, entry: await parseEntry() })
  const ingestDeps: IngestDeps = { database, now: () => new Date(), log: silent, fault: async () => undefined, plans: planCache() }
  const take = (batch: IngestBatch) => ingest(ingestDeps, batch)
  const watchers = new Set<Watching>()
  const allow = (host: string, port: number) => void allowed.add(`${host}:${port}`)
  return {
    ...office,
    secrets,
    connections,
    caller: createCaller(guard),
    openSecret: secrets.open,
    parser,
    guard,
    log: silent,
    ingest: take,
    allow,
    async connectAccount({ host, port, user, password }, mode = 'live') {
      allow(host, port)
      const id = newId()
      const imap: ServerAddress = { host, port, security: 'none', user }
      const imapSecret = secrets.seal(password, { workspaceId, record: id, field: 'account.imap_secret' })
      await office.ask((tx) => tx.insert(account).values({ id, workspaceId, name: user, address: `${user}@northwind.example`, kind: 'imap', imap, imapSecret, incomingMode: mode }))
      return id
    },
    watch(accountId, pace = {}, deps = {}) {
      const stop = new AbortController()
      const input = { workspaceId, accountId }
      const end = watch({ database, connections, parser, ingest: take, log: silent, pace: { ...PACE, ...pace }, beatMs: 50, ...deps }, input, { signal: stop.signal, beat: () => undefined })
      const watching: Watching = {
        end,
        stop: () => {
          stop.abort()
          return end
        },
      }
      watchers.add(watching)
      return watching
    },
    async close() {
      await Promise.all([...watchers].map((watching) => watching.stop()))
      await connections.close()
      await parser.close()
      await office.close()
    },
  }
}

/** Another mail program on the same account. */
export async function otherProgram(login: Login): Promise<Connection> {
  return connect({ ...login, security: 'none', secret: { password: login.password } }, createOutboundGuard([`${login.host}:${login.port}`]))
}

/** A new owner of mailboxes. Dovecot reads its list of users once a second, so the first sign-in may have to wait for that. */
export async function newLogin(dovecot: Dovecot): Promise<Login> {
  const login = { host: dovecot.host, port: dovecot.imapPort, ...dovecot.addUser() }
  await until('the server knows its new user', async () => {
    const program = await otherProgram(login)
    program.close()
    return true
  })
  return login
}

/** Waits until the watcher says that all mail there is has been read. */
export async function live(room: Mailroom, accountId: string): Promise<void> {
  await until('the account is live', async () => (await accountRow(room, accountId)).state === 'live')
}

export async function accountRow(room: Mailroom, accountId: string): Promise<typeof account.$inferSelect> {
  const [row] = await room.ask((tx) => tx.select().from(account).where(eq(account.id, accountId)))
  if (row === undefined) throw new Error('no such account')
  return row
}

/** What lies where: subject and flags, by UID, of one mailbox of the account. */
export async function lying(room: Mailroom, accountId: string, path: string): Promise<{ subject: string; flags: string[]; uid: number; messageId: string; arrived: boolean }[]> {
  const rows = await room.ask((tx) => tx.execute(sql`
    select m.subject, p.flags, p.uid::float8 as uid, m.id, m.arrived_at is not null as arrived from placement p join message m on m.id = p.message_id join mailbox b on b.id = p.mailbox_id
    where b.account_id = ${accountId} and b.path = ${path} order by p.uid`))
  return rows.map((row) => ({ subject: String(row.subject), flags: Array.isArray(row.flags) ? row.flags.map(String) : [], uid: Number(row.uid), messageId: String(row.id), arrived: row.arrived === true }))
}

export async function mailboxId(room: Mailroom, accountId: string, path: string): Promise<string> {
  const [row] = await room.ask((tx) => tx.select({ id: mailbox.id }).from(mailbox).where(and(eq(mailbox.accountId, accountId), eq(mailbox.path, path))))
  if (row === undefined) throw new Error(`no mailbox ${path}`)
  return row.id
}

export async function count(room: Mailroom, table: 'message' | 'placement' | 'execution' | 'mailbox_change', accountId: string): Promise<number> {
  const [row] = await room.ask((tx) => tx.execute(sql`select count(*)::int as n from ${sql.identifier(table)} where account_id = ${accountId}`))
  return Number(row?.n)
}

export interface WatchedMail {
  readonly login: Login
  readonly accountId: string
  readonly watching: Watching
  readonly messageId: string
}

/** An account with one mail in its inbox and a watcher. */
export async function watchedMail(room: Mailroom, server: Dovecot, pace: Partial<Pace> = { pollMs: 150 }): Promise<WatchedMail> {
  const login = await newLogin(server)
  await server.deliver(login.user, rawOf({ subject: 'A mail' }))
  const accountId = await room.connectAccount(login)
  const watching = room.watch(accountId, pace)
  await live(room, accountId)
  const messageId = (await lying(room, accountId, 'INBOX'))[0]?.messageId ?? ''
  return { login, accountId, watching, messageId }
}

/** What the server itself says: UIDs and flags of a mailbox. */
export async function onServer(login: Login, path: string): Promise<{ uid: number; flags: string[] }[]> {
  const program = await otherProgram(login)
  await select(program, path)
  const found = await program.client.fetchAll('1:*', { uid: true, flags: true }, { uid: true }).catch(() => [])
  program.close()
  return found.map(({ uid, flags }) => ({ uid, flags: [...(flags ?? [])].filter((flag) => flag !== '\\Recent').sort() }))
}

/** Another program deletes all mail of a mailbox for good. */
export async function expunge(login: Login, path: string): Promise<void> {
  const program = await otherProgram(login)
  await select(program, path)
  await program.client.messageDelete('1:*', { uid: true })
  program.close()
}
