import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { ImapFlow } from 'imapflow'
import { until } from '../support/until'
import type { Benchmark } from './benchmark'
import { corpus } from './corpus'
import { milliseconds } from './statistics'

const MAILS = 10_000
const FIRST_PAGE = 50
const AT_MOST_MS = 120_000

/** An account with 10,000 mails is connected: until every one is read, threaded and committed, against ImapFlow fetching the same bytes and dropping them. */
export const firstSync: Benchmark = {
  name: 'first-sync',
  async run(tell, site) {
    const company = await site.open()
    const dovecot = await site.dovecot()
    const login = dovecot.addUser()
    tell('writing 10,000 mails')
    fillMaildir(dovecot.folder, login.user)
    // The first run makes Dovecot's index and does not count.
    await fetchAll(dovecot.imapPort, login)
    tell('the bare loop')
    const bare = await milliseconds(() => fetchAll(dovecot.imapPort, login))
    tell('syncing')
    const began = performance.now()
    const { accountId } = await company.imapAccount(login, null)
    const count = async (): Promise<number> => {
      const [row] = await company.database.inWorkspace(company.workspaceId, (tx) => tx.execute(sql`select count(*)::int as n from message where account_id = ${accountId}::uuid and state <> 'headers'`))
      return Number(row?.n ?? 0)
    }
    await until('the first page is there', async () => (await count()) >= FIRST_PAGE, { withinMilliseconds: AT_MOST_MS })
    const firstPage = performance.now() - began
    let last = 0
    await until('all mails are there', async () => {
      last = await count()
      return last >= MAILS
    }, { withinMilliseconds: AT_MOST_MS }).catch((cause: unknown) => {
      if (last < MAILS / 10) throw cause
    })
    const taken = performance.now() - began
    return [
      { what: `first sync of ${MAILS.toLocaleString('en-US')}${last < MAILS ? ` (stopped at ${last})` : ''}, whole mails committed`, unit: '/s', ours: (last * 1_000) / taken, baseline: { what: 'bare ImapFlow, discarding', value: (MAILS * 1_000) / bare }, target: { kind: 'at least', value: 1_000 } },
      { what: `first sync: connected → newest ${FIRST_PAGE} are there`, unit: 'ms', ours: firstPage, baseline: null, target: null },
    ]
  },
}

/** Mails as Dovecot's own delivery would leave them, oldest first. */
function fillMaildir(folder: string, user: string): void {
  const maildir = join(folder, 'mail', user, 'Maildir')
  for (const part of ['', 'cur', 'new', 'tmp']) {
    mkdirSync(join(maildir, part), { recursive: true })
    chmodSync(join(maildir, part), 0o777)
  }
  chmodSync(join(folder, 'mail', user), 0o777)
  let index = 0
  for (const { raw, at } of corpus(MAILS, 31)) {
    index += 1
    const file = join(maildir, 'cur', `${Math.floor(at.getTime() / 1_000)}.M${String(index).padStart(6, '0')}P1.bench:2,${index % 5 === 0 ? '' : 'S'}`)
    writeFileSync(file, raw)
    chmodSync(file, 0o666)
  }
}

async function fetchAll(port: number, { user, password }: { user: string; password: string }): Promise<void> {
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth: { user, pass: password }, logger: false })
  client.on('error', () => client.close())
  await client.connect()
  try {
    await client.mailboxOpen('INBOX', { readOnly: true })
    let count = 0
    for await (const message of client.fetch('1:*', { uid: true, flags: true, source: true })) if (message.source !== undefined) count += 1
    if (count !== MAILS) throw new Error(`The mail server gave ${count} of ${MAILS} mails.`)
  } finally {
    await client.logout()
  }
}
