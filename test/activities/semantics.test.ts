// What semantics, version 1, says of rules where the database has the last word. No engine: the test says what is done when.

import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutwardPerformer } from '../../activities/effects/performer'
import { perform } from '../../activities/perform'
import { newId } from '../../db/schema/columns'
import type { Office } from '../support/fixtures'
import { recordsChanged } from '../../db/queries/decide-waits'
import { timelineEntry } from '../../db/schema'
import { advance } from '../../activities/advance'
import type { Subject } from '../../activities/execution/standing'
import { freshId } from '../support/mails'
import { graphOf, ruleWith, tag, type Arrows, type Steps } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

let bench: Workbench
let accountId: string
let mailboxes: Office['mailboxes']

beforeAll(async () => {
  bench = await openWorkbench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  ;({ accountId, mailboxes } = await bench.newAccount())
})

const inInvoices = () => mailboxes.Invoices
const ask = (...query: Parameters<typeof sql>) => bench.office.ask((tx) => tx.execute(sql(...query)))
/** A rule on its own account, and a mail that sets it off. */
async function started(steps: Steps, arrows: Arrows, letter: Parameters<Workbench['deliver']>[1] = {}): Promise<Subject> {
  await ruleWith(bench.office, graphOf(steps, arrows), { accountId })
  const { executionIds: [executionId = ''] } = await bench.deliver(accountId, letter)
  return { executionId, workspaceId: bench.office.workspaceId }
}
const goOn = (subject: Subject) => advance(bench.deps, subject)
const stepsOf = async ({ executionId }: Subject) => Object.fromEntries((await ask`select step_id, state, port, reason from execution_step where execution_id = ${executionId} order by seq`).map(({ step_id, state, port, reason }) => [String(step_id), `${String(state)} ${String(port ?? reason ?? '')}`.trim()]))

test('2: an event sets off fifty executions at most, in rule order, and the rest says why not', async () => {
  for (let position = 1; position <= 52; position += 1) await ruleWith(bench.office, graphOf({ tag: tag('T') }, [['start', 'tag']]), { accountId, position, name: `Rule ${position}` })
  const { executionIds, messageId } = await bench.deliver(accountId)
  expect(executionIds).toHaveLength(50)
  const [row] = await ask`select w.verdicts from why_not w where w.message_id = ${messageId}`
  const passed = z.array(z.object({ ruleId: z.string(), reason: z.string() })).parse(row?.verdicts)
  const names = await ask`select id, name from rule where account_id = ${accountId} and position > 50 order by position`
  expect(passed).toEqual(names.map(({ id }) => ({ ruleId: id, reason: 'limit' })))
})

test('7: steps that write here run one after another in document order, in one transaction, and wait for none that acts outside', async () => {
  const subject = await started({ b: tag('B'), move: { type: 'mailbox.move', config: { mailboxRef: inInvoices() } }, a: tag('A'), c: tag('C'), behind: tag('Behind') }, [['start', 'a'], ['a', 'c'], ['start', 'move'], ['move', 'behind'], ['start', 'b']])
  const { ended } = await goOn(subject)
  const rows = await ask`select step_id, xmin::text as written from execution_step where execution_id = ${subject.executionId} and step_id <> 'start' order by seq`
  expect([rows.map(({ step_id }) => step_id), new Set(rows.map(({ written }) => written)).size, ended]).toEqual([['b', 'a', 'c'], 1, null])
})

describe('8: conditions', () => {
  const tagged = (operator: 'is' | 'isNot') => ({ type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'tag', header: '', operator, values: ['Later'] }] } } })
  test('behind the start are decided when the mail comes, others when their step runs, and each keeps what it compared', async () => {
    const pause = { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'nothing' } }
    const subject = await started({ early: tagged('isNot'), pause, late: tagged('is'), a: tag('Found') }, [['start', 'early'], ['early:yes', 'pause'], ['pause:elapsed', 'late'], ['late:yes', 'a']])
    const compared = async () => (await ask`select step_id, port, compared -> 1 -> 'actual' as actual, compared -> 1 -> 'verdict' as verdict from execution_step where execution_id = ${subject.executionId} and compared is not null order by seq`).map(({ step_id, port, actual, verdict }) => [step_id, port, actual, verdict])
    // Decided before anybody goes on.
    expect(await compared()).toEqual([['early', 'yes', [], true]])
    await bench.office.ask(async (tx) => {
      const tagId = newId()
      await tx.execute(sql`insert into tag (workspace_id, id, name) values (${bench.office.workspaceId}, ${tagId}, 'Later')`)
      await tx.execute(sql`insert into message_tag (workspace_id, message_id, tag_id) select ${bench.office.workspaceId}, message_id, ${tagId}::uuid from execution where id = ${subject.executionId}`)
    })
    await goOn(subject)
    await ask`update wait set due_at = now() - interval '1 second' where execution_id = ${subject.executionId}`
    expect((await goOn(subject)).ended).toBe('done')
    await ask`delete from message_tag where message_id = (select message_id from execution where id = ${subject.executionId})`
    expect(await compared()).toEqual([['early', 'yes', [], true], ['late', 'yes', ['Later'], true]])
  })
})

describe('13: scopes', () => {
  const passed = async (messageId: string) => (await ask`select v ->> 'reason' as reason, v ->> 'winner' as winner from why_not w, jsonb_array_elements(w.verdicts) v where w.message_id = ${messageId}`)[0]
  test('a mail that is delivered again sets its rule off no second time [SAF-01]', async () => {
    await ruleWith(bench.office, graphOf({ tag: tag('T') }, [['start', 'tag']]), { accountId })
    const id = freshId()
    const first = await bench.deliver(accountId, { id })
    const again = await bench.deliver(accountId, { id })
    expect([first.executionIds.length, again.executionIds, again.messageId === first.messageId]).toEqual([1, [], true])
  })
  test('of a thread only the first mail sets off a rule that acts once per thread; the next leaves no execution, but the reason and the winner [SAF-02]', async () => {
    await ruleWith(bench.office, graphOf({ tag: tag('T') }, [['start', 'tag']], 'thread'), { accountId })
    const id = freshId()
    const first = await bench.deliver(accountId, { id })
    const second = await bench.deliver(accountId, { inReplyTo: id, references: [id] })
    const other = await bench.deliver(accountId)
    expect([first, second, other].map(({ executionIds }) => executionIds.length)).toEqual([1, 0, 1])
    expect(await passed(second.messageId)).toEqual({ reason: 'scope used', winner: first.executionIds[0] })
  })
  test('of mails of one thread that come at the same moment one sets it off [SAF-02] [SAF-04]', async () => {
    const id = freshId()
    await bench.deliver(accountId, { id })
    await ruleWith(bench.office, graphOf({ tag: tag('T') }, [['start', 'tag']], 'thread'), { accountId })
    const taken = await Promise.all(Array.from({ length: 6 }, () => bench.deliver(accountId, { inReplyTo: id, references: [id] })))
    expect(taken.flatMap(({ executionIds }) => executionIds)).toHaveLength(1)
  })
})

test('a lead is opened once for a thread, beside a ticket of the same thread, and the next mail finds it [ACT-04]', async () => {
  const open = (recordType: 'lead' | 'ticket') => ({ type: 'record.create', config: { recordType, title: '{{ subject }}', reuseOfThread: true } })
  const id = freshId()
  const first = await started({ lead: open('lead'), ticket: open('ticket') }, [['start', 'lead'], ['lead', 'ticket']], { id, subject: 'Shelves' })
  await goOn(first)
  const { executionIds: [next = ''] } = await bench.deliver(accountId, { inReplyTo: id, references: [id], subject: 'Re: Shelves' })
  await goOn({ ...first, executionId: next })
  expect(await ask`select r.type, r.title from record r join execution e on e.thread_id = r.thread_id where e.id = ${next} order by r.type`).toEqual([{ type: 'lead', title: 'Shelves' }, { type: 'ticket', title: 'Shelves' }])
  expect(await ask`select r.type, t.kind from timeline_entry t join record r on r.id = t.record_id where t.message_id = (select message_id from execution where id = ${next}) and t.kind = 'mail in' order by r.type`).toEqual([{ type: 'lead', kind: 'mail in' }, { type: 'ticket', kind: 'mail in' }])
  expect(await ask`select step_id, receipts -> 0 ->> 'change' as change from execution_step where execution_id = ${next} and step_id <> 'start' order by seq`).toEqual([{ step_id: 'lead', change: 'reused' }, { step_id: 'ticket', change: 'reused' }])
})

describe('19: of moves in one event the first stands', () => {
  const move = (mailboxRef: string) => ({ type: 'mailbox.move', config: { mailboxRef } })
  const pause = { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'nothing' } }
  /** A server that moves whatever it is asked to. */
  const mover: OutwardPerformer<'message.move'> = {
    perform: async (_, __, hold) => {
      await hold.calling()
      return { effect: 'message.move', result: 'done', change: 'changed' }
    },
  }
  const outward = () => ({ ...bench.deps, performers: { ...bench.deps.performers, 'message.move': mover }, heartbeat: () => undefined, signal: new AbortController().signal })
  const moving = (subject: Subject, stepId: string) => perform(outward(), { ...subject, stepId })

  test('for other rules, not for the same rule’s next, nor behind a wait', async () => {
    const [first, second] = [inInvoices(), mailboxes.archive]
    await ruleWith(bench.office, graphOf({ one: move(first), two: move(second) }, [['start', 'one'], ['one', 'two']]), { accountId, position: 1 })
    await ruleWith(bench.office, graphOf({ other: move(second), tag: tag('After') }, [['start', 'other'], ['other', 'tag']]), { accountId, position: 2 })
    await ruleWith(bench.office, graphOf({ pause, later: move(second) }, [['start', 'pause'], ['pause:elapsed', 'later']]), { accountId, position: 3 })
    const { executionIds } = await bench.deliver(accountId)
    const [a = '', b = '', c = ''] = executionIds
    const subjectOf = (executionId: string): Subject => ({ executionId, workspaceId: bench.office.workspaceId })
    for (const id of [a, b, c]) await goOn(subjectOf(id))
    await moving(subjectOf(a), 'one')
    await moving(subjectOf(a), 'two')
    await moving(subjectOf(b), 'other')
    await goOn(subjectOf(b))
    await ask`update wait set due_at = now() - interval '1 second' where execution_id = ${c}`
    await goOn(subjectOf(c))
    await moving(subjectOf(c), 'later')
    expect([await stepsOf(subjectOf(a)), await stepsOf(subjectOf(b)), await stepsOf(subjectOf(c))]).toMatchObject([
      { one: 'done next', two: 'done next' },
      { other: 'skipped moved by another rule', tag: 'done next' },
      { later: 'done next' },
    ])
    expect((await ask`select detail from execution_step where execution_id = ${b} and step_id = 'other'`)[0]?.detail).toBe(a)
  })
})

describe('16: waits', () => {
  const listening = { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'replied' } }
  const approval = () => ({ type: 'wait.approval', config: { approvers: [bench.office.userId], agreement: 'any', atLeast: 1, question: 'Pay?', seconds: 3_600, remindSeconds: 0, escalateSeconds: 0, escalateTo: [] } })
  const record = { type: 'wait.record', config: { watch: 'stage', stage: 'done', field: '', seconds: 3_600 } }

  test('a reply in a thread in which others wait for people and records ends the wait for replies alone', async () => {
    const id = freshId()
    const subject = await started({ reply: listening, person: approval(), ticket: record, a: tag('A'), b: tag('B'), c: tag('C') }, [['start', 'reply'], ['start', 'person'], ['start', 'ticket'], ['reply:replied', 'a'], ['person:approved', 'b'], ['ticket:changed', 'c']], { id })
    await goOn(subject)
    await bench.deliver(accountId, { inReplyTo: id })
    await goOn(subject)
    expect(await stepsOf(subject)).toMatchObject({ reply: 'done replied', a: 'done next', person: 'waiting', ticket: 'waiting' })
  })
  test('what one of our further addresses wrote before the wait began is nobody’s reply, however it is written', async () => {
    const own = `Info.${freshId().slice(1, 9)}@northwind.example`
    await ask`update account set identities = ${JSON.stringify([own])}::jsonb where id = ${accountId}`
    const id = freshId()
    const subject = await started({ reply: listening, a: tag('A') }, [['start', 'reply'], ['reply:replied', 'a']], { id })
    await bench.deliver(accountId, { from: own.toLowerCase(), inReplyTo: id })
    await goOn(subject)
    expect(await stepsOf(subject)).toMatchObject({ reply: 'waiting' })
    await bench.deliver(accountId, { from: own.toUpperCase(), inReplyTo: id })
    await goOn(subject)
    expect(await stepsOf(subject)).toMatchObject({ reply: 'waiting' })
  })

  test('what comes after its time ends no wait, however late somebody comes to look', async () => {
    const id = freshId()
    const subject = await started({ reply: listening, a: tag('A'), late: tag('Late'), open: { type: 'record.create', config: { recordType: 'ticket', title: 'x', reuseOfThread: true } }, ticket: record, b: tag('B') },
      [['start', 'reply'], ['reply:replied', 'a'], ['reply:elapsed', 'late'], ['start', 'open'], ['open', 'ticket'], ['ticket:changed', 'b']], { id })
    await goOn(subject)
    await ask`update wait set due_at = now() - interval '1 second' where execution_id = ${subject.executionId}`
    await bench.deliver(accountId, { inReplyTo: id })
    await bench.office.ask(async (tx) => {
      const [row] = await tx.execute(sql`select r.id from record r join execution e on e.thread_id = r.thread_id where e.id = ${subject.executionId}`)
      const recordId = String(row?.id)
      await tx.execute(sql`update record set stage = 'done' where id = ${recordId}::uuid`)
      await tx.insert(timelineEntry).values({ workspaceId: bench.office.workspaceId, recordId, kind: 'stage', data: { from: 'new', to: 'done' } })
      await recordsChanged(tx, bench.office.workspaceId, [recordId])
    })
    await goOn(subject)
    expect(await stepsOf(subject)).toMatchObject({ reply: 'done elapsed', late: 'done next', ticket: 'done timed out', b: 'skipped not on the path taken' })
  })
})

describe('threads that a mail joins', () => {
  const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }
  const threadOf = async (executionId: string) => String((await ask`select thread_id from execution where id = ${executionId}`)[0]?.thread_id)

  test('become one, whatever stood in each: the mail is taken in, waits end, and each type of record is open once', async () => {
    const wait = { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'replied' } }
    await ruleWith(bench.office, graphOf({ ticket, wait, tag: tag('Heard') }, [['start', 'ticket'], ['ticket', 'wait'], ['wait:replied', 'tag']], 'thread'), { accountId })
    const ids = [freshId(), freshId(), freshId()]
    const subjects: Subject[] = []
    for (const id of ids) {
      const { executionIds: [executionId = ''] } = await bench.deliver(accountId, { id })
      subjects.push({ executionId, workspaceId: bench.office.workspaceId })
    }
    for (const subject of subjects) await goOn(subject)
    // The oldest thread's record is done with: two open ones come into a thread that has none.
    await ask`update record set closed_at = now(), stage = 'done' where thread_id = ${await threadOf(subjects[0]?.executionId ?? '')}`
    // A record that two of them were put to.
    await bench.office.ask(async (tx) => {
      const recordId = newId()
      await tx.execute(sql`insert into record (workspace_id, id, type, number, title) values (${bench.office.workspaceId}, ${recordId}, 'lead', 9001, 'Both')`)
      await tx.execute(sql`insert into record_link (id, workspace_id, record_id, thread_id) select gen_random_uuid(), ${bench.office.workspaceId}, ${recordId}::uuid, thread_id from execution where id in (${subjects[1]?.executionId ?? ''}::uuid, ${subjects[2]?.executionId ?? ''}::uuid)`)
    })
    const joining = await bench.deliver(accountId, { references: ids })
    expect(new Set(await Promise.all(subjects.map(({ executionId }) => threadOf(executionId)))).size).toBe(1)
    for (const subject of subjects) expect((await goOn(subject)).ended).toBe('done')
    const open = await ask`select count(*)::int as n from record where thread_id = ${await threadOf(subjects[0]?.executionId ?? '')} and type = 'ticket' and closed_at is null`
    expect(open).toEqual([{ n: 1 }])
    expect(joining.executionIds).toEqual([])
  })

  test('13: keep that a rule acted in one of them [SAF-02]', async () => {
    const [early, late] = [freshId(), freshId()]
    await bench.deliver(accountId, { id: early })
    await ruleWith(bench.office, graphOf({ tag: tag('T') }, [['start', 'tag']], 'thread'), { accountId })
    expect((await bench.deliver(accountId, { id: late })).executionIds).toHaveLength(1)
    expect((await bench.deliver(accountId, { references: [early, late] })).executionIds).toEqual([])
  })
})
