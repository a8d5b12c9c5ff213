import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { getExecution } from '../../db/queries/execution-get'
import { getRecord } from '../../db/queries/record-get'
import { accountWith, workspaceWith, type Office } from '../support/fixtures'
import { freshId, type Letter } from '../support/mails'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

/** What rules do with records, and with one another. */

let bench: Workbench
let office: Office
let deps: AdvanceDeps
let accountId: string

beforeAll(async () => {
  bench = await openWorkbench()
  ;({ office, deps } = bench)
})
afterAll(() => bench.close())
beforeEach(async () => {
  ;({ accountId } = await bench.newAccount())
})

const ticket = (more: Readonly<Record<string, unknown>> = {}) => ({ type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true, ...more } })
const update = (more: Readonly<Record<string, unknown>>) => ({ type: 'record.update', config: { recordType: 'ticket', stage: 'keep', assignment: 'keep', assigneeRef: '', title: '', fields: [], ...more } })
const link = (more: Readonly<Record<string, unknown>> = {}) => ({ type: 'record.link', config: { by: 'number', recordType: 'any', ofContactOnly: true, ...more } })
const tag = (text: string) => ({ type: 'tag.add', config: { tag: text } })
const inRow = (steps: Steps): Arrows => Object.keys(steps).map((id, index, ids) => [ids[index - 1] ?? 'start', id] as const)
const rule = (steps: Steps, more: Parameters<typeof ruleWith>[2] = {}) => ruleWith(office, graphOf(steps, inRow(steps)), { accountId, ...more })

const ask = (query: ReturnType<typeof sql>) => office.ask((tx) => tx.execute(query))
const ledger = async (executionId: string) =>
  (await ask(sql`select step_id, state, port, reason, detail from execution_step where execution_id = ${executionId} and step_id <> 'start' order by seq`)).map(({ step_id, state, port, reason, detail }) => [step_id, state, port ?? reason, detail].filter((part) => part !== null).map(String).join(' '))
const walk = (executionId: string, more: Partial<AdvanceDeps> = {}) => advance({ ...deps, ...more }, { workspaceId: office.workspaceId, executionId })
/** A mail arrives and what it sets off is walked; the ledger of the first rule. */
async function run(letter: Letter = {}, to = accountId): Promise<{ messageId: string; executionId: string; lines: string[] }> {
  const { executionIds, messageId } = await bench.deliver(to, letter)
  for (const executionId of executionIds) await walk(executionId)
  const [executionId = ''] = executionIds
  return { messageId, executionId, lines: await ledger(executionId) }
}
const recordsOf = (account = accountId) => ask(sql`
  select r.id, r.number, r.title, r.stage, r.assignee_id as assignee, r.fields, r.contact_address as contact, r.revision from record r join execution e on e.id = r.execution_id where e.account_id = ${account} order by r.created_at, r.id`)
const first = async (account = accountId) => (await recordsOf(account))[0] ?? {}
const timeline = async (recordId: unknown) => (await ask(sql`select kind, data - 'key' as data from timeline_entry where record_id = ${String(recordId)} order by at, id`)).map(({ kind, data }) => [kind, data])

/** The engine dies here, once. */
const dying = (at: string): Partial<AdvanceDeps> => ({ fault: (site) => (site === at ? Promise.reject(new Error('killed')) : Promise.resolve()) })

describe('creating a record', () => {
  test('fills fields from texts and takes stage, assignee and contact from the step [ACT-04]', async () => {
    const assigneeRef = office.userId
    await rule({ ticket: ticket({ contact: 'replyTo', stage: 'open', assigneeRef, fields: [{ name: 'Company', text: '{{ sender.name }}' }, { name: 'Empty', text: '' }] }) })
    await run({ subject: 'Shelves', from: 'Bouw BV <form@bouw.example>', headers: ['Reply-To: pieter@bouw.example'] })
    expect(await first()).toMatchObject({ title: 'Shelves', stage: 'open', assignee: assigneeRef, contact: 'pieter@bouw.example', fields: { Company: 'Bouw BV' } })
  })

  test('two executions of one thread at once make one record, and the second sets the fields it was told to [ACT-05]', async () => {
    await rule({ ticket: ticket({ updateReused: true, stage: 'waiting', fields: [{ name: 'Last', text: '{{ subject }}' }] }) })
    const id = freshId()
    const one = await bench.deliver(accountId, { id, subject: 'First' })
    const two = await bench.deliver(accountId, { subject: 'Second', inReplyTo: id })
    const standings = await Promise.all([...one.executionIds, ...two.executionIds].flatMap((executionId) => [walk(executionId), walk(executionId)]))
    expect(standings.map(({ ended }) => ended)).toEqual(['done', 'done', 'done', 'done'])
    const made = await recordsOf()
    expect(made).toHaveLength(1)
    const kinds = (await timeline(made[0]?.id)).map(([kind]) => kind)
    expect(kinds.filter((kind) => kind === 'created' || kind === 'reused').toSorted()).toEqual(['created', 'reused'])
    expect(kinds).toContain('field')
    // Whoever was second wrote the field last.
    const reuser = (await ask(sql`select m.subject from timeline_entry t join message m on m.id = t.message_id where t.kind = 'reused' and t.record_id = ${String(made[0]?.id)}`))[0]
    expect(made[0]).toMatchObject({ fields: { Last: reuser?.subject } })
  })

  test.each(['advance: before commit', 'advance: after commit'])('a worker that dies %s makes it once', async (site) => {
    await rule({ ticket: ticket(), update: update({ stage: 'open' }) })
    const { executionIds: [executionId = ''] } = await bench.deliver(accountId, {})
    await expect(walk(executionId, dying(site))).rejects.toThrow('killed')
    expect((await walk(executionId)).ended).toBe('done')
    const made = await recordsOf()
    expect(made).toMatchObject([{ stage: 'open', revision: 2 }])
    expect((await timeline(made[0]?.id)).map(([kind]) => kind)).toEqual(['created', 'stage'])
  })

  test('later steps see the record: texts may name its number', async () => {
    await rule({ ticket: ticket(), update: update({ title: '#{{ record.number }} {{ subject }}' }) })
    await run({ subject: 'Late' })
    const { number, title } = await first()
    expect(title).toBe(`#${String(number)} Late`)
  })
})

describe('updating a record', () => {
  test('changes what was asked for, once, with a line for each change', async () => {
    await rule({ ticket: ticket(), update: update({ stage: 'waiting', assignment: 'user', assigneeRef: office.userId, title: 'New', fields: [{ name: 'Source', text: 'Mail' }] }) })
    const { executionId } = await run({ subject: 'Old' })
    await walk(executionId)
    const { id, ...record } = await first()
    expect(record).toMatchObject({ stage: 'waiting', assignee: office.userId, title: 'New', fields: { Source: 'Mail' }, revision: 2 })
    expect((await timeline(id)).slice(1)).toEqual(expect.arrayContaining([['stage', { from: 'new', to: 'waiting' }], ['assigned', { to: 'Marta Lindqvist' }], ['field', { field: 'title', from: 'Old', to: 'New' }], ['field', { field: 'Source', from: '', to: 'Mail' }]]))
  })

  test('is skipped where the thread has no open record of the kind, and is no change where it is so already', async () => {
    await rule({ none: update({ stage: 'open' }), ticket: ticket(), closed: update({ stage: 'new' }) })
    const { executionId, lines } = await run()
    expect(lines).toEqual(['none skipped part is off no record', 'ticket done next', 'closed done next'])
    const [line] = await ask(sql`select receipts from execution_step where execution_id = ${executionId} and step_id = 'closed'`)
    expect(line?.receipts).toMatchObject([{ change: 'no change' }])
  })

  test('a field that a rule changes is an event for other rules, one hop further', async () => {
    const listening = await ruleWith(office, graphOf({ tag: tag('Changed') }, [['start', 'tag']], 'message', { type: 'record.event', config: { recordType: 'ticket', what: 'field', stage: 'any', field: 'Source' } }), { accountId })
    await rule({ ticket: ticket(), update: update({ fields: [{ name: 'Source', text: 'Mail' }] }) })
    const { executionId } = await run()
    const events = await ask(sql`select data, cause_execution_id as cause from rule_event where kind = 'record' and record_id = ${String((await first()).id)} order by created_at, data ->> 'revision'`)
    expect(events).toMatchObject([{ data: { change: 'created' }, cause: executionId }, { data: { change: 'changed', fields: ['Source'] }, cause: executionId }])
    await ask(sql`update rule set state = 'deleted' where id = ${listening.ruleId}`)
  })
})

describe('putting a mail to a record', () => {
  async function opened(letter: Letter, account = accountId): Promise<{ id: string; number: number }> {
    const { ruleId } = await rule({ ticket: ticket({ reuseOfThread: false }) }, { accountId: account })
    await run(letter, account)
    await ask(sql`update rule set state = 'deleted' where id = ${ruleId}`)
    const [made] = await ask(sql`select r.id, r.number from record r join execution e on e.id = r.execution_id where e.account_id = ${account} order by r.created_at desc limit 1`)
    return { id: String(made?.id), number: Number(made?.number) }
  }

  test('by the number in its subject: it stands on the timeline, and so does what follows in its thread [ACT-09]', async () => {
    const { id, number } = await opened({ subject: 'First' })
    await rule({ link: link({ recordType: 'ticket' }), ticket: ticket(), update: update({ stage: 'open' }), call: { type: 'followUp.create', config: { userRef: office.userId, text: 'Call', due: 'after', seconds: 3_600, days: 1, byMail: false } } })
    const messageId = freshId()
    const { lines } = await run({ id: messageId, subject: `Still waiting [#${number}]` })
    expect(lines).toEqual(['link done next', 'ticket done next', 'update done next', 'call done next'])
    expect(await ask(sql`select record_id from follow_up where text = 'Call'`)).toEqual([{ record_id: id }])
    expect(await recordsOf()).toHaveLength(1)
    await run({ subject: 'Me again', inReplyTo: messageId })
    const shown = await office.ask((tx) => getRecord(tx, office.workspaceId, id))
    expect(shown).toMatchObject({ stage: 'open' })
    expect(shown?.timeline.flatMap(({ kind, message }) => (kind === 'linked' || kind === 'mail in' ? [[kind, message?.subject]] : [])).toReversed()).toEqual([['linked', `Still waiting [#${number}]`], ['mail in', 'Me again']])
  })

  test('never across accounts or workspaces, and not to a stranger’s ticket unless the rule allows it', async () => {
    const other = await bench.newAccount()
    const elsewhere = await opened({ subject: 'Of another account' }, other.accountId)
    const foreign = await workspaceWith(office.database, 'Southwind', `owner-${elsewhere.id}@southwind.example`)
    const foreignNumber = elsewhere.number + 1_000
    await office.database.inWorkspace(foreign.workspaceId, async (tx) => {
      await accountWith(tx, foreign.workspaceId, 'support@southwind.example')
      await tx.execute(sql`insert into record (workspace_id, id, type, number, title, contact_address) values (${foreign.workspaceId}, gen_random_uuid(), 'ticket', ${foreignNumber}, 'Theirs', 'pieter@bouw.example')`)
    })
    const mine = await opened({ subject: 'Mine', from: 'Grace <grace@example.com>' })
    await rule({ link: link() })
    for (const number of [elsewhere.number, foreignNumber, mine.number]) expect((await run({ subject: `Ticket ${number}` })).lines).toEqual(['link skipped part is off no such record'])
    await rule({ link: link({ ofContactOnly: false }) }, { position: 0 })
    expect((await run({ subject: `Ticket #${mine.number}` })).lines).toEqual(['link done next'])
    expect(await ask(sql`select count(*)::int as n from record_link where record_id <> ${mine.id} and execution_id in (select id from execution where account_id = ${accountId})`)).toEqual([{ n: 0 }])
  })

  test('by whoever wrote: the newest open one, once', async () => {
    await opened({ subject: 'Older' })
    const newer = await opened({ subject: 'Newer' })
    await rule({ link: link({ by: 'contact', recordType: 'ticket' }), again: link({ by: 'contact', recordType: 'ticket' }) })
    const { executionId, messageId } = await run({ subject: 'Hello' })
    expect((await ask(sql`select step_id, receipts from execution_step where execution_id = ${executionId} and step_id <> 'start' order by seq`)).map(({ receipts }) => receipts)).toMatchObject([[{ change: 'changed', ref: newer.id }], [{ change: 'no change', ref: newer.id }]])
    expect(await ask(sql`select record_id from record_link where message_id = ${messageId}`)).toEqual([{ record_id: newer.id }])
  })
})

test('a dry run names exactly what the real run does', async () => {
  const steps = { link: link({ recordType: 'ticket', ofContactOnly: false }), ticket: ticket(), update: update({ stage: 'open', title: 'Now {{ subject }}' }), again: update({ stage: 'open' }), close: update({ stage: 'done' }), none: update({ stage: 'open' }), lead: { ...ticket(), config: { ...ticket().config, recordType: 'lead' } } }
  const told = async (subject: string, mode: 'live' | 'dry run') => {
    const { accountId: account } = await bench.newAccount()
    await rule({ ticket: ticket({ reuseOfThread: false }) }, { accountId: account, name: 'First' })
    await run({ subject: 'Mine' }, account)
    const [{ number } = {}] = await recordsOf(account)
    await ask(sql`update rule set state = 'deleted' where account_id = ${account}`)
    await ask(sql`update account set incoming_mode = ${mode} where id = ${account}`)
    await rule(steps, { accountId: account })
    const { executionId } = await run({ subject: `${subject} ${String(number)}` }, account)
    const rows = await ask(sql`select step_id, state, reason, detail, receipts -> 0 ->> 'change' as change from execution_step where execution_id = ${executionId} order by seq`)
    return rows.map((row) => Object.values(row).join(' '))
  }
  for (const subject of ['Ticket', 'Order']) expect(await told(subject, 'dry run')).toEqual(await told(subject, 'live'))
})

describe('running another rule', () => {
  const runs = (ruleRef: string) => ({ type: 'rule.run', config: { ruleRef } })
  const never = { type: 'mail.sent', config: { by: 'hand', actOn: 'sent' } }
  const executionsOf = (ruleId: string) => ask(sql`select id, hop, cause_execution_id as cause, trigger, scope_key as scope, released_at is not null as released from execution where rule_id = ${ruleId} order by created_at`)
  const called = (name: string) => ruleWith(office, graphOf({ tag: tag(name) }, [['start', 'tag']], 'message', never), { accountId, name })

  test('starts it on the mail, one hop further and once, however often its worker dies', async () => {
    const { ruleId } = await called('Called')
    await rule({ call: runs(ruleId) })
    const { executionIds: [executionId = ''], messageId } = await bench.deliver(accountId)
    await expect(walk(executionId, dying('advance: before commit'))).rejects.toThrow('killed')
    await expect(walk(executionId, dying('advance: after commit'))).rejects.toThrow('killed')
    expect((await walk(executionId)).ended).toBe('done')
    const started = await executionsOf(ruleId)
    expect(started).toMatchObject([{ hop: 1, cause: executionId, trigger: 'another rule', scope: `u:${executionId}/call`, released: true }])
    expect((await walk(String(started[0]?.id))).ended).toBe('done')
    expect(await ask(sql`select t.name from message_tag mt join tag t on t.id = mt.tag_id where mt.message_id = ${messageId}`)).toEqual([{ name: 'Called' }])
    expect(await ask(sql`select workflow_id from dispatch where subject_id = ${String(started[0]?.id)}`)).toHaveLength(1)
    const at = new Date()
    const [caller, callee] = await office.ask(async (tx) => [await getExecution(tx, office.workspaceId, executionId, at), await getExecution(tx, office.workspaceId, String(started[0]?.id), at)])
    expect(caller?.refs[String(started[0]?.id)]).toMatchObject({ kind: 'execution', name: 'Called', state: 'done' })
    expect(callee?.cause).toMatchObject({ id: executionId, ruleName: 'A rule', state: 'done' })
  })

  test('ends after three hops, and never leads back to a rule that led there', async () => {
    const chain: string[] = []
    for (const name of ['Fourth', 'Third', 'Second', 'First']) {
      const next = chain[0]
      chain.unshift((await ruleWith(office, graphOf({ work: next === undefined ? tag(name) : runs(next) }, [['start', 'work']], 'message', never), { accountId, name })).ruleId)
    }
    await rule({ call: runs(chain[0] ?? '') })
    const { executionIds: [executionId = ''] } = await bench.deliver(accountId)
    await walk(executionId)
    for (const ruleId of chain.slice(0, 3)) await walk(String((await executionsOf(ruleId))[0]?.id))
    const third = String((await executionsOf(chain[2] ?? ''))[0]?.id)
    expect(await ledger(third)).toEqual(['work skipped loop guard too many hops'])
    expect(await executionsOf(chain[3] ?? '')).toEqual([])
  })

  test('a rule that led here is not run again', async () => {
    const back = await called('Back')
    const caller = await rule({ call: runs(back.ruleId) })
    const there = await ruleWith(office, graphOf({ call: runs(caller.ruleId) }, [['start', 'call']], 'message', never), { accountId, name: 'There and back' })
    await ask(sql`update rule set live_version_id = ${there.versionId} where id = ${back.ruleId}`)
    const { executionIds: [executionId = ''] } = await bench.deliver(accountId)
    await walk(executionId)
    const [begun] = await executionsOf(back.ruleId)
    await walk(String(begun?.id))
    expect(await ledger(String(begun?.id))).toEqual(['call skipped loop guard led here itself'])
  })

  test('skips one that is paused or gone, and the compiler refuses itself, strangers and what was never published', async () => {
    const { ruleId } = await called('Paused')
    await rule({ call: runs(ruleId) })
    await ask(sql`update rule set state = 'paused' where id = ${ruleId}`)
    expect((await run()).lines).toEqual(['call skipped part is off rule paused'])
    await ask(sql`update rule set state = 'deleted' where id = ${ruleId}`)
    expect((await run()).lines).toEqual(['call skipped part is off no rule'])
    await expect(rule({ call: runs(ruleId) })).rejects.toThrow('ruleGone')
    const stranger = await called('Elsewhere')
    await expect(ruleWith(office, graphOf({ call: runs(stranger.ruleId) }, [['start', 'call']]), { accountId: office.accountId })).rejects.toThrow('ruleOfAnotherAccount')
  })
})
