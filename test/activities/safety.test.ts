import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { raise } from '../../activities/events/raise'
import { ingest } from '../../activities/ingest'
import { perform, type PerformDeps } from '../../activities/perform'
import { bytesOf, outgoingRow } from '../../activities/send/outgoing'
import { claimOutgoing, enterCalling } from '../../activities/send/claim'
import { requestCancel, withdrawMails } from '../../db/queries/cancel-execution'
import { writeRuleEvent } from '../../db/queries/rule-event'
import { holdTheRest, missedMails, pauseStanding, releaseHeld } from '../../db/queries/rule-standing'
import { outgoingServer } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { Failure } from '../../mail/failure'
import type { RuleGraph } from '../../rules/graph'
import type { Office } from '../support/fixtures'
import { freshId, received } from '../support/mails'
import { graphOf, ruleWith, tagEverything } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

/** What keeps rules from doing too much, too often, at the wrong time or for ever. No engine: the test says who works when. */

let bench: Workbench
let office: Office
let deps: AdvanceDeps & PerformDeps
let account: Awaited<ReturnType<Workbench['newAccount']>>

beforeAll(async () => {
  bench = await openWorkbench()
  office = bench.office
  deps = { ...bench.deps, heartbeat: () => undefined, signal: new AbortController().signal }
  await office.ask((tx) => tx.insert(outgoingServer).values({ workspaceId: office.workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: 1, security: 'none', user: '' } }))
})
afterAll(() => bench.close())
beforeEach(async () => {
  account = await bench.newAccount()
  await office.ask((tx) => tx.execute(sql`update workspace set limits = '{}', halted = false`))
})

const rule = (graph: RuleGraph, options: Parameters<typeof ruleWith>[2] = {}) => ruleWith(office, graph, { accountId: account.accountId, ...options })
const deliver = (letter: Parameters<Workbench['deliver']>[1] = {}) => bench.deliver(account.accountId, letter)
const subject = (executionId = '') => ({ workspaceId: office.workspaceId, executionId })
const go = (executionId?: string) => advance(bench.deps, subject(executionId))
const rows = (query: ReturnType<typeof sql>) => office.ask((tx) => tx.execute(query))
const passed = async (messageId: string) => (await rows(sql`select verdicts from why_not where message_id = ${messageId}`))[0]?.verdicts
const stepOf = async (executionId: string | undefined, step: string) => (await rows(sql`select state, reason, detail from execution_step where execution_id = ${executionId ?? ''}::uuid and step_id = ${step}`))[0]
const executionOf = async (executionId: string | undefined) => (await rows(sql`select state, held_at is not null as held, parked from execution where id = ${executionId ?? ''}::uuid`))[0]
const repliesOf = () => rows(sql`select id, state, to_jsonb("to") -> 0 ->> 'address' as "to", execution_id from outgoing_message where account_id = ${account.accountId} and execution_id is not null order by created_at, id`)
const alertsOf = (ruleId: string) => rows(sql`select kind, (data ->> 'count')::int as count from notification where data ->> 'ruleId' = ${ruleId} order by kind`)
const alertMailsOf = async () => (await rows(sql`select subject, hop, automatic, to_jsonb("to") -> 0 ->> 'address' as "to" from outgoing_message where account_id = ${account.accountId} and effect_key like 'alert/%'`)).length

const REPLY = { reply: { type: 'mail.autoReply', config: { subject: 'Re: {{ subject }}', text: 'We got it.' } } }
const replying = (settings: Partial<RuleGraph> = {}): RuleGraph => ({ ...graphOf(REPLY, [['start', 'reply']]), ...settings })
const TICKET = { ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } } }
const ticketing = () => graphOf(TICKET, [['start', 'ticket']])
const nextDay = (ruleId: string) =>
  rows(sql`update reservation set scope_key = regexp_replace(scope_key, '[0-9]+$', '1') where rule_id = ${ruleId}::uuid and scope_key like 'i:%'`)

describe('once per interval', () => {
  const daily = (per: 'sender' | 'thread' | 'rule'): RuleGraph => ({ ...tagEverything(), scope: 'interval', interval: { seconds: 86_400 * 7, per } })

  test('a sender sets a rule off once, the next week again, and others do not count [SAF-03]', async () => {
    const { ruleId } = await rule(daily('sender'))
    const first = await deliver({ from: 'Ada <ada@bouw.example>' })
    const second = await deliver({ from: 'ADA@bouw.example' })
    const other = await deliver({ from: 'ben@bouw.example' })
    expect([first, second, other].map(({ executionIds }) => executionIds.length)).toEqual([1, 0, 1])
    expect(await passed(second.messageId)).toMatchObject([{ reason: 'scope used', winner: first.executionIds[0] }])
    await nextDay(ruleId)
    expect((await deliver({ from: 'ada@bouw.example' })).executionIds).toHaveLength(1)
  })
  test('each thread has a timer of its own [LIM-08]', async () => {
    await rule(daily('thread'))
    const id = freshId()
    const counts = [await deliver({ id }), await deliver({ inReplyTo: id, references: [id] }), await deliver()].map(({ executionIds }) => executionIds.length)
    expect(counts).toEqual([1, 0, 1])
  })
  test('of mails that arrive at the same moment one is acted on [SAF-04]', async () => {
    await rule(daily('rule'))
    const taken = await Promise.all([1, 2, 3, 4].map((n) => deliver({ from: `sender-${n}@bouw.example` })))
    expect(taken.flatMap(({ executionIds }) => executionIds)).toHaveLength(1)
  })
  test('an action acts once in its interval, and names the execution that did [SAF-03]', async () => {
    await rule(graphOf({ tag: { type: 'tag.add', config: { tag: 'Daily' }, scope: 'interval', interval: { seconds: 86_400 * 7, per: 'rule' } }, always: { type: 'tag.add', config: { tag: 'Each' } } }, [['start', 'tag'], ['tag', 'always']]))
    const { executionIds: [first] } = await deliver()
    const { executionIds: [second] } = await deliver()
    await go(first)
    await go(second)
    expect(await stepOf(second, 'tag')).toMatchObject({ state: 'skipped', reason: 'scope used', detail: first })
    expect(await stepOf(second, 'always')).toMatchObject({ state: 'done' })
  })
})

describe('times', () => {
  test('a rule outside its dates is passed over at intake, and says so [CON-03]', async () => {
    await rule({ ...tagEverything(), window: { until: '2001-01-01' } })
    const { messageId, executionIds } = await deliver()
    expect(executionIds).toEqual([])
    expect(await passed(messageId)).toMatchObject([{ reason: 'window' }])
  })
  test('an action is asked for its dates when it runs, not when the mail came [CON-03]', async () => {
    await rule(graphOf({ tag: { type: 'tag.add', config: { tag: 'Holiday' }, window: { from: '2026-12-24', until: '2026-12-26' } } }, [['start', 'tag']]))
    const { executionIds: [during] } = await deliver()
    const { executionIds: [after] } = await deliver()
    await advance({ ...bench.deps, now: () => new Date('2026-12-25T12:00:00Z') }, subject(during))
    await advance({ ...bench.deps, now: () => new Date('2026-12-27T00:00:00Z') }, subject(after))
    expect([await stepOf(during, 'tag'), await stepOf(after, 'tag')]).toMatchObject([{ state: 'done' }, { state: 'skipped', reason: 'outside its dates' }])
  })
})

describe('rule order', () => {
  const stopping = (settings: Partial<RuleGraph> = {}): RuleGraph => ({ ...graphOf({ stop: { type: 'rules.stop' }, tag: { type: 'tag.add', config: { tag: 'Mine' } } }, [['start', 'stop'], ['stop', 'tag']]), ...settings })

  test('rules act in their order, and one that stops later rules keeps those behind it from the mail, not those before it', async () => {
    const last = await rule(tagEverything('Last'), { position: 3 })
    const before = await rule(tagEverything('Before'), { position: 1 })
    const middle = await rule(stopping(), { position: 2 })
    const { messageId, executionIds } = await deliver()
    const ran = await rows(sql`select rule_id, position from execution where id in (select jsonb_array_elements_text(${JSON.stringify(executionIds)}::jsonb)::uuid) order by position`)
    expect(ran.map(({ rule_id }) => rule_id)).toEqual([before.ruleId, middle.ruleId])
    expect(await passed(messageId)).toMatchObject([{ ruleId: last.ruleId, reason: 'stopped by another rule', winner: middle.ruleId }])
  })
  test('one whose own scope is used up stops nobody, and the next that stops does', async () => {
    await rule(stopping({ scope: 'thread' }), { position: 1 })
    const second = await rule(stopping(), { position: 2 })
    const third = await rule(tagEverything(), { position: 3 })
    const id = freshId()
    await deliver({ id })
    const { messageId, executionIds } = await deliver({ inReplyTo: id, references: [id] })
    expect(executionIds).toHaveLength(1)
    expect(await passed(messageId)).toMatchObject([{ reason: 'scope used' }, { ruleId: third.ruleId, reason: 'stopped by another rule', winner: second.ruleId }])
  })
})

describe('the budget of a rule', () => {
  async function crossing(): Promise<{ readonly ruleId: string; readonly all: readonly string[]; readonly held: string }> {
    const { ruleId } = await rule(replying({ effectBudgetPerHour: 2 }))
    const all = (await Promise.all(['one', 'two', 'three'].map((who) => deliver({ from: `${who}@bouw.example` })))).flatMap(({ executionIds }) => executionIds)
    const waiting = await deliver({ from: 'four@bouw.example' })
    await Promise.all(all.map((id) => go(id)))
    const held = []
    for (const id of all) if ((await executionOf(id))?.held === true) held.push(id)
    expect(held).toHaveLength(1)
    return { ruleId, all: [...all, ...waiting.executionIds], held: held[0] ?? '' }
  }

  test('of three that come at once the third pauses the rule, is held with all that have not begun, and tells the owner', async () => {
    const { ruleId, all, held } = await crossing()
    expect(await repliesOf()).toHaveLength(2)
    expect((await rows(sql`select state, paused_because, pause_mode from rule where id = ${ruleId}`))[0]).toEqual({ state: 'paused', paused_because: 'budget', pause_mode: 'catch up' })
    expect(await executionOf(held)).toMatchObject({ state: 'waiting', held: true, parked: true })
    expect(await executionOf(all[3])).toMatchObject({ held: true })
    expect(await alertsOf(ruleId)).toEqual([{ kind: 'rule over budget', count: 1 }])
    expect(await alertMailsOf()).toBe(1)
    const late = await deliver({ from: 'five@bouw.example' })
    expect(await passed(late.messageId)).toMatchObject([{ reason: 'paused' }])
    expect(await office.ask((tx) => pauseStanding(tx, office.workspaceId, ruleId))).toMatchObject({ pausedBecause: 'budget', held: 2, missed: 1 })
  })
  test('going over it all again, as after a crash, counts nothing twice and lets nothing go', async () => {
    const { ruleId, all } = await crossing()
    for (const id of [...all, ...all]) await go(id)
    expect(await repliesOf()).toHaveLength(2)
    expect((await rows(sql`select count(*)::int as n from rule_effect where rule_id = ${ruleId}`))[0]).toEqual({ n: 2 })
    expect(await alertsOf(ruleId)).toEqual([{ kind: 'rule over budget', count: 1 }])
  })
  test('what a person lets go on goes on, all of it, and is not counted again', async () => {
    const { ruleId, all } = await crossing()
    await office.ask((tx) => releaseHeld(tx, office.workspaceId, ruleId))
    for (const id of all) await go(id)
    expect(await repliesOf()).toHaveLength(4)
    expect((await rows(sql`select count(*)::int as n from rule_effect where rule_id = ${ruleId}`))[0]).toEqual({ n: 0 })
  })
  test('what a person discards is cancelled, and sends nothing', async () => {
    const { ruleId, all, held } = await crossing()
    await office.ask(async (tx) => {
      await holdTheRest(tx, office.workspaceId, ruleId)
      await requestCancel(tx, { workspaceId: office.workspaceId, ruleId, heldOnly: true })
    })
    for (const id of all) await go(id)
    expect(await repliesOf()).toHaveLength(2)
    expect([await executionOf(held), await executionOf(all[3])]).toMatchObject([{ state: 'cancelled' }, { state: 'cancelled' }])
  })
  test('a call of a mail server counts as a mail does, and is not made', async () => {
    await rule({ ...graphOf({ move: { type: 'mailbox.move', config: { mailboxRef: account.mailboxes.Invoices } } }, [['start', 'move']]), effectBudgetPerHour: 1 })
    const [first, second] = [(await deliver()).executionIds[0] ?? '', (await deliver()).executionIds[0] ?? '']
    for (const id of [first, second]) {
      await go(id)
      await perform(deps, { ...subject(id), stepId: 'move' })
    }
    expect([await executionOf(first), await executionOf(second)]).toMatchObject([{ state: 'done' }, { state: 'waiting', held: true }])
    expect(await rows(sql`select execution_id from claim where execution_id in (${first}::uuid, ${second}::uuid)`)).toEqual([{ execution_id: first }])
    expect(await go(second)).toMatchObject({ held: true, ended: null })
  })
  test('a reply that is withheld uses nothing up', async () => {
    const { ruleId } = await rule(replying())
    await go((await deliver({ headers: ['Auto-Submitted: auto-generated'] })).executionIds[0])
    expect((await rows(sql`select count(*)::int as n from rule_effect where rule_id = ${ruleId}`))[0]).toEqual({ n: 0 })
  })
})

describe('the kill switch of an account', () => {
  const halt = () =>
    office.ask(async (tx) => {
      await tx.execute(sql`update account set halted = true where id = ${account.accountId}`)
      await withdrawMails(tx, office.workspaceId, await requestCancel(tx, { workspaceId: office.workspaceId, accountId: account.accountId }))
    })

  test('thrown while an effect is claimed, it is looked at again before the call, and nothing is asked of anybody', async () => {
    await rule(graphOf({ move: { type: 'mailbox.move', config: { mailboxRef: account.mailboxes.Invoices } }, tag: { type: 'tag.add', config: { tag: 'Moved' } } }, [['start', 'move'], ['move', 'tag']]))
    const { executionIds: [id = ''], messageId } = await deliver()
    await go(id)
    await perform({ ...deps, fault: async (site) => (site === 'perform: after claim' ? halt() : undefined) }, { ...subject(id), stepId: 'move' })
    await go(id)
    expect((await rows(sql`select state, calling_at from claim where execution_id = ${id}`))[0]).toMatchObject({ state: 'failed', calling_at: null })
    expect(await rows(sql`select b.name from placement p join mailbox b on b.id = p.mailbox_id where p.message_id = ${messageId}`)).toEqual([{ name: 'INBOX' }])
    expect(await executionOf(id)).toMatchObject({ state: 'cancelled' })
    expect(await stepOf(id, 'tag')).toMatchObject({ state: 'skipped', reason: 'not on the path taken' })
  })
  test('it withdraws mails that have not begun to leave, cancels what waits, and starts nothing new', async () => {
    await rule(replying())
    const { executionIds: [id] } = await deliver()
    await go(id)
    await halt()
    expect(await repliesOf()).toMatchObject([{ state: 'cancelled' }])
    await go(id)
    expect(await executionOf(id)).toMatchObject({ state: 'cancelled' })
    const next = await deliver()
    expect(next.executionIds).toEqual([])
    expect(await passed(next.messageId)).toMatchObject([{ reason: 'automation off' }])
  })
  test('a mail that is claimed when it is thrown does not leave; what a person wrote does', async () => {
    await rule(replying())
    await go((await deliver()).executionIds[0])
    const [mail] = await repliesOf()
    const input = { workspaceId: office.workspaceId, outgoingMessageId: String(mail?.id) }
    const taken = await office.ask((tx) => claimOutgoing(tx, input, { leaseSeconds: 60 }))
    await office.ask((tx) => tx.execute(sql`update account set halted = true where id = ${account.accountId}`))
    const leave = () => office.ask(async (tx) => enterCalling(tx, taken?.claim ?? { ...input, token: newId() }, { leaseSeconds: 60 }))
    await expect(leave()).rejects.toMatchObject({ code: 'claim lost' })
    await office.ask((tx) => tx.execute(sql`update outgoing_message set automatic = false, execution_id = null where id = ${input.outgoingMessageId}`))
    await expect(leave()).resolves.toBeUndefined()
  })
  test('other accounts go on', async () => {
    await halt()
    account = await bench.newAccount()
    await rule(tagEverything())
    expect((await deliver()).executionIds).toHaveLength(1)
  })
})

describe('loops', () => {
  /** The automatic reply to a mail, as it arrives at an account. */
  async function bytesOfReply(at: number): Promise<Buffer> {
    const id = String((await repliesOf())[at]?.id)
    const row = await office.ask((tx) => outgoingRow(tx, { workspaceId: office.workspaceId, outgoingMessageId: id }, false))
    if (row === null) throw new Error('There is no reply.')
    return bytesOf(row, bench.deps.links, new Date())
  }

  test('two accounts that both answer automatically exchange one mail, not two', async () => {
    const other = await bench.newAccount()
    await rule(replying())
    await rule(replying(), { accountId: other.accountId })
    await go((await deliver({ from: other.address })).executionIds[0])
    const [arrived] = await ingest(bench.deps, { workspaceId: office.workspaceId, accountId: other.accountId, mails: [await received(await bytesOfReply(0))] })
    await go(arrived?.executionIds[0])
    expect(await stepOf(arrived?.executionIds[0], 'reply')).toMatchObject({ state: 'skipped', reason: 'suppressed', detail: 'automatic' })
    expect(await rows(sql`select id from outgoing_message where account_id = ${other.accountId}`)).toEqual([])
  })
  test('a program that answers ours as a person would gets so many answers an hour and a day, as the workspace says', async () => {
    await office.ask((tx) => tx.execute(sql`update workspace set limits = '{"repliesPerAddressAndHour": 3, "repliesPerAddressAndDay": 4}' where id = ${office.workspaceId}`))
    await rule(replying())
    const send = async () => go((await deliver({ from: 'robot@bouw.example' })).executionIds[0])
    for (let n = 0; n < 5; n += 1) await send()
    expect(await repliesOf()).toHaveLength(3)
    await rows(sql`update outgoing_message set created_at = now() - interval '2 hours' where account_id = ${account.accountId}`)
    for (let n = 0; n < 3; n += 1) await send()
    expect(await repliesOf()).toHaveLength(4)
  })
  test('a mail that came three hops from other installations sets nothing off, and the owner hears of it', async () => {
    const { ruleId } = await rule(tagEverything())
    const [second, third] = [await deliver({ headers: ['X-Postroom-Hop: 2'] }), await deliver({ headers: ['X-Postroom-Hop: 3'] })]
    expect([second, third].map(({ executionIds }) => executionIds.length)).toEqual([1, 0])
    expect(await passed(third.messageId)).toMatchObject([{ reason: 'loop guard' }])
    expect(await alertsOf(ruleId)).toEqual([{ kind: 'loop guard', count: 1 }])
  })
  test('a rule is not set off by its own mail without its author’s consent', async () => {
    const graph = { ...graphOf({ ...REPLY, tag: { type: 'tag.add', config: { tag: 'Seen' } } }, [['start', 'tag'], ['tag', 'reply']]) }
    for (const [mayFollowItself, expected] of [[undefined, 0], [true, 1]] as const) {
      account = await bench.newAccount()
      await rule({ ...graph, mayFollowItself })
      await go((await deliver()).executionIds[0])
      const [back] = await ingest(bench.deps, { workspaceId: office.workspaceId, accountId: account.accountId, mails: [await received(await bytesOfReply(0))] })
      expect(back?.executionIds).toHaveLength(expected)
    }
  })
  test('our own address is never answered [LOP-05]', async () => {
    await rule(replying())
    const { executionIds: [id] } = await deliver({ from: account.address.toUpperCase() })
    await go(id)
    expect(await stepOf(id, 'reply')).toMatchObject({ state: 'skipped', reason: 'suppressed', detail: 'own address' })
  })
  test('mail that names none of our addresses is not answered', async () => {
    await rule(replying())
    const { executionIds: [id] } = await deliver({ to: 'everybody@elsewhere.example' })
    await go(id)
    expect(await stepOf(id, 'reply')).toMatchObject({ reason: 'suppressed', detail: 'not addressed' })
  })
})

describe('a sender who opens too many records', () => {
  let from = ''
  const open = async (letter: Parameters<typeof deliver>[0] = {}) => {
    const { executionIds: [id] } = await deliver({ from, ...letter })
    await go(id)
    return stepOf(id, 'ticket')
  }
  const limit = (limits: object) => office.ask((tx) => tx.execute(sql`update workspace set limits = ${JSON.stringify(limits)}::jsonb where id = ${office.workspaceId}`))
  const forget = () => rows(sql`update record set created_at = created_at - interval '3 hours' where workspace_id = ${office.workspaceId}`)
  beforeEach(() => {
    from = `Flood <flood-${newId()}@bouw.example>`
  })

  test('may open 20 in two hours, whatever they are about [LOP-01]', async () => {
    await rule(ticketing())
    for (let n = 0; n < 20; n += 1) expect(await open()).toMatchObject({ state: 'done' })
    expect(await open()).toMatchObject({ state: 'skipped', reason: 'loop guard', detail: 'too many records' })
    expect(await open({ from: 'calm@bouw.example' })).toMatchObject({ state: 'done' })
    await forget()
    expect(await open()).toMatchObject({ state: 'done' })
  })
  test('is told once, as is the owner of the rule; a program is not told [LOP-02]', async () => {
    await limit({ recordsPerSender: 1 })
    const { ruleId } = await rule(ticketing())
    for (let n = 0; n < 4; n += 1) await open()
    expect(await repliesOf()).toMatchObject([{ to: from.slice(7, -1), state: 'queued' }])
    expect(await alertsOf(ruleId)).toEqual([{ kind: 'too many records', count: 3 }])
    await open({ from: 'robot@bouw.example' })
    expect(await open({ from: 'robot@bouw.example', headers: ['Auto-Submitted: auto-generated'] })).toMatchObject({ state: 'skipped' })
    expect(await repliesOf()).toHaveLength(1)
  })
  test('in as many minutes and of as many as the workspace says [LOP-03]', async () => {
    await limit({ recordsPerSender: 2, recordMinutes: 300 })
    await rule(ticketing())
    expect([await open(), await open(), await open()].map((step) => step?.state)).toEqual(['done', 'done', 'skipped'])
    await forget()
    expect(await open()).toMatchObject({ state: 'skipped' })
    await limit({ recordsPerSender: 2, recordMinutes: 60 })
    expect(await open()).toMatchObject({ state: 'done' })
  })
  test('still reaches the tickets that are open [LOP-04]', async () => {
    await limit({ recordsPerSender: 1 })
    await rule(ticketing())
    const id = freshId()
    expect(await open({ id })).toMatchObject({ state: 'done' })
    expect(await open()).toMatchObject({ state: 'skipped' })
    expect(await open({ inReplyTo: id, references: [id] })).toMatchObject({ state: 'done' })
  })
})

test('failures are told to the owner of the rule: once an hour, with their count, in the application and by mail [SAF-07] [NTF-02]', async () => {
  const { ruleId } = await rule(graphOf({ star: { type: 'message.star', config: { starred: true } } }, [['start', 'star']]))
  const refuse = () => Promise.reject(new Failure('rejected', { retry: 'no', publicMessage: 'No.' }))
  const refusing = { ...deps, performers: { ...deps.performers, 'message.star': { perform: refuse } } }
  for (let n = 0; n < 3; n += 1) {
    const { executionIds: [id = ''] } = await deliver()
    await go(id)
    await perform(refusing, { ...subject(id), stepId: 'star' })
    expect(await executionOf(id)).toMatchObject({ state: 'failed' })
  }
  expect(await alertsOf(ruleId)).toEqual([{ kind: 'executions failed', count: 3 }])
  expect(await alertMailsOf()).toBe(1)
})

describe('a pause that catches up later', () => {
  const pause = (ruleId: string, mode: string) => rows(sql`update rule set state = 'paused', paused_at = now(), pause_mode = ${mode} where id = ${ruleId}`)
  const resume = async (ruleId: string) => {
    const event = await office.ask(async (tx) => {
      const messageIds = await missedMails(tx, office.workspaceId, ruleId)
      await tx.execute(sql`update rule set state = 'active', paused_at = null where id = ${ruleId}`)
      return writeRuleEvent(tx, { workspaceId: office.workspaceId, kind: 'catch up', key: `catch up:${newId()}`, ruleId, data: { messageIds } })
    })
    await raise(bench.deps, office.workspaceId, event ?? '')
  }

  test('runs what arrived meanwhile, oldest first, within its scope and each once', async () => {
    const { ruleId } = await rule({ ...tagEverything(), scope: 'thread' })
    await pause(ruleId, 'catch up')
    const id = freshId()
    const mails = [await deliver({ id, subject: 'first' }), await deliver({ inReplyTo: id, references: [id] }), await deliver({ subject: 'third' })]
    expect(await office.ask((tx) => pauseStanding(tx, office.workspaceId, ruleId))).toMatchObject({ missed: 3, held: 0, pauseMode: 'catch up' })
    await resume(ruleId)
    await resume(ruleId)
    const ran = await rows(sql`select message_id from execution where rule_id = ${ruleId} order by id`)
    expect(ran.map(({ message_id }) => message_id)).toEqual([mails[0]?.messageId, mails[2]?.messageId])
    expect(await passed(mails[1]?.messageId ?? '')).toMatchObject([{ ruleId, reason: 'scope used' }])
    expect(await passed(mails[0]?.messageId ?? '')).toEqual([])
  })
  test('paused to skip, it has nothing to catch up with', async () => {
    const { ruleId } = await rule(tagEverything())
    await pause(ruleId, 'skip')
    await deliver()
    expect(await office.ask((tx) => missedMails(tx, office.workspaceId, ruleId))).toEqual([])
  })
})
