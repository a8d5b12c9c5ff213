// An office where everything that sets a rule off is real: the API over HTTP, the worker, the engine, the database and a server that takes what is sent.
// The tests of all triggers share one, because a worker takes seconds to start.

import { randomBytes } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { ingest } from '../../activities/ingest'
import { outgoingServer } from '../../db/schema'
import { openApi, serve, type TestApi } from './api'
import { testEngine } from './engine'
import { accountWith, type Office } from './fixtures'
import { arriving, type Letter } from './mails'
import { officeIn, type OfficeApi } from './office-api'
import { graphOf, ruleWith, type Arrows, type Steps } from './rules'
import { MASTER_KEY, workerFor, type TestWorker } from './running-worker'
import { startSmtpSink, type SmtpSink } from './smtp-sink'
import { until } from './until'

type Row = Record<string, unknown>

interface Running {
  readonly api: TestApi
  /** Where the API is served. */
  readonly url: string
  readonly office: Omit<OfficeApi, 'close'>
  readonly place: Pick<Office, 'database' | 'test' | 'workspaceId' | 'userId' | 'ask' | 'close'>
  readonly worker: TestWorker
  readonly sink: SmtpSink
  readonly engine: Client
  close(): Promise<void>
}

/** Its parts are there while a test runs, not while tests are declared. */
export interface TriggerOffice extends Omit<Running, 'close'> {
  /** Fresh for each test, without a mail server, live in both directions. */
  readonly account: Pick<Office, 'accountId' | 'mailboxes'>
  /** The account's. */
  readonly address: string
  /** Publishes a rule of the account that begins with `start`. */
  rule(start: { readonly type: string; readonly config?: unknown }, steps: Steps, arrows: Arrows, options?: { readonly accountId?: string }): Promise<{ ruleId: string; versionId: string }>
  /** The account's mail takes one in. Returns its message's id. */
  mailHere(letter?: Letter): Promise<string>
  /** Those of the account, oldest first. */
  executions(accountId?: string): Promise<readonly Row[]>
  /** The same when there are so many and all have ended. */
  ended(count: number, accountId?: string): Promise<readonly Row[]>
  /** Every written event was raised: what was not set off by now is not. */
  quiet(): Promise<unknown>
  tagsOf(messageId: string): Promise<readonly unknown[]>
  /** A step that tells the office's person something. */
  tell(text: string): Steps[string]
  /** What executions of the account told people, in order. */
  told(): Promise<readonly unknown[]>
}

/** Opens one for all tests of the file that calls it, and an account for each. */
export function triggerOffice(): TriggerOffice {
  let running: Running
  let account: TriggerOffice['account']
  let address: string
  beforeAll(async () => {
    running = await open()
  })
  afterAll(() => running.close())
  beforeEach(async () => {
    address = `support-${randomBytes(4).toString('hex')}@northwind.example`
    account = await running.office.ask((tx) => accountWith(tx, running.office.workspaceId, address, 'local'))
    await rows(sql`update account set outgoing_mode = 'live' where id = ${account.accountId}`)
  })
  const rows = (query: ReturnType<typeof sql>) => running.office.ask((tx) => tx.execute(query))
  const executions = (accountId = account.accountId) => rows(sql`select * from execution where account_id = ${accountId} order by created_at, position`)
  return {
    get api() { return running.api },
    get url() { return running.url },
    get office() { return running.office },
    get place() { return running.place },
    get worker() { return running.worker },
    get sink() { return running.sink },
    get engine() { return running.engine },
    get account() { return account },
    get address() { return address },
    rule: (start, steps, arrows, { accountId = account.accountId } = {}) => ruleWith({ ...running.place, ...account }, graphOf(steps, arrows, 'message', start), { accountId }),
    async mailHere(letter = {}) {
      const [taken] = await ingest(running.worker.parts, { workspaceId: running.office.workspaceId, accountId: account.accountId, mails: [await arriving({ to: address, ...letter })] })
      return taken?.messageId ?? ''
    },
    executions,
    ended: (count, accountId) =>
      until(`${count} executions end`, async () => {
        const found = await executions(accountId)
        return found.length >= count && found.every((row) => row.ended_at !== null) ? found : null
      }),
    quiet: () => until('every event is raised', async () => (await rows(sql`select 1 from rule_event where raised_at is null`)).length === 0),
    tagsOf: async (messageId) => (await rows(sql`select t.name from message_tag m join tag t on t.id = m.tag_id where m.message_id = ${messageId} order by 1`)).map(({ name }) => name),
    tell: (text) => ({ type: 'user.notify', config: { userRef: running.office.userId, text } }),
    told: async () => (await rows(sql`select n.text from notification n join execution e on e.id = n.execution_id where e.account_id = ${account.accountId} order by n.at`)).map(({ text }) => text),
  }
}

async function open(): Promise<Running> {
  const sink = await startSmtpSink()
  const opened = await openApi({ masterKey: MASTER_KEY })
  const { api, url, close } = await serve(opened)
  const office = await officeIn(api)
  const place = { database: api.database, test: api.place, workspaceId: office.workspaceId, userId: office.userId, ask: office.ask, close: () => opened.close() }
  const worker = await workerFor({ database: api.database, test: api.place }, { allowedHosts: [`127.0.0.1:${sink.port}`] })
  await worker.connected
  const { address, namespace } = await testEngine()
  const engine = new Client({ connection: await Connection.connect({ address }), namespace })
  await office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } }))
  return {
    api, url, office, place, worker, sink, engine,
    async close() {
      await engine.connection.close()
      await worker.stop()
      await close()
      await api.close()
      await sink.stop()
    },
  }
}
