import { ImapFlow } from 'imapflow'
import { setTimeout as pause } from 'node:timers/promises'
import { until } from '../support/until'
import { tagEverything } from '../support/rules'
import type { Benchmark, Row } from './benchmark'
import { corpus } from './corpus'
import type { Company, Site } from './site'
import { openSender } from './smtp-sender'
import { percentile } from './statistics'

const MAILS = 150
const WARM_UP = 20
/** Mails a second, and how many, over so many connections: each is free again before its turn comes. */
const PACE = 20
const PACED = 400
const SENDERS = 10
/** Mails for the idle path come one by one, so that the server's notice is not shared. */
const IDLE_MAILS = 20
const IDLE_PACE_MS = 1_100

/** From the commit that stores a mail to the commit of the first thing a rule does to it: through the gateway, and through a server's IDLE. */
export const firstAction: Benchmark = {
  name: 'first-action',
  async run(tell, site) {
    const company = await site.open()
    tell('through the gateway')
    const gateway = await throughGateway(company)
    tell('at twenty mails a second')
    const paced = await atPace(company)
    tell('a bare workflow')
    const bare = await throughBareEngine(company)
    tell('through IDLE')
    const idle = await throughIdle(company, site)
    const beside = (p: number) => ({ what: 'bare row → workflow → row', value: percentile(bare, p) })
    const listener = (p: number) => ({ what: 'bare ImapFlow', value: percentile(idle.bare, p) })
    const rows: Row[] = [
      { what: 'gateway: stored → first action, p50', unit: 'ms', ours: percentile(gateway.fromStored, 0.5), baseline: beside(0.5), target: { kind: 'at most', value: 30 } },
      { what: 'gateway: stored → first action, p99', unit: 'ms', ours: percentile(gateway.fromStored, 0.99), baseline: beside(0.99), target: { kind: 'at most', value: 100 } },
      { what: `gateway at ${PACE} mails/s: stored → first action, p50`, unit: 'ms', ours: percentile(paced, 0.5), baseline: null, target: null },
      { what: `gateway at ${PACE} mails/s: stored → first action, p99`, unit: 'ms', ours: percentile(paced, 0.99), baseline: beside(0.99), target: { kind: 'at most', value: 100 } },
      { what: 'gateway: sending begins → first action, p50', unit: 'ms', ours: percentile(gateway.fromSending, 0.5), baseline: null, target: null },
      { what: 'IDLE: delivered → stored, p50', unit: 'ms', ours: percentile(idle.stored, 0.5), baseline: listener(0.5), target: null },
      { what: 'IDLE: delivered → first action, p50', unit: 'ms', ours: percentile(idle.acted, 0.5), baseline: listener(0.5), target: { kind: 'above baseline at most', value: 50 } },
      { what: `IDLE: delivered → first action, slowest of ${IDLE_MAILS}`, unit: 'ms', ours: percentile(idle.acted, 1), baseline: listener(1), target: null },
    ]
    return rows
  },
}

async function throughGateway({ installation, localAccount, watcher }: Company): Promise<{ fromStored: number[]; fromSending: number[] }> {
  const address = 'first-action@northwind.example'
  await localAccount(address, tagEverything())
  const sender = await openSender(installation.status().ports.gateway)
  const fromStored: number[] = []
  const fromSending: number[] = []
  try {
    for (const { raw, messageId } of corpus(MAILS + WARM_UP, 11)) {
      const began = performance.now()
      await sender.send('bench@firm1.example', address, raw)
      const acted = await watcher.heard('tagged', messageId)
      fromStored.push(acted - (await watcher.heard('stored', messageId)))
      fromSending.push(acted - began)
    }
  } finally {
    sender.close()
  }
  return { fromStored: fromStored.slice(WARM_UP), fromSending: fromSending.slice(WARM_UP) }
}

/** Mails that come whether or not the ones before are done. */
async function atPace({ installation, localAccount, watcher }: Company): Promise<number[]> {
  const address = 'paced@northwind.example'
  await localAccount(address, tagEverything())
  const senders = await Promise.all(Array.from({ length: SENDERS }, () => openSender(installation.status().ports.gateway)))
  const began = performance.now()
  try {
    const times = await Promise.all([...corpus(PACED, 13)].map(async ({ raw, messageId }, index) => {
      await pause(Math.max(0, began + (index * 1_000) / PACE - performance.now()))
      await senders[index % SENDERS]?.send('bench@firm1.example', address, raw)
      return (await watcher.heard('tagged', messageId)) - (await watcher.heard('stored', messageId))
    }))
    return times.slice(WARM_UP)
  } finally {
    for (const sender of senders) sender.close()
  }
}

async function throughBareEngine(company: Company): Promise<number[]> {
  const engine = await company.bareEngine()
  const times: number[] = []
  for (let index = 0; index < MAILS + WARM_UP; index += 1) times.push(await engine.runFromRow())
  return times.slice(WARM_UP)
}

/** Milliseconds from the server's answer to the delivery. */
interface IdleTimes {
  readonly bare: number[]
  readonly stored: number[]
  readonly acted: number[]
}

async function throughIdle({ imapAccount, database, workspaceId, watcher }: Company, site: Site): Promise<IdleTimes> {
  const dovecot = await site.dovecot()
  const login = dovecot.addUser()
  const { accountId } = await imapAccount(login, tagEverything())
  await until('the account is live', () => isLive(database, workspaceId, accountId), { withinMilliseconds: 30_000 })
  const listener = await bareListener(dovecot.imapPort, login)
  const times: IdleTimes = { bare: [], stored: [], acted: [] }
  try {
    for (const { raw, messageId } of corpus(IDLE_MAILS + 1, 12)) {
      const heard = listener.next()
      await dovecot.deliver(login.user, raw)
      const delivered = performance.now()
      times.bare.push((await heard) - delivered)
      times.stored.push((await watcher.heard('stored', messageId)) - delivered)
      times.acted.push((await watcher.heard('tagged', messageId)) - delivered)
      await pause(Math.max(0, delivered + IDLE_PACE_MS - performance.now()))
    }
  } finally {
    listener.close()
  }
  return { bare: times.bare.slice(1), stored: times.stored.slice(1), acted: times.acted.slice(1) }
}

/** As little as a program can do with ImapFlow: idle, and fetch what is announced. */
async function bareListener(port: number, { user, password }: { user: string; password: string }): Promise<{ next(): Promise<number>; close(): void }> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user, pass: password }, logger: false, disableAutoIdle: true })
  client.on('error', () => client.close())
  await client.connect()
  await client.mailboxOpen('INBOX')
  const idle = (): void => void client.idle().catch(() => client.close())
  idle()
  return {
    next: () =>
      new Promise((resolve, reject) => {
        client.once('exists', ({ count }: { count: number }) => {
          client.fetchOne(String(count), { source: true }).then(() => {
            resolve(performance.now())
            idle()
          }, reject)
        })
      }),
    close: () => client.close(),
  }
}

async function isLive(database: Company['database'], workspaceId: string, accountId: string): Promise<boolean> {
  const found = await database.inWorkspace(workspaceId, (tx) => tx.query.account.findFirst({ where: (row, { eq }) => eq(row.id, accountId), columns: { state: true } }))
  return found?.state === 'live'
}

