// Everything that sets a rule off beside mail that arrives, from what happened to the executions it leads to: the API, the worker, the engine, the database and
// the server that mail is sent through are real.

import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Client, Connection, ScheduleOverlapPolicy } from '@temporalio/client'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { ingest } from '../../activities/ingest'
import { watchSilence } from '../../activities/events/watch-silence'
import { keepAllSchedules } from '../../db/queries/rule-schedule'
import { calendar, member, outgoingServer, record } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { bearer, callAs, openApi, personIn, serve, tokenOf, type Served, type TestApi } from '../support/api'
import { testEngine } from '../support/engine'
import { accountWith, mailWith, type Office } from '../support/fixtures'
import { arriving, freshId, received, rawOf } from '../support/mails'
import { officeIn, type OfficeApi } from '../support/office-api'
import { engineMissing } from '../support/present'
import { recordHistory } from '../support/histories'
import { graphOf, ruleWith, whenSubject } from '../support/rules'
import { MASTER_KEY, workerFor, type TestWorker } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

let api: TestApi
let served: Served
let office: Omit<OfficeApi, 'close'>
let place: Pick<Office, 'database' | 'test' | 'workspaceId' | 'userId' | 'ask' | 'close'>
let worker: TestWorker
let sink: SmtpSink
let engine: Client
let account: Pick<Office, 'accountId' | 'mailboxes'>
let address: string

describe.skipIf(engineMissing)('what sets a rule off', () => {
  beforeAll(async () => {
    sink = await startSmtpSink()
    const opened = await openApi({ masterKey: MASTER_KEY })
    const running = await serve(opened)
    served = running
    api = running.api
    office = await officeIn(api)
    place = { database: api.database, test: api.place, workspaceId: office.workspaceId, userId: office.userId, ask: office.ask, close: () => opened.close() }
    worker = await workerFor({ database: api.database, test: api.place }, { allowedHosts: [`127.0.0.1:${sink.port}`] })
    await worker.connected
    const { address: host, namespace } = await testEngine()
    engine = new Client({ connection: await Connection.connect({ address: host }), namespace })
    await office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } }))
  })
  afterAll(async () => {
    await engine.connection.close()
    await worker.stop()
    await served.close()
    await api.close()
    await sink.stop()
  })
  beforeEach(async () => {
    address = `support-${randomBytes(4).toString('hex')}@northwind.example`
    account = await office.ask((tx) => accountWith(tx, office.workspaceId, address, 'local'))
    await office.ask((tx) => tx.execute(sql`update account set outgoing_mode = 'live' where id = ${account.accountId}`))
  })

  const rule = (start: { type: string; config?: unknown }, steps: Parameters<typeof graphOf>[0], arrows: Parameters<typeof graphOf>[1], options: { accountId?: string; scope?: 'message' | 'thread' } = {}) =>
    ruleWith({ ...place, ...account }, graphOf(steps, arrows, options.scope ?? 'message', start), { accountId: options.accountId ?? account.accountId })
  const tag = (name: string) => ({ type: 'tag.add', config: { tag: name } })
  const tell = (text: string) => ({ type: 'user.notify', config: { userRef: office.userId, text } })
  const executions = (accountId = account.accountId) => office.ask((tx) => tx.execute(sql`select * from execution where account_id = ${accountId} order by created_at, position`))
  const ended = (count: number, accountId = account.accountId) =>
    until(`${count} executions end`, async () => {
      const rows = await executions(accountId)
      return rows.length >= count && rows.every((row) => row.ended_at !== null) ? rows : null
    })
  /** Every written event was raised: what was not set off by now is not. */
  const quiet = () => until('every event is raised', async () => (await office.ask((tx) => tx.execute(sql`select 1 from rule_event where raised_at is null`))).length === 0)
  const tagsOf = async (messageId: string) => (await office.ask((tx) => tx.execute(sql`select t.name from message_tag m join tag t on t.id = m.tag_id where m.message_id = ${messageId} order by 1`))).map(({ name }) => name)
  const told = async () => (await office.ask((tx) => tx.execute(sql`select n.text from notification n join execution e on e.id = n.execution_id where e.account_id = ${account.accountId} order by n.at`))).map(({ text }) => text)
  const mailHere = async (letter: Parameters<typeof arriving>[0] = {}) => {
    const [taken] = await ingest(worker.parts, { workspaceId: office.workspaceId, accountId: account.accountId, mails: [await arriving({ to: address, ...letter })] })
    return taken?.messageId ?? ''
  }

  describe('mail that was sent', () => {
    const write = (more: object = {}) =>
      office.call.compose.send({ requestId: newId(), accountId: account.accountId, to: [{ address: 'pieter@bouw.example' }], subject: 'Re: Where is it?', text: 'On its way.', undoSeconds: 0, ...more })

    test('an answer written by hand acts on the mail it answers, or on itself, as the rule says [TRG-04]', async () => {
      await rule({ type: 'mail.sent', config: { by: 'hand', actOn: 'answered' } }, { tag: tag('Answered') }, [['start', 'tag']])
      await rule({ type: 'mail.sent', config: { by: 'anyone', actOn: 'sent' } }, { tag: tag('Ours') }, [['start', 'tag']])
      await rule({ type: 'mail.sent', config: { by: 'rule', actOn: 'sent' } }, { tag: tag('Never') }, [['start', 'tag']])
      const asked = await mailHere()
      await write({ inReplyToMessageId: asked })
      const rows = await ended(2)
      expect(rows.map(({ trigger, state }) => [trigger, state])).toEqual([['mail sent', 'done'], ['mail sent', 'done']])
      expect(await tagsOf(asked)).toEqual(['Answered'])
      const [sent] = await office.ask((tx) => tx.execute(sql`select id from message where account_id = ${account.accountId} and direction = 'out'`))
      expect(await tagsOf(String(sent?.id))).toEqual(['Ours'])
      expect(rows.map(({ scope_key }) => scope_key)).toEqual([`o:${String(sent?.id)}`, `o:${String(sent?.id)}`])
    })

    test('a mail that answers none sets off nothing where the answered one is wanted', async () => {
      await rule({ type: 'mail.sent', config: { by: 'hand', actOn: 'answered' } }, { tag: tag('Answered') }, [['start', 'tag']])
      await write({ subject: 'Our new prices' })
      await until('the mail is recorded', async () => (await office.ask((tx) => tx.execute(sql`select 1 from rule_event where account_id = ${account.accountId} and raised_at is not null`))).length === 1)
      expect(await executions()).toEqual([])
    })

    test('mail found in Sent, written with another program, counts once and history does not [TRG-04]', async () => {
      await rule({ type: 'mail.sent', config: { by: 'hand', actOn: 'sent' } }, { tag: tag('Ours') }, [['start', 'tag']])
      await office.ask((tx) => tx.execute(sql`update account set connected_at = now() - interval '1 hour' where id = ${account.accountId}`))
      const found = async (uid: number, receivedAt: Date) =>
        received(rawOf({ from: address, to: 'pieter@bouw.example', id: freshId() }), { direction: 'out', arrival: false, receivedAt, placement: { mailboxId: account.mailboxes.sent, uidValidity: 1, uid, flags: ['\\Seen'], internalDate: receivedAt } })
      const batch = [await found(1, new Date(Date.now() - 86_400_000)), await found(2, new Date())]
      const taken = await ingest(worker.parts, { workspaceId: office.workspaceId, accountId: account.accountId, mails: batch })
      await ingest(worker.parts, { workspaceId: office.workspaceId, accountId: account.accountId, mails: batch })
      const rows = await ended(1)
      await quiet()
      expect((await executions()).map(({ message_id }) => message_id)).toEqual([taken[1]?.messageId])
      expect(rows[0]?.trigger_data).toMatchObject({ by: 'hand' })
    })

    test('automation after sending is switched apart from that of incoming mail [TRG-02]', async () => {
      await rule({ type: 'mail.sent', config: { by: 'anyone', actOn: 'sent' } }, { tag: tag('Ours') }, [['start', 'tag']])
      await rule({ type: 'mail.arrived' }, { tag: tag('Theirs') }, [['start', 'tag']])
      await office.ask((tx) => tx.execute(sql`update account set outgoing_mode = 'dry run' where id = ${account.accountId}`))
      const asked = await mailHere()
      await ended(1)
      await write({ inReplyToMessageId: asked })
      const rows = await ended(2)
      expect(rows.map(({ trigger, mode }) => [trigger, mode])).toEqual([['mail arrived', 'live'], ['mail sent', 'dry run']])
      await office.ask((tx) => tx.execute(sql`update account set outgoing_mode = 'off' where id = ${account.accountId}`))
      await write({ inReplyToMessageId: asked })
      await until('both mails are recorded', async () => (await office.ask((tx) => tx.execute(sql`select 1 from message where account_id = ${account.accountId} and direction = 'out'`))).length === 2)
      expect(await office.ask((tx) => tx.execute(sql`select count(*)::int as n from rule_event where account_id = ${account.accountId}`))).toEqual([{ n: 1 }])
    })

    test('a rule set off by its own mail is held by the loop guard, and that is seen', async () => {
      const { ruleId } = await rule({ type: 'mail.sent', config: { by: 'anyone', actOn: 'answered' } }, { reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'Thank you.' } } }, [['start', 'reply']])
      const asked = await mailHere()
      await write({ inReplyToMessageId: asked })
      const rows = await ended(2)
      expect(rows.map((row) => [row.rule_id, row.state, row.reason, row.hop])).toEqual([[ruleId, 'done', null, 0], [ruleId, 'skipped', 'loop guard', 1]])
      expect(sink.mails.filter(({ from, text }) => from === address && text.includes('Thank you.'))).toHaveLength(1)
    })
  })

  describe('a record', () => {
    const recordEvent = (config: object) => ({ type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '', ...config } })
    const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }

    test('that a rule makes sets another off, one hop further, on the mail it began with', async () => {
      await rule({ type: 'mail.arrived' }, { ticket }, [['start', 'ticket']])
      await rule(recordEvent({ recordType: 'ticket' }), { tag: tag('Has a ticket'), ticket }, [['start', 'tag'], ['tag', 'ticket']])
      await rule(recordEvent({ recordType: 'lead' }), { tag: tag('Has a lead') }, [['start', 'tag']])
      const messageId = await mailHere()
      const rows = await ended(2)
      await quiet()
      expect((await executions()).map(({ trigger, hop, state }) => [trigger, hop, state])).toEqual([['mail arrived', 0, 'done'], ['record', 1, 'done']])
      expect(rows[1]).toMatchObject({ cause_execution_id: rows[0]?.id, message_id: messageId })
      expect(String(rows[1]?.scope_key)).toBe(`r:${String(rows[1]?.record_id)}:1`)
      expect(await tagsOf(messageId)).toEqual(['Has a ticket'])
    })

    test('whose stage or field a person changes sets off the rules that asked for just that', async () => {
      await rule({ type: 'mail.arrived' }, { ticket }, [['start', 'ticket']])
      await rule(recordEvent({ what: 'stage', stage: 'done' }), { tell: tell('it is done') }, [['start', 'tell']])
      await rule(recordEvent({ what: 'field', field: 'title' }), { tell: tell('it has another title') }, [['start', 'tell']])
      await mailHere()
      await ended(1)
      const [made] = await office.ask((tx) => tx.execute(sql`select id from record where workspace_id = ${office.workspaceId} order by created_at desc limit 1`))
      const id = String(made?.id)
      await office.call.record.setStage({ id, stage: 'open', revision: 1 })
      await office.call.record.rename({ id, title: 'Lost parcel', revision: 2 })
      await office.call.record.setStage({ id, stage: 'done', revision: 3 })
      await ended(3)
      await quiet()
      expect((await executions()).filter(({ trigger }) => trigger === 'record').map(({ trigger_data, scope_key }) => [trigger_data, scope_key])).toEqual([
        [{ change: 'changed', from: 'open', stage: 'open', fields: 'title' }, `r:${id}:3`],
        [{ change: 'changed', from: 'open', stage: 'done' }, `r:${id}:4`],
      ])
      expect((await told()).toSorted()).toEqual(['it has another title', 'it is done'])
    })

    test('that begins with no mail goes on without one: what needs a mail is skipped, the rest is done', async () => {
      await rule(recordEvent({ recordType: 'lead' }), { tag: tag('None'), wait: { type: 'wait.reply', config: { seconds: 1, listensTo: 'replied' } }, tell: tell('a lead{{ subject }}') }, [['start', 'tag'], ['tag', 'wait'], ['wait:elapsed', 'tell']])
      await office.ask((tx) => tx.insert(record).values({ workspaceId: office.workspaceId, type: 'lead', number: 900, title: 'By hand' }))
      const [row] = await ended(1)
      expect(row).toMatchObject({ state: 'done with skips', message_id: null, thread_id: null })
      expect(await told()).toEqual(['a lead'])
      const detail = await office.call.execution.get({ id: String(row?.id) })
      expect(detail.steps.map(({ stepId, state, reason }) => [stepId, state, reason])).toEqual([['start', 'done', null], ['tag', 'skipped', 'no mail'], ['wait', 'done', null], ['tell', 'done', null]])
      expect(detail).toMatchObject({ message: null, messageId: null, trigger: 'record' })
      expect((await office.call.execution.list({ filter: { triggers: ['record'] }, limit: 5 })).rows[0]?.id).toBe(row?.id)
    })
  })

  describe('a hook', () => {
    interface Hook {
      readonly id: string
      readonly secret: string
      readonly address: string
    }
    const signed = (hook: Hook, body: string, { at = Math.floor(Date.now() / 1_000), key, secret = hook.secret }: { at?: number; key?: string; secret?: string } = {}) =>
      fetch(`${served.url}/api/hooks/${hook.id}`, {
        method: 'POST', body,
        headers: { 'content-type': 'application/json', 'x-postroom-timestamp': String(at), 'x-postroom-signature': `sha256=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      })
    const newHook = () => office.call.hook.create({ name: `Shop ${randomBytes(3).toString('hex')}` })

    test('that is called, signed, sets off the rules that listen to it, with the fields they name', async () => {
      const hook = await newHook()
      const other = await newHook()
      await rule({ type: 'hook.received', config: { hookRef: hook.id, fields: 'order.id, customer' } }, { tell: tell('order {{ values.orderId | default: "?" }} of {{ values.customer | default: "nobody" }}') }, [['start', 'tell']])
      await rule({ type: 'hook.received', config: { hookRef: other.id, fields: '' } }, { tell: tell('never') }, [['start', 'tell']])
      const answered = await signed(hook, JSON.stringify({ order: { id: 7 }, note: 'x'.repeat(3_000) }), { key: 'order-7' })
      expect(answered.status).toBe(202)
      const { id } = z.object({ id: z.uuid() }).parse(await answered.json())
      const [row] = await ended(1)
      expect(row).toMatchObject({ trigger: 'hook', state: 'done', message_id: null, scope_key: `h:${hook.id}:${id}`, trigger_data: { hookId: hook.id, deliveryId: id } })
      expect(await told()).toEqual(['order 7 of nobody'])
      const again = await signed(hook, '{"order":{"id":8}}', { key: 'order-7' })
      expect([again.status, await again.json()]).toEqual([409, { error: 'repeated', message: expect.any(String), id }])
      await quiet()
      expect(await executions()).toHaveLength(1)
    })

    test('is called as the documentation shows, and run again it knows what was posted', async () => {
      const hook = await newHook()
      await rule({ type: 'hook.received', config: { hookRef: hook.id, fields: 'customer' } }, { tell: tell('order of {{ values.customer | default: "nobody" }}') }, [['start', 'tell']])
      const shown = /```bash\n([\s\S]*?)```/.exec(readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8'))?.[1] ?? ''
      const { stdout } = await promisify(execFile)('bash', ['-c', shown], { env: { PATH: process.env.PATH, NODE_ENV: 'test', HOOK: hook.address, SECRET: hook.secret } })
      expect(z.object({ id: z.uuid() }).safeParse(JSON.parse(stdout)).success).toBe(true)
      const [row] = await ended(1)
      expect(await told()).toEqual(['order of Ada'])
      const { executionId } = await office.call.execution.rerun({ id: String(row?.id), as: 'whole' })
      await ended(2)
      expect((await office.call.execution.get({ id: executionId })).steps.map(({ stepId, state, outputs }) => [stepId, state, outputs])).toEqual([['start', 'done', { customer: 'Ada' }], ['tell', 'done', expect.anything()]])
    })

    test('refuses what is forged, stale, repeated, too large or no JSON object, and a wrong hook like a wrong secret', async () => {
      const hook = await newHook()
      const now = Math.floor(Date.now() / 1_000)
      const statusOf = async (answer: Promise<Response>) => (await answer).status
      expect(await statusOf(signed(hook, '{}', { secret: 'phs_wrong' }))).toBe(401)
      expect(await statusOf(signed(hook, '{}', { at: now - 301 }))).toBe(401)
      expect(await statusOf(signed(hook, '{}', { at: now + 330 }))).toBe(401)
      expect(await statusOf(signed({ ...hook, id: newId() }, '{}'))).toBe(401)
      expect(await statusOf(signed({ ...hook, id: 'no-such' }, '{}'))).toBe(401)
      expect(await statusOf(signed(hook, JSON.stringify({ a: 'x'.repeat(256 * 1024) })))).toBe(413)
      expect(await statusOf(signed(hook, '[1]'))).toBe(400)
      expect(await statusOf(signed(hook, '{"a":'))).toBe(400)
      expect(await statusOf(signed(hook, '{"a":"\\u0000"}'))).toBe(400)
      const once = { at: now - 5 }
      expect(await statusOf(signed(hook, '{"a":1}', once))).toBe(202)
      expect(await statusOf(signed(hook, '{"a":1}', once))).toBe(409)
      const unsigned = await fetch(`${served.url}/api/hooks/${hook.id}`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
      expect(unsigned.status).toBe(401)
      const plain = await fetch(`${served.url}/api/hooks/${hook.id}`, { method: 'POST', body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
      expect(plain.status).toBe(415)
      expect(await office.ask((tx) => tx.execute(sql`select count(*)::int as n from hook_delivery where hook_id = ${hook.id}`))).toEqual([{ n: 1 }])
    })

    test('shows its secret once, works with the new one only after it was changed, and cannot be removed while a rule uses it', async () => {
      const hook = await newHook()
      const { ruleId } = await rule({ type: 'hook.received', config: { hookRef: hook.id, fields: '' } }, { tell: tell('called') }, [['start', 'tell']])
      expect(JSON.stringify(await office.call.hook.list())).not.toContain(hook.secret)
      const { secret } = await office.call.hook.rotate({ id: hook.id })
      expect([(await signed(hook, '{}')).status, (await signed({ ...hook, secret }, '{}')).status]).toEqual([401, 202])
      await expect(office.call.hook.remove({ id: hook.id })).rejects.toMatchObject({ code: 'CONFLICT' })
      await office.call.rule.remove({ id: ruleId })
      await office.call.hook.remove({ id: hook.id })
      expect((await signed({ ...hook, secret }, '{"b":1}')).status).toBe(401)
      expect((await office.call.hook.list()).map(({ id }) => id)).not.toContain(hook.id)
    })
  })

  describe('a person', () => {
    const runOn = (ruleId: string, messageIds: readonly string[], more: { mode?: 'live' | 'dry run'; requestId?: string } = {}) => office.call.rule.runOn({ id: ruleId, messageIds: [...messageIds], requestId: newId(), ...more })
    const mails = async (count: number) => office.ask(async (tx) => Promise.all(Array.from({ length: count }, () => mailWith(tx, { workspaceId: office.workspaceId, ...account }))))

    test('runs a rule on mail they chose, once per request, though it ran before; its conditions decide [TRG-05]', async () => {
      const { ruleId } = await rule({ type: 'mail.arrived' }, { if: whenSubject('Rotterdam'), tag: tag('Done by hand') }, [['start', 'if'], ['if:yes', 'tag']])
      const [first, second] = await mails(2)
      await office.ask((tx) => tx.execute(sql`update message set facts = jsonb_set(facts, '{subject}', '"Something else"') where id = ${second?.messageId ?? ''}`))
      const requestId = newId()
      const ids = [first?.messageId ?? '', second?.messageId ?? '']
      expect(await runOn(ruleId, [...ids, ids[0] ?? ''], { requestId })).toEqual({ requestId, messages: 2, mode: 'live' })
      await runOn(ruleId, ids, { requestId })
      const rows = await ended(2)
      const inOrder = rows.toSorted((a, b) => ids.indexOf(String(a.message_id)) - ids.indexOf(String(b.message_id)))
      expect(inOrder.map(({ trigger, state, message_id, scope_key, trigger_data }) => ({ trigger, state, message_id, scope_key, trigger_data }))).toEqual(
        ids.map((id) => ({ trigger: 'by hand', state: 'done', message_id: id, scope_key: `u:${requestId}:${id}`, trigger_data: { userId: office.userId, requestId } })),
      )
      expect([await tagsOf(ids[0] ?? ''), await tagsOf(ids[1] ?? '')]).toEqual([['Done by hand'], []])
      await runOn(ruleId, ids.slice(0, 1))
      expect(await ended(3)).toHaveLength(3)
      await runOn(ruleId, ids.slice(0, 1), { mode: 'dry run' })
      expect((await ended(4)).at(-1)).toMatchObject({ mode: 'dry run' })
    })

    test('without the right to cannot, a member who was given it can [SAF-06, LIM-09]', async () => {
      const { ruleId } = await rule({ type: 'manual' }, { tag: tag('Macro') }, [['start', 'tag']])
      const [mail] = await mails(1)
      const colleague = await personIn(api, { workspaceId: office.workspaceId, role: 'member' })
      const them = await callAs(api, bearer(await tokenOf(api, colleague)))
      const order = { id: ruleId, messageIds: [mail?.messageId ?? ''], requestId: newId() }
      await expect(them.rule.runOn(order)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      expect((await them.me.get()).mayRunRules).toBe(false)
      await expect(them.member.setRights({ userId: colleague.userId, mayRunRules: true })).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await office.call.member.setRights({ userId: colleague.userId, mayRunRules: true })
      expect((await office.call.member.list()).find(({ userId }) => userId === colleague.userId)).toMatchObject({ mayRunRules: true, role: 'member' })
      await them.rule.runOn(order)
      expect((await ended(1))[0]).toMatchObject({ trigger: 'by hand', state: 'done', trigger_data: { userId: colleague.userId } })
      await office.ask((tx) => tx.update(member).set({ mayRunRules: false }).where(eq(member.userId, colleague.userId)))
      await expect(them.rule.runOn({ ...order, requestId: newId() })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    })

    test('is refused mail of another account, rules about no mail, drafts and accounts that are off; dry run stays dry run [TRG-01, TRG-08]', async () => {
      const { ruleId } = await rule({ type: 'manual' }, { tag: tag('Macro') }, [['start', 'tag']])
      const [mail] = await mails(1)
      const id = mail?.messageId ?? ''
      const elsewhere = await office.ask((tx) => accountWith(tx, office.workspaceId, `sales-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
      const foreign = await office.ask((tx) => mailWith(tx, { workspaceId: office.workspaceId, ...elsewhere }))
      await expect(runOn(ruleId, [foreign.messageId])).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(runOn(ruleId, [id, newId()])).rejects.toMatchObject({ code: 'NOT_FOUND' })
      const clock = await rule({ type: 'schedule', config: { cron: '0 0 1 1 *', timeZone: 'UTC' } }, { tell: tell('new year') }, [['start', 'tell']])
      await expect(runOn(clock.ruleId, [id])).rejects.toMatchObject({ code: 'CONFLICT' })
      const draft = await office.call.rule.create({ name: 'A draft', accountId: account.accountId })
      await expect(runOn(draft.id, [id])).rejects.toMatchObject({ code: 'CONFLICT' })
      await office.ask((tx) => tx.execute(sql`update account set incoming_mode = 'off' where id = ${account.accountId}`))
      await expect(runOn(ruleId, [id])).rejects.toMatchObject({ code: 'CONFLICT' })
      await office.ask((tx) => tx.execute(sql`update account set incoming_mode = 'dry run' where id = ${account.accountId}`))
      expect(await runOn(ruleId, [id])).toMatchObject({ mode: 'dry run' })
      expect((await ended(1)).map(({ mode }) => mode)).toEqual(['dry run'])
      expect(await tagsOf(id)).toEqual([])
    })
  })

  describe('the clock', () => {
    const schedule = (cron: string, timeZone = 'UTC') => ({ type: 'schedule', config: { cron, timeZone } })
    const handle = (ruleId: string) => engine.schedule.getHandle(`schedule:${ruleId}`)
    const described = (ruleId: string) => until('the engine has the schedule', () => handle(ruleId).describe())
    const gone = (ruleId: string) => until('the engine has no schedule', () => handle(ruleId).describe().then(() => false, (error: unknown) => error instanceof Error && error.name === 'ScheduleNotFoundError'))

    test('runs a rule at its times by a schedule of the engine; of missed times only the last is made up for', async () => {
      const { ruleId } = await rule(schedule('0 * * * *'), { tell: tell('another hour') }, [['start', 'tell']])
      const { spec } = await described(ruleId)
      expect(spec.timezone).toBe('UTC')
      const hour = 3_600_000
      const last = Math.floor(Date.now() / hour) * hour
      // What the engine does after it was away: the times it missed, one after the other.
      await handle(ruleId).backfill([{ start: new Date(last - 2 * hour - 1), end: new Date(last), overlap: ScheduleOverlapPolicy.ALLOW_ALL }])
      const nominalAt = new Date(last).toISOString()
      const [row] = await ended(1)
      expect(row).toMatchObject({ trigger: 'schedule', state: 'done', message_id: null, scope_key: `s:${nominalAt}`, trigger_data: { nominalAt } })
      expect(await told()).toEqual(['another hour'])
      await recordHistory(engine, `stroke:${ruleId}-${nominalAt.replace('.000', '')}`, 'run-schedule-an-hour')
      await handle(ruleId).backfill([{ start: new Date(last - 1), end: new Date(last), overlap: ScheduleOverlapPolicy.ALLOW_ALL }])
      await until('the engine has struck again', async () => (await handle(ruleId).describe()).info.numActionsTaken >= 4)
      await quiet()
      expect(await executions()).toHaveLength(1)
    })

    test('has a schedule for a rule exactly while its live version is active and asks for one', async () => {
      const { ruleId } = await rule(schedule('30 8 * * 1-5', 'Europe/Berlin'), { tell: tell('good morning') }, [['start', 'tell']])
      expect((await described(ruleId)).spec.timezone).toBe('Europe/Berlin')
      await office.call.rule.pause({ id: ruleId })
      await gone(ruleId)
      await office.call.rule.resume({ id: ruleId })
      await described(ruleId)
      // An engine that forgot it is told again.
      await handle(ruleId).delete()
      await gone(ruleId)
      await keepAllSchedules(api.database.system)
      await described(ruleId)
      const { draftRevision } = await office.call.rule.saveDraft({ id: ruleId, revision: 1, graph: graphOf({ tell: tell('good evening') }, [['start', 'tell']], 'message', schedule('0 18 * * *')) })
      await office.call.rule.publish({ id: ruleId, revision: draftRevision })
      await until('the schedule is the new one', async () => (await handle(ruleId).describe()).spec.calendars?.[0]?.hour[0]?.start === 18)
      await office.call.rule.remove({ id: ruleId })
      await gone(ruleId)
    })

    test('is foretold: the next times of a line of cron', async () => {
      const times = await office.call.rule.nextRuns({ cron: '0 9 * * 1-5', timeZone: 'Europe/Berlin', count: 5 })
      expect(times).toHaveLength(5)
      for (const at of times) expect(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' }).format(at)).toBe('09:00')
      await expect(office.call.rule.nextRuns({ cron: '61 * * * *' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
      await expect(office.call.rule.nextRuns({ timeZone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    })
  })

  describe('a missing reply', () => {
    const silence = (waitingFor: 'ours' | 'theirs', hours: number, calendarRef = '') => ({ type: 'no.reply', config: { waitingFor, seconds: hours * 3_600, calendarRef } })
    const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000)
    const mail = (hours: number, more: Parameters<typeof mailWith>[2] = {}) => office.ask((tx) => mailWith(tx, { workspaceId: office.workspaceId, ...account }, { receivedAt: ago(hours), ...more }))
    const look = () => watchSilence(worker.parts)

    test('of ours is noticed once, from the first unanswered mail on, and an answer in time ends it [LIM-01, LIM-08]', async () => {
      await rule(silence('ours', 4), { if: whenSubject('Rotterdam'), tag: tag('Overdue') }, [['start', 'if'], ['if:yes', 'tag']])
      const overdue = await mail(5)
      const again = await mail(4.5, { threadId: overdue.threadId })
      const answered = await mail(6)
      await mail(5.5, { threadId: answered.threadId, direction: 'out', from: address, mailboxId: account.mailboxes.sent })
      const fresh = await mail(1)
      const other = await mail(5, { subject: 'Antwerp' })
      await look()
      await look()
      const rows = await ended(1)
      await quiet()
      expect((await executions()).map(({ message_id, trigger }) => [message_id, trigger])).toEqual([[overdue.messageId, 'no reply']])
      expect(rows[0]?.scope_key).toBe(`n:${overdue.messageId}`)
      for (const { messageId } of [again, answered, fresh, other]) expect(await tagsOf(messageId)).toEqual([])
      expect(await tagsOf(overdue.messageId)).toEqual(['Overdue'])
    })

    test('is passed over or made up for, as whoever paused the rule said', async () => {
      const { ruleId } = await rule(silence('ours', 4), { tag: tag('Overdue') }, [['start', 'tag']])
      await office.call.rule.pause({ id: ruleId, mode: 'skip' })
      const skipped = await mail(5)
      await office.call.rule.resume({ id: ruleId })
      await office.ask((tx) => tx.execute(sql`update message set created_at = created_at - interval '1 hour' where id = ${skipped.messageId}`))
      await office.call.rule.pause({ id: ruleId, mode: 'catch up' })
      const caughtUp = await mail(5)
      expect(await look()).toBe(0)
      await office.call.rule.resume({ id: ruleId })
      await look()
      await ended(1)
      expect([await tagsOf(skipped.messageId), await tagsOf(caughtUp.messageId)]).toEqual([[], ['Overdue']])
    })

    test('of theirs is noticed, what a program answers is no reply', async () => {
      await rule(silence('theirs', 24), { tag: tag('Ask again') }, [['start', 'tag']])
      await office.ask((tx) => tx.execute(sql`update account set connected_at = now() - interval '30 days' where id = ${account.accountId}`))
      const ours = await mail(30, { direction: 'out', from: address, mailboxId: account.mailboxes.sent })
      const robot = await mail(29, { threadId: ours.threadId })
      await office.ask((tx) => tx.execute(sql`update message set mail_class = 'automatic' where id = ${robot.messageId}`))
      const replied = await mail(40, { direction: 'out', from: address, mailboxId: account.mailboxes.sent })
      await mail(39, { threadId: replied.threadId })
      await look()
      await ended(1)
      await quiet()
      expect((await executions()).map(({ message_id }) => message_id)).toEqual([ours.messageId])
    })

    test('counts working hours only where a calendar is named [LIM-01]', async () => {
      const calendarId = newId()
      const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(ago(72)).toLowerCase()
      const week = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, day === weekday ? [{ from: '00:00', to: '24:00' }] : []]))
      await office.ask((tx) => tx.insert(calendar).values({ id: calendarId, workspaceId: office.workspaceId, name: `One day a week ${calendarId}`, timeZone: 'UTC', hours: { version: 1, week, holidays: [] } }))
      await rule(silence('ours', 4, calendarId), { tag: tag('Overdue') }, [['start', 'tag']])
      const midnight = new Date(ago(72).toISOString().slice(0, 10))
      const early = await mail(0, { receivedAt: midnight })
      // Three hours before the only working day ends: a fourth is a week away.
      const late = await mail(0, { receivedAt: new Date(midnight.getTime() + 21 * 3_600_000) })
      await look()
      await ended(1)
      await quiet()
      expect(await tagsOf(early.messageId)).toEqual(['Overdue'])
      expect(await tagsOf(late.messageId)).toEqual([])
    })
  })

  test('the same happens to nobody else: an event asks the rules of its own account and workspace only [TRG-08]', async () => {
    const neighbours = await officeIn(api)
    const hook = await office.call.hook.create({ name: `Ours ${randomBytes(3).toString('hex')}` })
    await rule({ type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '' } }, { tell: tell('ours') }, [['start', 'tell']])
    const other = await office.ask((tx) => accountWith(tx, office.workspaceId, `other-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
    await rule({ type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '' } }, { tell: tell('of another account') }, [['start', 'tell']], { accountId: other.accountId })
    const theirs = { ...place, ...neighbours, close: async () => undefined }
    await ruleWith(theirs, graphOf({ tell: { type: 'user.notify', config: { userRef: neighbours.userId, text: 'theirs' } } }, [['start', 'tell']], 'message', { type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '' } }))
    await expect(ruleWith(theirs, graphOf({ tell: { type: 'user.notify', config: { userRef: neighbours.userId, text: 'theirs' } } }, [['start', 'tell']], 'message', { type: 'hook.received', config: { hookRef: hook.id, fields: '' } }))).rejects.toThrow('hookGone')
    const { threadId, messageId } = await office.ask((tx) => mailWith(tx, { workspaceId: office.workspaceId, ...account }))
    await office.ask((tx) => tx.insert(record).values({ workspaceId: office.workspaceId, type: 'ticket', number: 901, title: 'Ours', threadId, messageId }))
    await ended(1)
    await quiet()
    expect(await executions(other.accountId)).toEqual([])
    expect(await neighbours.ask((tx) => tx.execute(sql`select count(*)::int as n from execution`))).toEqual([{ n: 0 }])
  })

  test('a rule is copied to other accounts with their own folders, and says which it could not find [LIM-07]', async () => {
    const { ruleId } = await rule({ type: 'mail.arrived' }, { archive: { type: 'mailbox.move', config: { mailboxRef: account.mailboxes.archive } }, wait: { type: 'wait.reply', config: { seconds: 60, listensTo: 'nothing' } }, file: { type: 'mailbox.move', config: { mailboxRef: account.mailboxes.Invoices } } }, [['start', 'archive'], ['archive', 'wait'], ['wait:elapsed', 'file']])
    const twin = await office.ask((tx) => accountWith(tx, office.workspaceId, `twin-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
    const bare = await office.ask((tx) => accountWith(tx, office.workspaceId, `bare-${randomBytes(3).toString('hex')}@northwind.example`, 'local'))
    await office.ask((tx) => tx.execute(sql`update mailbox set path = 'Rechnungen', name = 'Rechnungen' where id = ${bare.mailboxes.Invoices}`))
    await office.ask((tx) => tx.execute(sql`update mailbox set path = 'Archiv' where id = ${bare.mailboxes.archive}`))
    const copies = await office.call.rule.copyTo({ id: ruleId, accountIds: [twin.accountId, bare.accountId] })
    expect(copies.map(({ accountId, unmatched }) => [accountId, unmatched])).toEqual([[twin.accountId, []], [bare.accountId, [{ mailboxId: account.mailboxes.Invoices, name: 'Invoices' }]]])
    const drawn = async (id: string) => (await office.call.rule.get({ id })).draft.nodes.flatMap(({ config }) => z.object({ mailboxRef: z.string() }).safeParse(config).data?.mailboxRef ?? [])
    expect(await drawn(copies[0]?.id ?? '')).toEqual([twin.mailboxes.archive, twin.mailboxes.Invoices])
    expect(await drawn(copies[1]?.id ?? '')).toEqual([bare.mailboxes.archive, account.mailboxes.Invoices])
    const checked = await office.call.rule.validate({ accountId: bare.accountId, ruleId: copies[1]?.id ?? '', graph: (await office.call.rule.get({ id: copies[1]?.id ?? '' })).draft })
    expect(checked.problems.map(({ code, node }) => [code, node])).toContainEqual(['mailboxOfAnotherAccount', 'file'])
  })

  test('mail that is stored is mail whose rules were asked: a crash between the two leaves neither [TRG-03, TRG-06, TRG-09]', async () => {
    await rule({ type: 'mail.arrived' }, { tag: tag('Seen') }, [['start', 'tag']])
    const order = { workspaceId: office.workspaceId, accountId: account.accountId, mails: [await arriving({ to: address })] }
    const dies = { ...worker.parts, fault: (site: string) => (site === 'ingest: before commit' ? Promise.reject(new Error('killed')) : Promise.resolve()) }
    await expect(ingest(dies, order)).rejects.toThrow('killed')
    const left = await office.ask((tx) => tx.execute(sql`select (select count(*)::int from message where account_id = ${account.accountId}) as mails, (select count(*)::int from execution where account_id = ${account.accountId}) as runs`))
    expect(left).toEqual([{ mails: 0, runs: 0 }])
    // Whoever sent it, or the mailbox's cursor, offers it again.
    const [taken] = await ingest(worker.parts, order)
    const [row] = await ended(1)
    expect(row).toMatchObject({ message_id: taken?.messageId, state: 'done' })
    expect(await tagsOf(taken?.messageId ?? '')).toEqual(['Seen'])
    expect(await office.ask((tx) => tx.execute(sql`select count(*)::int as n from message where account_id = ${account.accountId}`))).toEqual([{ n: 1 }])
  })

  test('an event that was written is raised once, also when its worker dies after writing the executions', async () => {
    const { ruleId } = await rule({ type: 'manual' }, { tag: tag('Macro') }, [['start', 'tag']])
    const { messageId } = await office.ask((tx) => mailWith(tx, { workspaceId: office.workspaceId, ...account }))
    await office.call.rule.runOn({ id: ruleId, messageIds: [messageId], requestId: newId() })
    await ended(1)
    const [event] = await office.ask((tx) => tx.execute(sql`select id from rule_event where rule_id = ${ruleId}`))
    // Its dispatch row comes back, because nobody was left to delete it.
    await office.ask((tx) => tx.execute(sql`insert into dispatch (id, workspace_id, workflow_id, kind, workflow, subject_id) values (${newId()}, ${office.workspaceId}, ${`event:${String(event?.id)}`}, 'start', 'raiseEvent', ${String(event?.id)})`))
    await until('it is delivered again', async () => (await office.ask((tx) => tx.execute(sql`select 1 from dispatch where subject_id = ${String(event?.id)}`))).length === 0)
    expect(await executions()).toHaveLength(1)
  })
})
