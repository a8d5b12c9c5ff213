// An office whose rules run as in production: mail comes in by SMTP through the worker's gateway, the engine walks, and what leaves is taken by a server of the
// test's own. The tests of a walked rule share one, because a worker takes seconds to start.

import { randomBytes } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { sql } from 'drizzle-orm'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { endpointPlace } from '../../db/queries/endpoint'
import { endpoint, outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import type { RuleGraph } from '../../rules/graph'
import { secretsWith } from '../../server/secrets'
import { testEngine } from './engine'
import { accountWith, openOffice, type Office } from './fixtures'
import { recordHistory } from './histories'
import { ruleWith, type RuleOptions } from './rules'
import { MASTER_KEY, workerFor, type TestWorker } from './running-worker'
import { startSmtpSink, type SmtpSink } from './smtp-sink'
import { until } from './until'
import { startWebPeer, type WebPeer } from './web-peer'

type Row = Record<string, unknown>

interface Running {
  readonly office: Office
  readonly worker: TestWorker
  readonly sink: SmtpSink
  readonly peer: WebPeer
  readonly engine: Client
  close(): Promise<void>
}

/** Its parts are there while a test runs, not while tests are declared. */
export interface RuleOffice extends Omit<Running, 'close'> {
  /** Fresh for each test, without a mail server, live. */
  readonly account: Pick<Office, 'accountId' | 'mailboxes'>
  rule(graph: RuleGraph, options?: RuleOptions): Promise<{ ruleId: string; versionId: string }>
  /** Delivers a mail to the account by SMTP, as another server would. */
  deliver(letter?: SendMailOptions): Promise<void>
  /** What was sent to the one who wrote. */
  replies(): SmtpSink['mails']
  /** Those of the account, in rule order. */
  executions(): Promise<readonly Row[]>
  /** The same when there are so many and all have ended. */
  ended(count?: number): Promise<readonly Row[]>
  /** The same when each waits or has ended. */
  parked(): Promise<readonly Row[]>
  steps(executionId: unknown): Promise<readonly Row[]>
  /** Of each step the way it took, else why it took none, else its state. */
  stateOf(executionId: unknown): Promise<Row>
  tagsOf(messageId: unknown): Promise<readonly unknown[]>
  /** What incoming mail sets off from here on. */
  mode(to: 'off' | 'dry run' | 'live'): Promise<unknown>
  /** A web address of the office, sealed as the API seals it. */
  endpointAt(style: 'http' | 'slack', path: string): Promise<string>
}

/** Opens one for all tests of the file that calls it. Every path they take is saved when recording is asked for. */
export function ruleOffice(): RuleOffice {
  let running: Running
  let account: RuleOffice['account']
  let address: string
  const rows = (query: ReturnType<typeof sql>) => running.office.ask((tx) => tx.execute(query))
  const executions = () => rows(sql`select * from execution where account_id = ${account.accountId} order by position, created_at`)
  const steps = (executionId: unknown) => rows(sql`select step_id, state, port, reason, detail, receipts from execution_step where execution_id = ${String(executionId)} order by seq`)
  beforeAll(async () => {
    running = await open()
  })
  // An owner is told of what failed: no test begins before that mail is through.
  afterEach(async ({ task }) => {
    running.sink.clear()
    await until('nothing is on its way', async () => (await rows(sql`select 1 from outgoing_message where settled_at is null limit 1`)).length === 0)
    for (const [index, { id }] of (await executions()).entries()) {
      await recordHistory(running.engine, `execution:${String(id)}`, `execute-rule-${task.name.toLowerCase().split(/[^a-z]+/).slice(0, 8).join('-')}-${index + 1}`)
    }
  })
  afterAll(() => running.close())
  beforeEach(async () => {
    address = `support-${randomBytes(4).toString('hex')}@northwind.example`
    account = await running.office.ask((tx) => accountWith(tx, running.office.workspaceId, address, 'local'))
  })
  return {
    get office() { return running.office },
    get worker() { return running.worker },
    get sink() { return running.sink },
    get peer() { return running.peer },
    get engine() { return running.engine },
    get account() { return account },
    rule: (graph, options = {}) => ruleWith(running.office, graph, { accountId: account.accountId, ...options }),
    async deliver(letter = {}) {
      const transport = createTransport({ host: '127.0.0.1', port: running.worker.gatewayPort ?? 0, ignoreTLS: true })
      await transport.sendMail({ from: 'Pieter <pieter@bouw.example>', to: address, subject: 'Where is it?', text: 'Good morning', ...letter })
      transport.close()
    },
    replies: () => running.sink.mails.filter(({ recipients }) => recipients.includes('pieter@bouw.example')),
    executions,
    ended: (count = 1) =>
      until(`${count} executions end`, async () => {
        const found = await executions()
        return found.length >= count && found.every((row) => row.ended_at !== null) ? found : null
      }),
    parked: () =>
      until('the execution waits', async () => {
        const found = await executions()
        return found.length > 0 && found.every((row) => row.parked === true || row.ended_at !== null) ? found : null
      }),
    steps,
    stateOf: async (executionId) => Object.fromEntries((await steps(executionId)).map(({ step_id, state, port, reason }) => [step_id, port ?? reason ?? state])),
    tagsOf: async (messageId) => (await rows(sql`select t.name from message_tag mt join tag t on t.id = mt.tag_id where mt.message_id = ${String(messageId)} order by 1`)).map(({ name }) => name),
    mode: (to) => rows(sql`update account set incoming_mode = ${to} where id = ${account.accountId}`),
    async endpointAt(style, path) {
      const id = newId()
      const { workspaceId } = running.office
      const url = secretsWith(MASTER_KEY).seal(`${running.peer.origin}${path}`, endpointPlace(workspaceId, id, 'url'))
      await running.office.ask((tx) => tx.insert(endpoint).values({ id, workspaceId, name: id, style, host: running.peer.place, url }))
      return id
    },
  }
}

async function open(): Promise<Running> {
  const office = await openOffice()
  const [sink, peer] = await Promise.all([startSmtpSink(), startWebPeer()])
  const worker = await workerFor(office, { allowedHosts: [`127.0.0.1:${sink.port}`, peer.place] })
  await office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } }))
  await worker.connected
  const { address, namespace } = await testEngine()
  const engine = new Client({ connection: await Connection.connect({ address }), namespace })
  return {
    office, worker, sink, peer, engine,
    async close() {
      await engine.connection.close()
      await worker.stop()
      await office.close()
      await Promise.all([sink.stop(), peer.close()])
    },
  }
}

export const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }
export const reply = { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } }
export const wait = (listensTo: 'nothing' | 'replied' | 'answered', seconds = 3_600) => ({ type: 'wait.reply', config: { seconds, listensTo } })
export const move = ({ account }: Pick<RuleOffice, 'account'>) => ({ type: 'mailbox.move', config: { mailboxRef: account.mailboxes.Invoices } })
