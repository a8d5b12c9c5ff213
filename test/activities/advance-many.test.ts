import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { advance } from '../../activities/advance'
import { advanceMany } from '../../activities/advance-many'
import { record } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { graphOf, ruleWith } from '../support/rules'
import { freshId } from '../support/mails'
import { asOwner } from '../support/rows'
import { openWorkbench, type Workbench } from '../support/workbench'

let bench: Workbench
let accountId: string

beforeAll(async () => {
  bench = await openWorkbench()
})
afterAll(() => bench.close())
beforeEach(async () => {
  ;({ accountId } = await bench.newAccount())
  await bench.office.database.system.execute(sql`delete from dispatch`)
  await ruleWith(bench.office, graphOf({ tag: { type: 'tag.add', config: { tag: 'Seen' } }, ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } } }, [['start', 'tag'], ['tag', 'ticket']]), { accountId })
})

/** Each from somebody else, unless the letter says whom, so that nobody has too many. */
const pile = async (count: number, letter: (index: number) => object = () => ({})) => {
  const ids: string[] = []
  for (let index = 0; index < count; index += 1) ids.push(...(await bench.deliver(accountId, { from: `Somebody <${newId()}@example.net>`, ...letter(index) })).executionIds)
  return ids
}
const carry = (executionIds: readonly string[], fault: (site: string) => Promise<void> = async () => undefined) => advanceMany({ ...bench.deps, fault }, { workspaceId: bench.office.workspaceId, executionIds })
const came = async () => (await bench.office.ask((tx) => tx.execute(sql`
  select (select count(*)::int from execution where account_id = ${accountId} and state = 'done') as done, (select count(*)::int from record r join message m on m.id = r.message_id where m.account_id = ${accountId}) as tickets,
    (select count(*)::int from dispatch) as dispatched, (select count(*)::int from timeline_entry e join execution x on x.id = e.execution_id where x.account_id = ${accountId}) as entries`)))[0]

test.each(['batch: before commit', 'batch: after commit'])('a batch that fails %s comes to the same, and does nothing twice', async (site) => {
  const ids = await pile(5)
  let wentOut = false
  await carry(ids, async (at) => {
    if (at !== site || wentOut) return
    wentOut = true
    throw new Error('the lights went out')
  })
  expect(wentOut).toBe(true)
  expect(await came()).toEqual({ done: 5, tickets: 5, dispatched: 0, entries: 5 })
  await carry(ids)
  expect(await came(), 'carried once more').toEqual({ done: 5, tickets: 5, dispatched: 0, entries: 5 })
})

test('two mails of one thread share their ticket, as they would one after the other', async () => {
  const id = freshId()
  const ids = await pile(2, (index) => (index === 0 ? { id } : { inReplyTo: id }))
  await carry(ids)
  expect(await came()).toMatchObject({ done: 2, tickets: 1, dispatched: 0, entries: 2 })
})

test('in a batch the mails of one sender open as many tickets as one after the other, with the numbers in a row', async () => {
  const { office } = bench
  await office.ask((tx) => tx.execute(sql`update workspace set limits = '{"recordsPerSender": 3}' where id = ${office.workspaceId}`))
  const ids = await pile(5, () => ({ from: 'Much Mail <much@example.net>' }))
  await carry(ids)
  await office.ask((tx) => tx.execute(sql`update workspace set limits = '{}' where id = ${office.workspaceId}`))
  expect(await came(), 'and the sender is told once').toMatchObject({ tickets: 3, dispatched: 1 })
  const numbers = await office.ask((tx) => tx.execute(sql`select r.number, r.execution_id as id from record r join message m on m.id = r.message_id where m.account_id = ${accountId} order by r.number`))
  const first = Number(numbers[0]?.number)
  expect(numbers.map(({ number, id }) => [number, id])).toEqual(ids.slice(0, 3).map((id, index) => [first + index, id]))
})

test('senders who take turns in a batch are counted each for themselves', async () => {
  const { office } = bench
  await office.ask((tx) => tx.execute(sql`update workspace set limits = '{"recordsPerSender": 2}' where id = ${office.workspaceId}`))
  const ids = await pile(5, (index) => ({ from: index % 2 === 0 ? 'Even <even@example.net>' : 'Odd <odd@example.net>' }))
  await carry(ids)
  await office.ask((tx) => tx.execute(sql`update workspace set limits = '{}' where id = ${office.workspaceId}`))
  const rows = await office.ask((tx) => tx.execute(sql`select execution_id as id from record where execution_id in (select id from execution where account_id = ${accountId})`))
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(ids.slice(0, 4)))
})

test('each record that a batch opens names its own execution as the cause of what follows', async () => {
  await ruleWith(bench.office, graphOf({ late: { type: 'tag.add', config: { tag: 'Opened' } } }, [['start', 'late']], 'message', { type: 'record.event', config: { recordType: 'any', what: 'created', stage: 'any', field: '' } }), { accountId })
  const ids = await pile(3)
  await carry(ids)
  const causes = await bench.office.ask((tx) => tx.execute(sql`
    select e.cause_execution_id as cause, r.execution_id as opener from rule_event e join record r on r.id = e.record_id join execution x on x.id = r.execution_id where x.account_id = ${accountId} order by r.number`))
  await bench.office.ask((tx) => tx.execute(sql`update rule set state = 'deleted' where account_id = ${accountId}`))
  expect(causes).toEqual(ids.map((id) => ({ cause: id, opener: id })))
})

test('the ledger of one in a batch reads as if it had run alone, and the next rule of its mail goes on', async () => {
  const place = await bench.newAccount()
  const seen = (tag: string) => ({ type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'tag', header: '', operator: 'is', values: [tag] }] } } })
  const steps = { tag: { type: 'tag.add', config: { tag: 'First' } }, is: seen('First'), ticket: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }, never: { type: 'tag.add', config: { tag: 'Never' } }, after: { type: 'tag.add', config: { tag: 'After' } } }
  await ruleWith(bench.office, graphOf(steps, [['start', 'tag'], ['tag', 'is'], ['is:yes', 'ticket'], ['is:no', 'never'], ['ticket', 'after']]), { accountId: place.accountId, position: 1 })
  await ruleWith(bench.office, graphOf({ second: { type: 'tag.add', config: { tag: 'Second' } } }, [['start', 'second']]), { accountId: place.accountId, position: 2 })
  const events: (readonly string[])[] = []
  for (let count = 0; count < 4; count += 1) events.push((await bench.deliver(place.accountId)).executionIds)
  const first = events.map(([id = '']) => id)
  const second = events.map(([, id = '']) => id)
  const [alone = '', ...others] = first
  await advance(bench.deps, { workspaceId: bench.office.workspaceId, executionId: alone })
  await carry(others)
  const ledger = (id: string) => bench.office.ask((tx) => tx.execute(sql`
    select step_id, state, port, reason, started_at = ended_at as "atOnce", receipts -> 0 ->> 'change' as change from execution_step where execution_id = ${id} order by seq`))
  const expected = await ledger(alone)
  expect(expected.map(({ step_id: step, state }) => `${String(step)} ${String(state)}`)).toEqual(['start done', 'tag done', 'is done', 'never skipped', 'ticket done', 'after done'])
  for (const id of others) expect(await ledger(id)).toEqual(expected)
  const released = await bench.office.database.system.execute(sql`select subject_id as id from dispatch where workflow = 'executeRule' and subject_id in (select jsonb_array_elements_text(${JSON.stringify(second)}::jsonb)::uuid)`)
  expect(new Set(released.map(({ id }) => id))).toEqual(new Set(second))
})

test('one whose writes the database refuses fails, and leaves the rest of its batch as it was', async () => {
  await asOwner(bench.office.test.ownerUrl, (owner) => owner.unsafe(`create or replace function refuse() returns trigger language plpgsql as $$ begin if new.title = 'Refused' then raise exception 'no room' using errcode = '23514'; end if; return new; end $$;
    create trigger refuse before insert on record for each row execute function refuse()`))
  const ids = await pile(7, (index) => (index === 4 ? { subject: 'Refused' } : {}))
  await carry(ids)
  await asOwner(bench.office.test.ownerUrl, (owner) => owner.unsafe('drop trigger refuse on record'))
  const states = await bench.office.ask((tx) => tx.execute(sql`select id, state from execution where account_id = ${accountId} order by id`))
  expect(states.filter(({ state }) => state !== 'done')).toEqual([{ id: ids[4], state: 'failed' }])
  expect(await came()).toMatchObject({ done: 6, tickets: 6, entries: 6 })
})

test('one that is asked to stop is cancelled, and one that does not exist is passed over', async () => {
  const ids = await pile(3)
  await bench.office.ask((tx) => tx.execute(sql`update execution set cancel_requested_at = now() where id = ${ids[1] ?? ''}`))
  await carry([...ids, bench.office.workspaceId])
  expect(await came()).toMatchObject({ done: 2, tickets: 2, dispatched: 0 })
})

test('in a batch a rule sees the record that set it off, as it does alone, whatever else its conversation has', async () => {
  const place = await bench.newAccount()
  const isDone = { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'recordStage', header: '', operator: 'is', values: ['done'] }] } } }
  // What comes before the condition changes nothing that it sees, so that it is decided on what was read first.
  await ruleWith(bench.office, graphOf({ tell: { type: 'user.notify', config: { userRef: bench.office.userId, by: 'app', text: 'x' } }, isDone, yes: { type: 'tag.add', config: { tag: 'Done' } }, no: { type: 'tag.add', config: { tag: 'Not done' } } }, [['start', 'tell'], ['tell', 'isDone'], ['isDone:yes', 'yes'], ['isDone:no', 'no']]), { accountId: place.accountId })
  const { workspaceId } = bench.office
  let number = 1_000
  const came = async (carrying: (executionId: string) => Promise<unknown>, setOff: boolean) => {
    const { messageId, executionIds: [executionId = ''] } = await bench.deliver(place.accountId)
    const done = newId()
    await bench.office.ask(async (tx) => {
      const [mail] = await tx.execute(sql`select thread_id as thread from message where id = ${messageId}`)
      const threadId = String(mail?.thread)
      await tx.insert(record).values([{ id: done, workspaceId, type: 'ticket', number: (number += 1), stage: 'done', title: 'Closed', threadId, closedAt: new Date() }, { workspaceId, type: 'lead', number: (number += 1), title: 'Open', threadId }])
      if (setOff) await tx.execute(sql`update execution set record_id = ${done} where id = ${executionId}`)
    })
    await carrying(executionId)
    const tags = await bench.office.ask((tx) => tx.execute(sql`select t.name from message_tag mt join tag t on t.id = mt.tag_id where mt.message_id = ${messageId}`))
    return tags.map(({ name }) => name)
  }
  for (const setOff of [true, false]) {
    const expected = setOff ? ['Done'] : ['Not done']
    expect(await came((executionId) => advance(bench.deps, { workspaceId, executionId }), setOff), 'alone').toEqual(expected)
    expect(await came((executionId) => carry([executionId]), setOff), 'in a batch').toEqual(expected)
  }
})
