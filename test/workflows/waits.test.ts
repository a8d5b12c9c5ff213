import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance } from '../../activities/advance'
import { performers } from '../../activities/effects'
import { decideApproval } from '../../db/queries/approval-decide'
import { approvals } from '../../db/queries/approval-list'
import { requestCancel } from '../../db/queries/cancel-execution'
import { hookReceived, lockHook } from '../../db/queries/decide-waits'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { changeRecord } from '../../db/queries/record-change'
import { calendar, hook, hookDelivery, member, outgoingServer, user } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { CalendarHours } from '../../rules/calendar'
import { approvalOfToken, handleApproval } from '../../server/approval-link'
import { logTo } from '../../server/log'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { workerFor, type TestWorker } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { until } from '../support/until'

/** Every kind of wait through the real engine, and the races that its row decides. */

const ORIGIN = 'http://postroom.example'

let office: Office
let worker: TestWorker
let sink: SmtpSink
let account: { accountId: string; mailboxes: Office['mailboxes'] }
let address: string
let ben: string
let boss: string
let always: string
let hookId: string

beforeAll(async () => {
  office = await openOffice()
  sink = await startSmtpSink()
  worker = await workerFor(office, { allowedHosts: [`127.0.0.1:${sink.port}`] })
  ben = await colleague('Ben')
  boss = await colleague('Zoe')
  await office.ask(async (tx) => {
    const { workspaceId } = office
    await tx.insert(outgoingServer).values({ workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } })
    const day = [{ from: '00:00', to: '24:00' }]
    const hours = CalendarHours.parse({ week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day } })
    always = newId()
    await tx.insert(calendar).values({ id: always, workspaceId, name: 'Always', timeZone: 'Europe/Amsterdam', hours })
    hookId = newId()
    await tx.insert(hook).values({ id: hookId, workspaceId, name: 'Shop', secret: { version: 1, keyId: '', wrappedKey: '', nonce: '', ciphertext: '' } })
  })
  await worker.connected
})
afterAll(async () => {
  await worker.stop()
  await office.close()
  await sink.stop()
})
beforeEach(async () => {
  address = `waits-${randomBytes(4).toString('hex')}@northwind.example`
  account = await office.ask((tx) => accountWith(tx, office.workspaceId, address, 'local'))
})

/** Has chosen neither language nor zone, as the first person of an installation has not. */
async function colleague(name: string): Promise<string> {
  const userId = newId()
  await office.database.system.insert(user).values({ id: userId, email: `${name.toLowerCase()}-${randomBytes(3).toString('hex')}@northwind.example`, name, passwordHash: '', locale: '', timeZone: '' })
  await office.database.system.insert(member).values({ workspaceId: office.workspaceId, userId, role: 'member' })
  return userId
}

const tag = (name: string) => ({ type: 'tag.add', config: { tag: name } })
const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }
const approval = (config: object = {}) => ({
  type: 'wait.approval',
  config: { approvers: [office.userId, ben], agreement: 'any', atLeast: 1, question: 'Pay {{ subject }}?', seconds: 3_600, remindSeconds: 0, escalateSeconds: 0, escalateTo: [], ...config },
})
/** What follows an approval, one tag for each way out. */
const BY_VERDICT: Arrows = [['start', 'wait'], ['wait:approved', 'yes'], ['wait:rejected', 'no'], ['wait:timed out', 'late']]
const afterApproval = (config: object = {}): Steps => ({ wait: approval(config), yes: tag('Approved'), no: tag('Rejected'), late: tag('Late') })

const rule = (steps: Steps, arrows: Arrows) => ruleWith(office, graphOf(steps, arrows), { accountId: account.accountId })
async function deliver(letter: { subject?: string; inReplyTo?: string; messageId?: string } = {}): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: worker.gatewayPort ?? 0, ignoreTLS: true })
  await transport.sendMail({ from: 'Pieter <pieter@bouw.example>', to: address, subject: 'Invoice 7', text: 'Good morning', ...letter })
  transport.close()
}
const executions = () => office.ask((tx) => tx.execute(sql`select * from execution where account_id = ${account.accountId} order by created_at`))
const ended = () => until('the execution ends', async () => (await executions()).find((row) => row.ended_at !== null))
const stateOf = async (executionId: unknown) => {
  const rows = await office.ask((tx) => tx.execute(sql`select step_id, state, port, reason from execution_step where execution_id = ${executionId as string}`))
  return Object.fromEntries(rows.map(({ step_id, state, port, reason }) => [step_id, port ?? reason ?? state]))
}
/** The open wait of the one execution, once it is there. */
const opened = () =>
  until('the wait is open', async () => {
    const [row] = await office.ask((tx) => tx.execute(sql`select w.id, w.execution_id, w.due_at, w.port from wait w join execution e on e.id = w.execution_id where e.account_id = ${account.accountId}`))
    return row
  })
const asked = async () => {
  const { id } = await opened()
  return office.ask((tx) => approvals(tx, office.workspaceId, sql`p.wait_id = ${id as string}`, 50))
}
const partOf = async (userId: string) => (await asked()).find((row) => row.userId === userId)?.id ?? ''
const give = (approvalId: string, verdict: 'approved' | 'rejected') =>
  office.ask((tx) => decideApproval(tx, { workspaceId: office.workspaceId, approvalId, verdict, note: '', by: 'app', now: new Date() }))

describe('time', () => {
  test('working time passes while somebody works, and then the wait is over [LIM-01]', async () => {
    await rule({ wait: { type: 'wait.business', config: { seconds: 1, calendarRef: always, listensTo: 'answered' } }, late: tag('Late') }, [['start', 'wait'], ['wait:elapsed', 'late']])
    await deliver()
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'elapsed', late: 'next' })
  })

  test('a reply ends a wait for working time that has hours to go [LIM-01] [LIM-08]', async () => {
    await rule({ wait: { type: 'wait.business', config: { seconds: 28_800, calendarRef: always, listensTo: 'replied' } }, yes: tag('Replied') }, [['start', 'wait'], ['wait:replied', 'yes']])
    const messageId = `<${randomBytes(6).toString('hex')}@bouw.example>`
    await deliver({ messageId })
    await opened()
    await deliver({ inReplyTo: messageId, subject: 'Re: Invoice 7' })
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'replied', yes: 'next' })
  })

  test('a date that is past ends its wait at once, and a working day keeps its time', async () => {
    await rule({ wait: { type: 'wait.until', config: { at: '2020-01-01T09:00' } }, then: { type: 'wait.workingDay', config: { time: '09:00', calendarRef: always } }, late: tag('Morning') }, [
      ['start', 'wait'], ['wait:elapsed', 'then'], ['then:elapsed', 'late'],
    ])
    await deliver()
    const wait = await until('the second wait is open', async () => (await office.ask((tx) => tx.execute(sql`
      select to_char(w.due_at at time zone 'Europe/Amsterdam', 'HH24:MI') as clock, w.due_at > now() as ahead, w.execution_id from wait w join execution e on e.id = w.execution_id where e.account_id = ${account.accountId} and w.step_id = 'then'`)))[0])
    expect(wait).toMatchObject({ clock: '09:00', ahead: true })
    await office.ask((tx) => requestCancel(tx, { workspaceId: office.workspaceId, executionId: String(wait.execution_id) }))
    expect((await ended()).state).toBe('cancelled')
  })
})

describe('a record', () => {
  const waitForIt = (config: object = {}) => ({ type: 'wait.record', config: { watch: 'stage', stage: 'done', field: '', seconds: 3_600, ...config } })
  const change = (kind: 'open' | 'done') => office.ask(async (tx) => {
    const [row] = await tx.execute(sql`select r.id, r.revision from record r join message m on m.id = r.message_id where m.account_id = ${account.accountId}`)
    await changeRecord(tx, { workspaceId: office.workspaceId, recordId: String(row?.id), userId: office.userId, revision: Number(row?.revision), change: { kind: 'stage', stage: kind } })
  })

  test('ends the wait when somebody brings it to the stage, not before', async () => {
    await rule({ ticket, wait: waitForIt(), yes: tag('Solved') }, [['start', 'ticket'], ['ticket', 'wait'], ['wait:changed', 'yes']])
    await deliver()
    await opened()
    await change('open')
    expect((await opened()).port).toBeNull()
    await change('done')
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'changed', yes: 'next' })
  })

  test('that was changed before the wait began counts, and one that nobody touches times out', async () => {
    await rule({ ticket, first: { type: 'wait.reply', config: { seconds: 1, listensTo: 'nothing' } }, wait: waitForIt(), again: waitForIt({ watch: 'field', stage: 'any', field: 'title', seconds: 1 }) }, [
      ['start', 'ticket'], ['ticket', 'first'], ['first:elapsed', 'wait'], ['wait:changed', 'again'],
    ])
    await deliver()
    await opened()
    await change('done')
    expect(await stateOf((await ended()).id)).toMatchObject({ first: 'elapsed', wait: 'changed', again: 'timed out' })
  })
})

describe('a hook', () => {
  const post = (payload: Record<string, unknown>) => office.ask(async (tx) => {
    await lockHook(tx, office.workspaceId, hookId)
    await tx.insert(hookDelivery).values({ workspaceId: office.workspaceId, hookId, key: newId(), payload })
    await hookReceived(tx, office.workspaceId, hookId)
  })
  const wait = (more: object = {}) => ({ type: 'wait.hook', config: { hookRef: hookId, field: 'order.mail', value: '{{ subject }}', seconds: 3_600, ...more } })

  test('ends the wait whose value it holds and no other', async () => {
    await rule({ wait: wait(), yes: tag('Called') }, [['start', 'wait'], ['wait:received', 'yes']])
    const subject = `Order ${randomBytes(3).toString('hex')}`
    await deliver({ subject })
    await opened()
    await post({ order: { mail: 'another' } })
    await post({ order: 'no object' })
    expect((await opened()).port).toBeNull()
    await post({ order: { mail: subject } })
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'received', yes: 'next' })
  })

  test('that nobody calls times out', async () => {
    await rule({ wait: wait({ field: '', value: '', seconds: 1 }), late: tag('Silent') }, [['start', 'wait'], ['wait:timed out', 'late']])
    await deliver()
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'timed out', late: 'next' })
  })
})

describe('approval', () => {
  const mailsTo = (userId: string) => until('the mail is there', async () => {
    const [row] = await office.database.system.select({ email: user.email }).from(user).where(sql`id = ${userId}`)
    const found = sink.mails.filter(({ from, recipients }) => from === address && recipients.includes(row?.email ?? ''))
    return found.length > 0 ? found : null
  })
  const tokenIn = (text: string | undefined) => /\/approve\/([A-Za-z0-9_-]+)/.exec((text ?? '').replace(/=\r?\n/g, ''))?.[1] ?? ''
  const services = () => ({ database: office.database, origin: ORIGIN, now: () => new Date(), log: logTo(process.stderr, 'silent') })
  const click = (token: string, fields: Record<string, string>, from: Record<string, string> = { origin: ORIGIN }) =>
    handleApproval(services(), new Request(`${ORIGIN}/api/approve/${token}`, { method: 'POST', headers: { ...from, 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(fields) }), token)

  test('one of two agrees: told in the app and by mail, decided once, and written down [NTF-01]', async () => {
    await rule(afterApproval(), BY_VERDICT)
    await deliver()
    const parts = await asked()
    expect(parts.map(({ userId, question, needed }) => [userId, question, needed])).toEqual(expect.arrayContaining([[office.userId, 'Pay Invoice 7?', 1], [ben, 'Pay Invoice 7?', 1]]))
    const [told] = await office.ask((tx) => tx.execute(sql`select text from notification where user_id = ${ben} and execution_id = ${parts[0]?.executionId ?? ''}`))
    expect(told?.text).toBe('Pay Invoice 7?')
    const [mail] = await mailsTo(ben)
    expect(mail?.text).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    // A name alone is whatever the sender says it is.
    expect(mail?.text).toMatch(/^Mail: .+\r\nFrom: (?:.+ )?<[^<>]+@[^<>]+>\r$/m)
    expect(await give(await partOf(ben), 'approved')).toMatchObject({ result: 'counted', port: 'approved' })
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'approved', yes: 'next', no: 'not on the path taken' })
    expect(await give(await partOf(ben), 'rejected')).toMatchObject({ result: 'answered' })
    expect(await give(await partOf(office.userId), 'rejected')).toMatchObject({ result: 'over' })
  })

  test('all of them: the first no rejects; some of them: as soon as too few are left', async () => {
    await rule(afterApproval({ approvers: [office.userId, ben, boss], agreement: 'some', atLeast: 2 }), BY_VERDICT)
    await deliver()
    expect(await give(await partOf(ben), 'rejected')).toMatchObject({ port: null })
    expect(await give(await partOf(boss), 'rejected')).toMatchObject({ port: 'rejected' })
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'rejected', no: 'next' })
  })

  test('of several words at the same moment one settles it, each person counts once, and what was counted explains the outcome', async () => {
    await rule(afterApproval({ agreement: 'all' }), BY_VERDICT)
    await deliver()
    const [first, second] = [await partOf(office.userId), await partOf(ben)]
    const results = await Promise.all([give(first, 'approved'), give(second, 'approved'), give(first, 'rejected'), give(second, 'rejected')])
    // Two agree, or the first who does not ends it alone or after the other.
    expect(results.filter((result) => result?.result === 'counted' && result.port !== null)).toHaveLength(1)
    expect(results.filter((result) => result?.result === 'counted').length).toBeLessThanOrEqual(2)
    const [votes] = await office.ask((tx) => tx.execute(sql`select w.port, array_agg(p.verdict order by p.verdict) as verdicts from approval p join wait w on w.id = p.wait_id where p.id in (${first}::uuid, ${second}::uuid) group by w.port`))
    const port = (votes?.verdicts as string[] | undefined)?.every((verdict) => verdict === 'approved') === true ? 'approved' : 'rejected'
    expect(votes?.port).toBe(port)
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: port })
  })

  test('an approval against the end of its time and a cancellation: the row takes the first, and nobody decides it again', async () => {
    await rule(afterApproval({ seconds: 3_600 }), BY_VERDICT)
    await deliver()
    const part = await partOf(ben)
    const { execution_id, id } = await opened()
    const deps = { ...worker.parts, performers: performers(worker.parts) }
    const subject = { workspaceId: office.workspaceId, executionId: String(execution_id) }
    await office.ask((tx) => tx.execute(sql`update wait set due_at = now() + interval '40 milliseconds' where id = ${id as string}`))
    const [verdict] = await Promise.all([
      give(part, 'approved'),
      until('it is over', async () => (await advance(deps, subject)).ended),
      office.ask((tx) => requestCancel(tx, subject)),
    ])
    const [row] = await office.ask((tx) => tx.execute(sql`select w.port, s.port as step, s.state from wait w join execution_step s on s.execution_id = w.execution_id and s.step_id = w.step_id where w.id = ${id as string}`))
    expect(row?.port === 'approved').toBe(verdict?.result === 'counted')
    expect(row?.step ?? row?.state).toBe(row?.port)
    expect(await give(await partOf(office.userId), 'rejected')).toMatchObject({ result: 'over' })
  })

  test('nobody decides: who has not answered is reminded, others are asked, and then time is up [NTF-01]', async () => {
    await rule(afterApproval({ approvers: [ben], remindSeconds: 1, escalateSeconds: 2, escalateTo: [boss] }), BY_VERDICT)
    await deliver()
    const { id, execution_id: executionId } = await opened()
    await until('the other is asked', async () => (await asked()).some(({ userId }) => userId === boss))
    await office.ask(async (tx) => {
      await tx.execute(sql`update wait set due_at = now() where id = ${id as string}`)
      await enqueue(tx, [{ workspaceId: office.workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: String(executionId) }])
    })
    const execution = await ended()
    expect(await stateOf(execution.id)).toMatchObject({ wait: 'timed out', late: 'next' })
    const parts = await asked()
    expect(parts.map(({ userId, votes }) => [userId, votes.find(({ name }) => name === 'Zoe')?.escalated])).toEqual(expect.arrayContaining([[ben, true], [boss, true]]))
    const rows = await office.ask((tx) => tx.execute(sql`select user_id, count(*)::int as n from notification where execution_id = ${execution.id as string} group by 1`))
    expect(Object.fromEntries(rows.map(({ user_id, n }) => [String(user_id), n]))).toEqual({ [ben]: 2, [boss]: 1 })
    const subjects = (await until('both mails are there', async () => ((found) => (found.length === 2 ? found : null))(await mailsTo(ben)))).map(({ text }) => /^Subject: (.*)\r$/m.exec(text)?.[1])
    expect(subjects.toSorted()).toEqual(['Reminder, your approval is asked for: Pay Invoice 7?', 'Your approval is asked for: Pay Invoice 7?'])
  })

  test('the link from the mail decides once, after a click, for the one it was sent to; a forged, a used and a late one do nothing', async () => {
    await rule(afterApproval({ agreement: 'all' }), BY_VERDICT)
    await deliver()
    const [mail] = await mailsTo(ben)
    const token = tokenIn(mail?.text)
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(await approvalOfToken(services(), token)).toMatchObject({ userId: ben, verdict: null, question: 'Pay Invoice 7?' })
    expect(await approvalOfToken(services(), `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).toBeNull()
    const elsewhere: readonly Record<string, string>[] = [{ origin: 'https://elsewhere.example' }, { origin: 'null' }, { origin: 'null', 'sec-fetch-site': 'cross-site' }, {}]
    for (const from of elsewhere) {
      expect((await click(token, { verdict: 'approved' }, from)).headers.get('location')).toContain('problem=origin')
    }
    expect((await click(token, { verdict: 'approved', note: 'x'.repeat(30_000) })).headers.get('location')).toContain('problem=unreadable')
    expect((await click(token, { verdict: 'perhaps' })).headers.get('location')).toContain('problem=unreadable')
    expect(await approvalOfToken(services(), token)).toMatchObject({ verdict: null })
    // As browsers send the form of a page that gives no referrer.
    expect((await click(token, { verdict: 'approved' }, { origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBe(303)
    await click(token, { verdict: 'rejected' })
    expect(await approvalOfToken(services(), token)).toMatchObject({ verdict: 'approved' })
    const { id, execution_id } = await opened()
    const [audited] = await office.ask((tx) => tx.execute(sql`select actor, data from audit_event where kind = 'approval.given' and subject_id = ${execution_id as string}`))
    expect(audited).toMatchObject({ actor: { kind: 'user', id: ben }, data: { verdict: 'approved', by: 'link', port: null } })
    // The other one's time is over before their click.
    const mine = tokenIn((await mailsTo(office.userId))[0]?.text)
    await office.ask((tx) => tx.execute(sql`update wait set due_at = now() - interval '1 second' where id = ${id as string}`))
    await click(mine, { verdict: 'approved' })
    expect(await approvalOfToken(services(), mine)).toMatchObject({ verdict: null })
  })

  test('the mail’s secret is nowhere but in the mail: not in the outbox, not in the thread, not in the database', async () => {
    await rule(afterApproval({ approvers: [ben] }), BY_VERDICT)
    await deliver()
    const [mail] = await mailsTo(ben)
    const token = tokenIn(mail?.text)
    const settled = await until('the mail is settled', async () => (await office.ask((tx) => tx.execute(sql`select text, sent_copy, raw is null as "rawGone" from outgoing_message where account_id = ${account.accountId} and state = 'accepted'`)))[0])
    expect(settled).toMatchObject({ sent_copy: 'not needed', rawGone: true })
    expect(String(settled.text)).not.toContain(token)
    const [copies] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from message where account_id = ${account.accountId} and direction = 'out'`))
    expect(copies?.n).toBe(0)
  })

  test('a death between asking and the end of the transaction asks nobody twice', async () => {
    await rule(afterApproval(), BY_VERDICT)
    const dying = { ...worker.parts, performers: performers(worker.parts), fault: (site: string) => (site === 'advance: before commit' ? Promise.reject(new Error('died')) : Promise.resolve()) }
    await deliver()
    const { execution_id } = await opened()
    // Before it is committed: nothing was asked. After it: the second opening finds the first.
    await office.ask((tx) => tx.execute(sql`delete from wait where execution_id = ${execution_id as string}`))
    await office.ask((tx) => tx.execute(sql`delete from execution_step where execution_id = ${execution_id as string} and step_id = 'wait'`))
    const subject = { workspaceId: office.workspaceId, executionId: String(execution_id) }
    await expect(advance(dying, subject)).rejects.toThrow('died')
    expect((await office.ask((tx) => tx.execute(sql`select 1 from wait where execution_id = ${execution_id as string}`))).length).toBe(0)
    const alive = { ...worker.parts, performers: performers(worker.parts) }
    await advance(alive, subject)
    const [before] = await office.ask((tx) => tx.execute(sql`select due_at from wait where execution_id = ${execution_id as string}`))
    await advance(alive, subject)
    expect((await asked()).map(({ userId }) => userId).toSorted()).toEqual([office.userId, ben].toSorted())
    expect((await opened()).due_at).toEqual(before?.due_at)
    await give(await partOf(ben), 'approved')
    expect(await stateOf((await ended()).id)).toMatchObject({ wait: 'approved' })
  })
})

test('a dry run ends at its first wait and says until when, and what each way out would do', async () => {
  await office.ask((tx) => tx.execute(sql`update account set incoming_mode = 'dry run' where id = ${account.accountId}`))
  await rule({ before: tag('Before'), ...afterApproval(), more: ticket }, [['start', 'before'], ['before', 'wait'], ...BY_VERDICT.slice(1), ['yes', 'more']])
  await deliver()
  const execution = await ended()
  expect(execution).toMatchObject({ mode: 'dry run', state: 'done with skips' })
  const [step] = await office.ask((tx) => tx.execute(sql`select state, detail, outputs from execution_step where execution_id = ${execution.id as string} and step_id = 'wait'`))
  expect(step).toMatchObject({ state: 'skipped', detail: 'dry run', outputs: { 'after.approved': 'yes more', 'after.rejected': 'no', 'after.timed out': 'late', waitUntil: expect.stringMatching(/^\d{4}-/) } })
  const [nothing] = await office.ask((tx) => tx.execute(sql`select (select count(*)::int from wait where execution_id = ${execution.id as string}) as waits, (select count(*)::int from approval where execution_id = ${execution.id as string}) as asked`))
  expect(nothing).toEqual({ waits: 0, asked: 0 })
})
