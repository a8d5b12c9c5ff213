import { randomBytes } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { sql } from 'drizzle-orm'
import { createTransport } from 'nodemailer'
import { requestCancel } from '../../db/queries/cancel-execution'
import { rerun } from '../../server/rerun'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testEngine } from '../support/engine'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { recordHistory } from '../support/histories'
import { graphOf, ruleWith, tagEverything, whenSubject } from '../support/rules'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { endpointPlace } from '../../db/queries/endpoint'
import { endpoint, outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { secretsWith } from '../../server/secrets'
import { MASTER_KEY, workerFor, type TestWorker } from '../support/running-worker'
import { until } from '../support/until'
import { startWebPeer, type WebPeer } from '../support/web-peer'

let office: Office
let worker: TestWorker
let address: string
let sink: SmtpSink
let peer: WebPeer
let engine: Client
let account: { accountId: string; mailboxes: Office['mailboxes'] }

beforeAll(async () => {
  office = await openOffice()
  sink = await startSmtpSink()
  peer = await startWebPeer()
  worker = await workerFor(office, { allowedHosts: [`127.0.0.1:${sink.port}`, peer.place] })
  await office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } }))
  await worker.connected
  const { address: host, namespace } = await testEngine()
  engine = new Client({ connection: await Connection.connect({ address: host }), namespace })
})
/** Every path these tests take is saved when recording is asked for. An owner is told of what failed: no test begins before that mail is through. */
afterEach(async ({ task }) => {
  sink.clear()
  await until('nothing is on its way', async () => (await office.ask((tx) => tx.execute(sql`select 1 from outgoing_message where settled_at is null limit 1`))).length === 0)
  for (const [index, { id }] of (await executions()).entries()) {
    await recordHistory(engine, `execution:${String(id)}`, `execute-rule-${task.name.toLowerCase().split(/[^a-z]+/).slice(0, 8).join('-')}-${index + 1}`)
  }
})
afterAll(async () => {
  await engine.connection.close()
  await worker.stop()
  await office.close()
  await Promise.all([sink.stop(), peer.close()])
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

const replies = () => sink.mails.filter(({ recipients }) => recipients.includes('pieter@bouw.example'))
const rule = (graph: Parameters<typeof ruleWith>[1], options: Parameters<typeof ruleWith>[2] = {}) => ruleWith(office, graph, { accountId: account.accountId, ...options })
const executions = () => office.ask((tx) => tx.execute(sql`select * from execution where account_id = ${account.accountId} order by position, created_at`))
const ended = (count = 1) =>
  until(`${count} executions end`, async () => {
    const rows = await executions()
    return rows.length >= count && rows.every((row) => row.ended_at !== null) ? rows : null
  })
const steps = (executionId: unknown) => office.ask((tx) => tx.execute(sql`select step_id, state, port, reason, detail, receipts from execution_step where execution_id = ${executionId as string} order by seq`))

/** A web address of the office, sealed as the API seals it. */
async function endpointAt(style: 'http' | 'slack', path: string): Promise<string> {
  const id = newId()
  const { workspaceId } = office
  const url = secretsWith(MASTER_KEY).seal(`${peer.origin}${path}`, endpointPlace(workspaceId, id, 'url'))
  await office.ask((tx) => tx.insert(endpoint).values({ id, workspaceId, name: id, style, host: peer.place, url }))
  return id
}

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

const tag = (name: string) => ({ type: 'tag.add', config: { tag: name } })
const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }
const reply = { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } }
const wait = (listensTo: 'nothing' | 'replied' | 'answered', seconds = 3_600) => ({ type: 'wait.reply', config: { seconds, listensTo } })
const move = () => ({ type: 'mailbox.move', config: { mailboxRef: account.mailboxes.Invoices } })
const mode = (to: 'off' | 'dry run' | 'live') => office.ask((tx) => tx.execute(sql`update account set incoming_mode = ${to} where id = ${account.accountId}`))
const parked = () => until('the execution waits', async () => {
  const rows = await executions()
  return rows.length > 0 && rows.every((row) => row.parked === true || row.ended_at !== null) ? rows : null
})
const tagsOf = async (messageId: unknown) => {
  const rows = await office.ask((tx) => tx.execute(sql`select t.name from message_tag mt join tag t on t.id = mt.tag_id where mt.message_id = ${messageId as string} order by 1`))
  return rows.map(({ name }) => name)
}
const stateOf = async (executionId: unknown) => Object.fromEntries((await steps(executionId)).map(({ step_id, state, port, reason }) => [step_id, port ?? reason ?? state]))

describe('effects', () => {
  test('a move and a star happen once each and the message lies where it was moved [ACT-02] [ACT-03]', async () => {
    await rule(graphOf({ move: move(), star: { type: 'message.star', config: { starred: true } } }, [['start', 'move'], ['move', 'star']]))
    await deliver()
    const [execution] = await ended()
    expect(execution?.state).toBe('done')
    const places = await office.ask((tx) => tx.execute(sql`select mailbox_id, flags from placement where message_id = ${execution?.message_id as string}`))
    expect(places).toEqual([{ mailbox_id: account.mailboxes.Invoices, flags: ['\\Flagged'] }])
    const claims = await office.ask((tx) => tx.execute(sql`select effect, state, attempts from claim where execution_id = ${execution?.id as string} order by effect`))
    expect(claims).toEqual([{ effect: 'message.move', state: 'done', attempts: 1 }, { effect: 'message.star', state: 'done', attempts: 1 }])
  })

  test('an automatic reply is one mail in the thread, and its step is done when the server has taken it', async () => {
    await rule(graphOf({ reply, tag: tag('Answered') }, [['start', 'reply'], ['reply', 'tag']]))
    await deliver({ messageId: '<first@bouw.example>' })
    const [execution] = await ended()
    expect(execution?.state).toBe('done')
    const mine = replies()
    expect(mine).toHaveLength(1)
    expect(mine[0]?.text).toMatch(/^In-Reply-To: <first@bouw\.example>\r$/m)
    expect(mine[0]?.text).toMatch(/^Auto-Submitted: auto-replied\r$/m)
    expect(await tagsOf(execution?.message_id)).toEqual(['Answered'])
  })

  test('a web request, a chat, a channel and colleagues are told once each, calls to the web apart from the rest', async () => {
    const [http, slack] = [await endpointAt('http', '/orders'), await endpointAt('slack', '/chat')]
    const steps = {
      call: { type: 'http.request', config: { endpointRef: http, method: 'POST', path: '', headers: '', bodyKind: 'json', body: '{"subject":"{{ subject }}"}', repeatable: false } },
      chat: { type: 'web.post', config: { endpointRef: slack, text: '{{ subject }}', repeatable: false } },
      channel: { type: 'channel.post', config: { channel: 'Orders', text: '{{ subject }}', createMissing: true } },
      plan: { type: 'followUp.create', config: { userRef: office.userId, text: 'Look', due: 'workingDays', seconds: 86_400, days: 2, byMail: false } },
      snooze: { type: 'message.snooze', config: { how: 'until', seconds: 3_600, time: '08:00' } },
      mark: { type: 'message.mark', config: { read: true } },
      archive: { type: 'message.archive', config: {} },
      assign: { type: 'message.assign', config: { userRef: office.userId } },
    }
    const ids = Object.keys(steps)
    await rule(graphOf(steps, ids.map((id, index) => [index === 0 ? 'start' : (ids[index - 1] ?? ''), id])))
    await deliver({ subject: 'Order 7' })
    const [execution] = await ended()
    expect(execution?.state).toBe('done')
    expect(peer.asked.map(({ path }) => path)).toEqual(['/orders', '/chat'])
    const { history } = await engine.connection.workflowService.getWorkflowExecutionHistory({ namespace: engine.options.namespace, execution: { workflowId: `execution:${String(execution?.id)}` } })
    const queues = history?.events?.flatMap((event) => event.activityTaskScheduledEventAttributes?.taskQueue?.name ?? [])
    expect(queues?.map((name) => name.slice(worker.queuePrefix.length))).toEqual(['postroom-http', 'postroom-http', 'postroom-flow', 'postroom-flow'])
    const [left] = await office.ask((tx) => tx.execute(sql`select m.assignee_id, m.snoozed_until is not null as snoozed, p.flags, b.role from message m join placement p on p.message_id = m.id join mailbox b on b.id = p.mailbox_id where m.id = ${execution?.message_id as string}`))
    expect(left).toEqual({ assignee_id: office.userId, snoozed: true, flags: ['\\Seen'], role: 'archive' })
  })

  test('a mailing list gets no automatic reply, and the reason is recorded', async () => {
    await rule(graphOf({ reply }, [['start', 'reply']]))
    const transport = createTransport({ host: '127.0.0.1', port: worker.gatewayPort ?? 0, ignoreTLS: true })
    await transport.sendMail({ from: 'news@list.example', to: address, subject: 'News', text: 'News', list: { id: 'news.list.example' } })
    const [execution] = await ended()
    expect(execution?.state).toBe('done with skips')
    expect((await steps(execution?.id)).at(-1)).toMatchObject({ step_id: 'reply', state: 'skipped', reason: 'suppressed', detail: 'list' })
  })

  test('a refused mail fails its step for good, with the reason', async () => {
    await rule(graphOf({ reply, tag: tag('Never') }, [['start', 'reply'], ['reply', 'tag']]))
    sink.fail({ at: 'rcpt', code: 550, text: 'No such user' })
    await deliver()
    const [execution] = await ended()
    expect(execution?.state).toBe('failed')
    expect(await stateOf(execution?.id)).toMatchObject({ tag: 'not on the path taken' })
    expect(await tagsOf(execution?.message_id)).toEqual([])
  })

  test('a mail whose answer was lost is uncertain, sent once, and a person may say what became of it', async () => {
    await rule(graphOf({ reply }, [['start', 'reply']]))
    sink.fail({ at: 'data', drop: true })
    await deliver()
    const [execution] = await ended()
    expect(execution?.state).toBe('uncertain')
    expect(replies()).toHaveLength(1)
  })
})

describe('waits', () => {
  test('a wait lasts its time and then takes its way', async () => {
    await rule(graphOf({ wait: wait('nothing', 1), tag: tag('Later') }, [['start', 'wait'], ['wait:elapsed', 'tag']]))
    await deliver()
    const [execution] = await ended()
    expect(await stateOf(execution?.id)).toMatchObject({ wait: 'elapsed', tag: 'next' })
  })

  test('a reply of the sender ends the wait at once', async () => {
    await rule(graphOf({ if: whenSubject('Offer'), wait: wait('replied'), yes: tag('Replied'), no: tag('Silent') }, [['start', 'if'], ['if:yes', 'wait'], ['wait:replied', 'yes'], ['wait:elapsed', 'no']], 'thread'))
    const messageId = `<${randomBytes(6).toString('hex')}@bouw.example>`
    await deliver({ subject: 'Offer', messageId })
    await parked()
    await deliver({ subject: 'Re: Offer', inReplyTo: messageId })
    const [execution] = await ended()
    expect(execution?.state).toBe('done')
    expect(await stateOf(execution?.id)).toMatchObject({ wait: 'replied', yes: 'next', no: 'not on the path taken' })
  })

  test('a reply that was there before the wait opened counts', async () => {
    const { ruleId } = await rule(graphOf({ first: wait('nothing', 1), second: wait('replied'), yes: tag('Replied') }, [['start', 'first'], ['first:elapsed', 'second'], ['second:replied', 'yes']], 'thread'))
    expect(ruleId).toBeTruthy()
    const messageId = `<${randomBytes(6).toString('hex')}@bouw.example>`
    await deliver({ messageId })
    await deliver({ inReplyTo: messageId, text: 'Are you there?' })
    const [execution] = await ended()
    expect(await stateOf(execution?.id)).toMatchObject({ first: 'elapsed', second: 'replied', yes: 'next' })
  })

  test('an automatic answer is nobody’s reply', async () => {
    await rule(graphOf({ wait: wait('replied', 2), no: tag('Silent') }, [['start', 'wait'], ['wait:elapsed', 'no']], 'thread'))
    const messageId = `<${randomBytes(6).toString('hex')}@bouw.example>`
    await deliver({ messageId })
    await parked()
    const transport = createTransport({ host: '127.0.0.1', port: worker.gatewayPort ?? 0, ignoreTLS: true })
    await transport.sendMail({ from: 'pieter@bouw.example', to: address, subject: 'Out of office', text: 'Away', inReplyTo: messageId, headers: { 'Auto-Submitted': 'auto-replied' } })
    const [execution] = await ended()
    expect(await stateOf(execution?.id)).toMatchObject({ wait: 'elapsed', no: 'next' })
  })
})

describe('rules side by side', () => {
  test('the next rule starts when the one before it has ended', async () => {
    await rule(tagEverything('A'), { position: 1 })
    await rule(tagEverything('B'), { position: 2 })
    await rule(tagEverything('C'), { position: 3 })
    await deliver()
    const rows = await ended(3)
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done', 'done'])
    const begun = rows.map((row) => Date.parse(String(row.started_at)))
    const over = rows.map((row) => Date.parse(String(row.ended_at)))
    expect(begun[1]).toBeGreaterThanOrEqual(over[0] ?? 0)
    expect(begun[2]).toBeGreaterThanOrEqual(over[1] ?? 0)
  })

  test('a rule that waits lets the next one go on', async () => {
    await rule(graphOf({ wait: wait('replied'), tag: tag('A') }, [['start', 'wait'], ['wait:replied', 'tag']]), { position: 1 })
    await rule(tagEverything('B'), { position: 2 })
    await deliver()
    await until('the second rule ends', async () => {
      const rows = await executions()
      return rows[1]?.state === 'done' && rows[0]?.state === 'waiting'
    })
  })

  test('of two moves by different rules the first stands, and the second says who moved it', async () => {
    await rule(graphOf({ move: move() }, [['start', 'move']]), { position: 1 })
    await rule(graphOf({ move: { type: 'mailbox.move', config: { mailboxRef: account.mailboxes.archive } } }, [['start', 'move']]), { position: 2 })
    await deliver()
    const rows = await ended(2)
    expect(rows.map(({ state }) => state)).toEqual(['done', 'done with skips'])
    expect((await steps(rows[1]?.id)).at(-1)).toMatchObject({ state: 'skipped', reason: 'moved by another rule', detail: rows[0]?.id })
    const [place] = await office.ask((tx) => tx.execute(sql`select mailbox_id from placement where message_id = ${rows[0]?.message_id as string}`))
    expect(place?.mailbox_id).toBe(account.mailboxes.Invoices)
  })

  test('two rules that want a ticket for one mail share it', async () => {
    await rule(graphOf({ ticket }, [['start', 'ticket']]), { position: 1 })
    await rule(graphOf({ ticket }, [['start', 'ticket']]), { position: 2 })
    await deliver()
    const rows = await ended(2)
    const changes = await Promise.all(rows.map(async ({ id }) => (await steps(id)).at(-1)?.receipts))
    expect(changes).toMatchObject([[{ change: 'created' }], [{ change: 'reused' }]])
  })
})

describe('a dry run', () => {
  test('describes what would be done and does none of it, up to its first wait', async () => {
    await mode('dry run')
    await rule(graphOf({ tag: tag('T'), move: move(), reply, wait: wait('replied'), late: tag('L') }, [['start', 'tag'], ['tag', 'move'], ['move', 'reply'], ['reply', 'wait'], ['wait:replied', 'late']]))
    await deliver()
    const [execution] = await ended()
    expect(execution).toMatchObject({ mode: 'dry run', state: 'done with skips' })
    expect((await steps(execution?.id)).map(({ step_id, state, reason }) => [step_id, state, reason])).toEqual([
      ['start', 'done', null], ['tag', 'done', null], ['move', 'done', null], ['reply', 'done', null], ['wait', 'skipped', 'stopped'], ['late', 'skipped', 'stopped'],
    ])
    const [counts] = await office.ask((tx) => tx.execute(sql`
      select (select count(*)::int from message_tag where message_id = ${execution?.message_id as string}) as tags, (select count(*)::int from outgoing_message where execution_id = ${execution?.id as string}) as mails,
        (select count(*)::int from claim where execution_id = ${execution?.id as string}) as claims, (select count(*)::int from reservation where execution_id = ${execution?.id as string}) as reservations`))
    expect(counts).toEqual({ tags: 0, mails: 0, claims: 0, reservations: 0 })
  })
})

describe('a person’s word', () => {
  test('cancelling ends a waiting execution, closes its wait and lets the ledger stand', async () => {
    await rule(graphOf({ tag: tag('Before'), wait: wait('replied'), late: tag('Late') }, [['start', 'tag'], ['tag', 'wait'], ['wait:replied', 'late']]))
    await deliver()
    const [waiting] = await parked()
    await office.ask((tx) => requestCancel(tx, { workspaceId: office.workspaceId, executionId: String(waiting?.id) }))
    const [execution] = await ended()
    expect(execution?.state).toBe('cancelled')
    expect(await stateOf(execution?.id)).toMatchObject({ tag: 'next', wait: 'cancelled', late: 'cancelled' })
    const [row] = await office.ask((tx) => tx.execute(sql`select port from wait where execution_id = ${execution?.id as string}`))
    expect(row?.port).toBe('cancelled')
  })

  test('cancelling withdraws a mail that has not begun to leave', async () => {
    await rule(graphOf({ reply }, [['start', 'reply']]))
    sink.fail({ at: 'mail', code: 451 }, { at: 'mail', code: 451 }, { at: 'mail', code: 451 })
    await deliver()
    const [waiting] = await until('the mail is deferred', async () => {
      const rows = await office.ask((tx) => tx.execute(sql`select execution_id from outgoing_message o where o.account_id = ${account.accountId} and o.state = 'deferred'`))
      return rows.length > 0 ? rows : null
    })
    await office.ask((tx) => requestCancel(tx, { workspaceId: office.workspaceId, executionId: String(waiting?.execution_id) }))
    const [execution] = await ended()
    expect(execution?.state).toBe('cancelled')
    sink.clear()
  })

  test('running a failed one again from the failed step does that step alone', async () => {
    await rule(graphOf({ ticket, reply }, [['start', 'ticket'], ['ticket', 'reply']]))
    sink.fail({ at: 'rcpt', code: 550 })
    await deliver()
    const [failed] = await ended()
    expect(failed?.state).toBe('failed')
    const again = await office.ask((tx) => rerun(tx, { workspaceId: office.workspaceId, executionId: String(failed?.id), as: 'from failed', version: 'original', userId: office.userId }))
    const row = await until('the rerun ends', async () => (await executions()).find(({ id, ended_at }) => id === again && ended_at !== null))
    expect(row).toMatchObject({ state: 'done', rerun_of: failed?.id })
    const mine = replies()
    expect(mine).toHaveLength(1)
    const [records] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from record where message_id = ${failed?.message_id as string}`))
    expect(records?.n).toBe(1)
  })

  test('running a whole one again does nothing twice', async () => {
    await rule(graphOf({ ticket, move: move(), reply }, [['start', 'ticket'], ['ticket', 'move'], ['move', 'reply']]))
    await deliver()
    const [first] = await ended()
    const again = await office.ask((tx) => rerun(tx, { workspaceId: office.workspaceId, executionId: String(first?.id), as: 'whole', version: 'original', userId: office.userId }))
    const row = await until('the rerun ends', async () => (await executions()).find(({ id, ended_at }) => id === again && ended_at !== null))
    expect(row?.state).toBe('done')
    expect(replies()).toHaveLength(1)
    const [counts] = await office.ask((tx) => tx.execute(sql`
      select (select count(*)::int from record where message_id = ${first?.message_id as string}) as records, (select count(*)::int from claim where execution_id in ${[first?.id, again]}) as claims`))
    expect(counts).toEqual({ records: 1, claims: 1 })
  })

  test('does once more what a person ticked, under keys of its own, and a rerun of that rerun does not', async () => {
    const own = { ...ticket, config: { ...ticket.config, reuseOfThread: false } }
    await rule(graphOf({ ticket: own, star: { type: 'message.star', config: { starred: true } }, tag: tag('Seen') }, [['start', 'ticket'], ['ticket', 'star'], ['star', 'tag']]))
    await deliver()
    const [first] = await ended()
    const again = async (of: unknown, how: Partial<Parameters<typeof rerun>[1]>) => {
      const id = await office.ask((tx) => rerun(tx, { workspaceId: office.workspaceId, executionId: String(of), as: 'whole', version: 'original', userId: office.userId, ...how }))
      const row = await until('the rerun ends', async () => (await executions()).find((row) => row.id === id && row.ended_at !== null))
      expect(row?.state).toBe('done')
      return id
    }
    const counted = async () => (await office.ask((tx) => tx.execute(sql`
      select (select count(*)::int from record where message_id = ${first?.message_id as string}) as tickets, (select count(*)::int from claim where step_id = 'star' and execution_id in (select id from execution where account_id = ${account.accountId})) as claims`)))[0]
    const whole = await again(first?.id, { repeatDone: ['ticket', 'star', 'no such step'] })
    expect(await counted()).toEqual({ tickets: 2, claims: 2 })
    await again(whole, {})
    expect(await counted(), 'a rerun takes over what the rerun before it did').toEqual({ tickets: 2, claims: 2 })
    await again(whole, { as: 'from failed', repeatDone: ['ticket'] })
    expect(await counted()).toEqual({ tickets: 3, claims: 2 })
    await again(whole, { as: 'dry run', repeatDone: ['ticket'] })
    expect(await counted()).toEqual({ tickets: 3, claims: 2 })
  })

  test('an account switched to off while a rule waits changes nothing for it', async () => {
    await rule(graphOf({ wait: wait('nothing', 1), tag: tag('Late') }, [['start', 'wait'], ['wait:elapsed', 'tag']]))
    await deliver()
    await parked()
    await mode('off')
    const [execution] = await ended()
    expect(execution).toMatchObject({ state: 'done', mode: 'live' })
  })
})
