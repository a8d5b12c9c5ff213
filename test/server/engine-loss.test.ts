import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ingest } from '../../activities/ingest'
import { requestCancel } from '../../db/queries/cancel-execution'
import { outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { anyFreePort } from '../../stack/ports'
import { makeFolder } from '../../stack/paths'
import { startTemporal, type Temporal } from '../../stack/temporal'
import { findTemporal } from '../../stack/temporal-server/find'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { arriving } from '../support/mails'
import { graphOf, ruleWith, tagEverything } from '../support/rules'
import { workerFor, type TestWorker } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

const folder = join(tmpdir(), `postroom-engine-${randomBytes(4).toString('hex')}`)
let office: Office
let sink: SmtpSink
let engine: Temporal
let port: number
let worker: TestWorker

const startEngine = async (): Promise<Temporal> => {
  const binary = await findTemporal()
  if (binary === null) throw new Error('There is no Temporal program here. "npm run doctor" says how to get one.')
  return startTemporal({ binary, databaseFile: join(makeFolder(folder), 'temporal.db'), port })
}
const forgetEverything = () => rmSync(folder, { recursive: true, force: true })

beforeAll(async () => {
  port = await anyFreePort()
  ;[office, sink, engine] = await Promise.all([openOffice(), startSmtpSink(), startEngine()])
  worker = await workerFor(office, { engine: { address: `127.0.0.1:${port}`, namespace: 'postroom' }, allowedHosts: [`127.0.0.1:${sink.port}`] })
  await office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } }))
  await worker.connected
  await until('the engine is known', async () => (await office.database.system.execute(sql`select namespace_id from engine`))[0]?.namespace_id)
})
afterAll(async () => {
  await worker.stop()
  await engine.stop()
  await office.close()
  await sink.stop()
  forgetEverything()
})

async function localAccount(): Promise<{ accountId: string; address: string }> {
  const address = `support-${randomBytes(4).toString('hex')}@northwind.example`
  const { accountId } = await office.ask((tx) => accountWith(tx, office.workspaceId, address, 'local'))
  return { accountId, address }
}
const deliver = async (accountId: string, letter: Parameters<typeof arriving>[0] = {}) => ingest(worker.parts, { workspaceId: office.workspaceId, accountId, mails: [await arriving(letter)] })
const execution = async (accountId: string) => (await office.ask((tx) => tx.execute(sql`select * from execution where account_id = ${accountId}`)))[0]
const inState = (accountId: string, state: string) => until(`the execution is ${state}`, async () => ((await execution(accountId))?.state === state ? execution(accountId) : null), { withinMilliseconds: 40_000 })

test('while the engine is stopped mail is stored, what is cancelled ends at once, and the rules run when it is back', { timeout: 120_000 }, async () => {
  const { accountId } = await localAccount()
  const patient = await localAccount()
  await ruleWith(office, tagEverything(), { accountId })
  await ruleWith(office, graphOf({ wait: { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'replied' } }, tag: { type: 'tag.add', config: { tag: 'Replied' } } }, [['start', 'wait'], ['wait:replied', 'tag']]), { accountId: patient.accountId })
  await deliver(patient.accountId)
  const waiting = await inState(patient.accountId, 'waiting')
  await engine.stop()
  await office.ask((tx) => requestCancel(tx, { workspaceId: office.workspaceId, executionId: String(waiting?.id) }))
  await inState(patient.accountId, 'cancelled')
  const [wait] = await office.ask((tx) => tx.execute(sql`select port from wait where execution_id = ${String(waiting?.id)}`))
  expect(wait?.port).toBe('cancelled')
  for (let index = 0; index < 5; index += 1) await deliver(accountId)
  const [before] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from execution where account_id = ${accountId} and ended_at is null`))
  expect(before?.n).toBe(5)
  await until('Postroom knows that the engine is away', async () => (await office.database.system.execute(sql`select answering from engine`))[0]?.answering === false)
  engine = await startEngine()
  await until('all five end', async () => {
    const [row] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from execution where account_id = ${accountId} and state = 'done'`))
    return row?.n === 5
  }, { withinMilliseconds: 40_000 })
})

test('an order that only another version understands stays, and keeps those that are claimed with it from nothing', async () => {
  await office.ask((tx) => tx.execute(sql`
    insert into dispatch (workspace_id, id, workflow_id, kind, workflow, subject_id)
    select ${office.workspaceId}, id::uuid, workflow || ':1', 'start', workflow, id::uuid from (values (${newId()}, 'printLetter'), (${newId()}, 'sendMessage')) as orders (id, workflow)`))
  const left = () => office.database.system.execute(sql`select workflow from dispatch where workflow_id in ('printLetter:1', 'sendMessage:1')`)
  await until('the other is delivered', async () => (await left()).length === 1)
  expect(await left()).toEqual([{ workflow: 'printLetter' }])
  await office.database.system.execute(sql`delete from dispatch where workflow_id = 'printLetter:1'`)
})

test('an engine that lost its memory while a rule waits: the reply still ends the wait, and nothing is done twice', { timeout: 120_000 }, async () => {
  const { accountId } = await localAccount()
  const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }
  await ruleWith(office, graphOf({ ticket, wait: { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'replied' } }, tag: { type: 'tag.add', config: { tag: 'Replied' } } }, [['start', 'ticket'], ['ticket', 'wait'], ['wait:replied', 'tag']], 'thread'), { accountId })
  const id = `<${randomBytes(6).toString('hex')}@bouw.example>`
  await deliver(accountId, { id })
  await inState(accountId, 'waiting')
  await engine.stop()
  forgetEverything()
  await deliver(accountId, { inReplyTo: id })
  engine = await startEngine()
  await inState(accountId, 'done')
  const [counts] = await office.ask((tx) => tx.execute(sql`
    select (select count(*)::int from record r join thread t on t.id = r.thread_id where t.account_id = ${accountId}) as tickets, (select count(*)::int from message_tag mt join message m on m.id = mt.message_id where m.account_id = ${accountId}) as tags`))
  expect(counts).toEqual({ tickets: 1, tags: 1 })
})

test('an engine that lost its memory while a rule waits for a time: the time still comes', { timeout: 120_000 }, async () => {
  const { accountId } = await localAccount()
  await ruleWith(office, graphOf({ wait: { type: 'wait.reply', config: { seconds: 6, listensTo: 'nothing' } }, tag: { type: 'tag.add', config: { tag: 'Later' } } }, [['start', 'wait'], ['wait:elapsed', 'tag']]), { accountId })
  await deliver(accountId)
  await inState(accountId, 'waiting')
  await engine.stop()
  forgetEverything()
  engine = await startEngine()
  await inState(accountId, 'done')
})

test('an engine that lost its memory while a mail is being sent: one mail, and its execution ends', { timeout: 120_000 }, async () => {
  const { accountId, address } = await localAccount()
  await ruleWith(office, graphOf({ reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } } }, [['start', 'reply']]), { accountId })
  let letGo: () => void = () => undefined
  sink.fail({ at: 'rcpt', hold: new Promise<void>((resolve) => (letGo = resolve)) })
  await deliver(accountId, { from: 'somebody@bouw.example', to: address })
  await until('the mail is being sent', () => sink.heard.rcpt > 0)
  await engine.stop()
  forgetEverything()
  engine = await startEngine()
  letGo()
  const ended = await until('the execution ends', async () => {
    const row = await execution(accountId)
    return row?.ended_at === null ? null : row
  }, { withinMilliseconds: 60_000 })
  expect(['done', 'uncertain']).toContain(ended.state)
  expect(sink.mails.filter(({ from }) => from === address)).toHaveLength(1)
})
