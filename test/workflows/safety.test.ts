import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { backlogJob, freezeBacklog } from '../../db/queries/backlog-job'
import { requestCancel, withdrawMails } from '../../db/queries/cancel-execution'
import { writeRuleEvent } from '../../db/queries/rule-event'
import { missedMails, releaseHeld } from '../../db/queries/rule-standing'
import { outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import type { RuleGraph } from '../../rules/graph'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { graphOf, ruleWith, tagEverything } from '../support/rules'
import { workerFor, type TestWorker } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

/** What keeps rules in hand, with the engine, the gateway and an outgoing server. */

let office: Office
let worker: TestWorker
let sink: SmtpSink
let address: string
let accountId: string

beforeAll(async () => {
  office = await openOffice()
  sink = await startSmtpSink()
  worker = await workerFor(office, { allowedHosts: [`127.0.0.1:${sink.port}`] })
  await office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } }))
  await worker.connected
})
afterAll(async () => {
  await worker.stop()
  await office.close()
  await sink.stop()
})
beforeEach(async () => {
  address = `support-${randomBytes(4).toString('hex')}@northwind.example`
  ;({ accountId } = await office.ask((tx) => accountWith(tx, office.workspaceId, address, 'local')))
})

async function deliver(from = 'pieter@bouw.example'): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: worker.gatewayPort ?? 0, ignoreTLS: true })
  await transport.sendMail({ from, to: address, subject: 'Where is it?', text: 'Good morning' })
  transport.close()
}
const replying = (settings: Partial<RuleGraph> = {}): RuleGraph => ({ ...graphOf({ reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } } }, [['start', 'reply']]), ...settings })
const rule = (graph: RuleGraph) => ruleWith(office, graph, { accountId })
const rows = (query: ReturnType<typeof sql>) => office.ask((tx) => tx.execute(query))
const executions = () => rows(sql`select id, state, held_at is not null as held from execution where account_id = ${accountId} order by created_at`)
/** Replies of this account that the server took. */
const replies = () => sink.mails.filter(({ text, acknowledged }) => acknowledged && text.includes(address) && text.includes('Auto-Submitted: auto-replied'))
const states = (wanted: readonly string[]) =>
  until(`executions are ${wanted.join(', ')}`, async () => {
    const found = (await executions()).map(({ state }) => String(state)).toSorted()
    return JSON.stringify(found) === JSON.stringify(wanted.toSorted()) ? found : null
  })

test('beyond its budget a rule sends nothing more until somebody lets it, and then sends the rest once', async () => {
  const { ruleId } = await rule(replying({ effectBudgetPerHour: 2 }))
  await Promise.all(['one', 'two', 'three'].map((who) => deliver(`${who}@bouw.example`)))
  await states(['done', 'done', 'waiting'])
  expect(replies()).toHaveLength(2)
  expect((await executions()).map(({ held }) => held).toSorted()).toEqual([false, false, true])
  // The owner reads of it by mail.
  await until('the alert arrives', async () => sink.mails.find(({ recipients, text }) => recipients.includes('marta@northwind.example') && text.includes(address)) ?? null)
  await office.ask((tx) => releaseHeld(tx, office.workspaceId, ruleId))
  await states(['done', 'done', 'done'])
  expect(replies()).toHaveLength(3)
})

test('the kill switch of an account keeps back a mail whose envelope the server has already', async () => {
  await rule(replying())
  let open: () => void = () => undefined
  sink.fail({ at: 'rcpt', hold: new Promise<void>((resolve) => { open = resolve }) })
  const before = sink.heard.rcpt
  await deliver()
  await until('the server is asked', async () => (sink.heard.rcpt > before ? true : null))
  await office.ask(async (tx) => {
    await tx.execute(sql`update account set halted = true where id = ${accountId}`)
    await withdrawMails(tx, office.workspaceId, await requestCancel(tx, { workspaceId: office.workspaceId, accountId }))
  })
  open()
  await states(['cancelled'])
  expect(replies()).toEqual([])
  expect(await rows(sql`select state from outgoing_message where account_id = ${accountId}`)).toEqual([{ state: 'cancelled' }])
})

test('automatic replies ask for the null sender where that is chosen, and take the account’s address where a server refuses it', async () => {
  await office.ask((tx) => tx.execute(sql`update workspace set limits = '{"replySender": "null"}' where id = ${office.workspaceId}`))
  await rule(replying())
  await deliver('first@bouw.example')
  await states(['done'])
  sink.fail({ at: 'mail', code: 550, text: 'Sender refused' })
  await deliver('second@bouw.example')
  await states(['done', 'done'])
  expect(replies().map(({ from }) => from)).toEqual(['', address])
})

test('a rule that was paused catches up through the engine', async () => {
  const { ruleId } = await rule(tagEverything('Late'))
  await rows(sql`update rule set state = 'paused', paused_at = now(), pause_mode = 'catch up' where id = ${ruleId}`)
  await deliver()
  await until('the mail is remembered', async () => ((await office.ask((tx) => missedMails(tx, office.workspaceId, ruleId))).length === 1 ? true : null))
  await office.ask(async (tx) => {
    const messageIds = await missedMails(tx, office.workspaceId, ruleId)
    await tx.execute(sql`update rule set state = 'active', paused_at = null where id = ${ruleId}`)
    await writeRuleEvent(tx, { workspaceId: office.workspaceId, kind: 'catch up', key: `catch up:${newId()}`, ruleId, data: { messageIds } })
  })
  await states(['done'])
})

test('a rule that is applied to older mail is held at its budget, and goes on with the rest once somebody lets it [SAF-05] [TRG-07]', async () => {
  for (const who of ['one', 'two', 'three']) await deliver(`${who}@bouw.example`)
  const { workspaceId } = office
  const { ruleId, versionId } = await rule(replying({ effectBudgetPerHour: 2 }))
  const [version] = await rows(sql`select plan_id as id from rule_version where id = ${versionId}`)
  const chosen = { mailboxId: null, since: null, until: new Date(Date.now() + 60_000), limit: 100 }
  const { jobId } = await office.ask((tx) => freezeBacklog(tx, { workspaceId, accountId, ruleId, versionId, planId: String(version?.id), mode: 'live', userId: office.userId, chosen }))
  await states(['done', 'done', 'waiting'])
  expect(replies()).toHaveLength(2)
  await office.ask(async (tx) => {
    await releaseHeld(tx, workspaceId, ruleId)
    await tx.execute(sql`update rule set state = 'active', paused_because = null where id = ${ruleId}`)
  })
  await states(['done', 'done', 'done'])
  await until('the job is done', async () => ((await office.ask((tx) => backlogJob(tx, workspaceId, jobId)))?.state === 'done' ? true : null))
  expect(replies()).toHaveLength(3)
})
