import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { graphOf, ruleWith, tagEverything, whenSubject } from '../support/rules'
import { workerFor, type TestWorker } from '../support/running-worker'
import { until } from '../support/until'

let office: Office
let worker: TestWorker
let address: string
let account: { accountId: string; mailboxes: Office['mailboxes'] }

beforeAll(async () => {
  office = await openOffice()
  worker = await workerFor(office)
  await worker.connected
})
afterAll(async () => {
  await worker.stop()
  await office.close()
})
beforeEach(async () => {
  address = `support-${randomBytes(4).toString('hex')}@northwind.example`
  account = await office.ask((tx) => accountWith(tx, office.workspaceId, address, 'local'))
})

/** Delivers by SMTP, as another server would. */
async function deliver(letter: { subject?: string; from?: string; text?: string; inReplyTo?: string; messageId?: string } = {}): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: worker.gatewayPort ?? 0, ignoreTLS: true })
  await transport.sendMail({ from: 'Pieter <pieter@bouw.example>', to: address, subject: 'Where is it?', text: 'Good morning', ...letter })
  transport.close()
}

const rule = (graph: Parameters<typeof ruleWith>[1], options: Parameters<typeof ruleWith>[2] = {}) => ruleWith(office, graph, { accountId: account.accountId, ...options })
const executions = () => office.ask((tx) => tx.execute(sql`select * from execution where account_id = ${account.accountId} order by position, created_at`))
const ended = (count = 1) =>
  until(`${count} executions end`, async () => {
    const rows = await executions()
    return rows.length >= count && rows.every((row) => row.ended_at !== null) ? rows : null
  })
const steps = (executionId: unknown) => office.ask((tx) => tx.execute(sql`select step_id, state, port, reason, detail, receipts from execution_step where execution_id = ${executionId as string} order by seq`))

describe('from a real mail to an audited action', () => {
  test('a mail that matches is tagged and gets a ticket, and the ledger says so', async () => {
    await rule(graphOf(
      { if: whenSubject('invoice'), tag: { type: 'tag.add', config: { tag: 'Finance' } }, ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } } },
      [['start', 'if'], ['if:yes', 'tag'], ['tag', 'ticket']],
    ))
    await deliver({ subject: 'Your invoice of May' })
    const [execution] = await ended()
    expect(execution).toMatchObject({ state: 'done', mode: 'live' })
    expect((await steps(execution?.id)).map(({ step_id, state, port }) => [step_id, state, port])).toEqual([['start', 'done', 'next'], ['if', 'done', 'yes'], ['tag', 'done', 'next'], ['ticket', 'done', 'next']])
    const [done] = await office.ask((tx) => tx.execute(sql`
      select (select string_agg(t.name, ',') from message_tag mt join tag t on t.id = mt.tag_id where mt.message_id = ${execution?.message_id as string}) as tags,
        (select title from record where message_id = ${execution?.message_id as string}) as title`))
    expect(done).toEqual({ tags: 'Finance', title: 'Your invoice of May' })
  })
})
