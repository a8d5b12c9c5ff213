import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { alertOwners } from '../../activities/alerts'
import { messageIdFor } from '../../activities/effects/mail-reply'
import { watchSilence } from '../../activities/events/watch-silence'
import type { Tx } from '../../db/client'
import { requestCancel } from '../../db/queries/cancel-execution'
import { releaseHeld } from '../../db/queries/rule-standing'
import { calendar } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { CalendarHours } from '../../rules/calendar'
import { noteEngine, recheckStuck, releaseOverdue } from '../../server/sweep'
import { remindOfFollowUps } from '../../server/sweep-due'
import { tellOfStuck } from '../../server/sweep-stuck'
import { mailWith, type Office } from '../support/fixtures'
import { asOwner } from '../support/rows'
import { graphOf, ruleWith, tagEverything } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

/** No engine here: the sweeps speak to Postgres alone, and the test is the dispatcher. */
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
  await office.database.system.execute(sql`delete from dispatch`)
  await office.database.system.execute(sql`update execution set ended_at = now(), state = 'done' where ended_at is null`)
  ;({ accountId } = await bench.newAccount())
})

const deliver = async () => (await bench.deliver(accountId)).executionIds
const dispatched = async () => (await office.database.system.execute(sql`select workflow_id, kind from dispatch order by workflow_id`)).map(({ workflow_id, kind }) => `${String(kind)} ${String(workflow_id)}`)
const quiet = (executionId: string | undefined, seconds = 61) => office.ask((tx) => tx.execute(sql`update execution set progress_at = now() - make_interval(secs => ${seconds}) where id = ${executionId ?? ''}`))
const delivered = () => office.database.system.execute(sql`delete from dispatch`)
const waiting = graphOf({ wait: { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'replied' } }, tag: { type: 'tag.add', config: { tag: 'T' } } }, [['start', 'wait'], ['wait:replied', 'tag']])
const sweeps = () => ({ database: office.database, log: { ...deps.log, child: () => { throw new Error('not used') } } })

describe('the minute’s sweep', () => {
  test('tells a started execution that has not moved for a minute to look again, and no other', async () => {
    await ruleWith(office, tagEverything(), { accountId })
    const [stuck] = await deliver()
    await deliver()
    await delivered()
    await quiet(stuck)
    expect(await recheckStuck(sweeps())).toBe(1)
    expect(await dispatched()).toEqual([`recheck execution:${stuck}`])
  })

  test('leaves one alone that waits for a reply or a later time', async () => {
    await ruleWith(office, waiting, { accountId })
    const [executionId = ''] = await deliver()
    await advance(deps, { workspaceId: office.workspaceId, executionId })
    await delivered()
    await quiet(executionId, 600)
    expect(await recheckStuck(sweeps())).toBe(0)
  })

  test('wakes one whose wait is a minute past due', async () => {
    await ruleWith(office, waiting, { accountId })
    const [executionId = ''] = await deliver()
    await advance(deps, { workspaceId: office.workspaceId, executionId })
    await delivered()
    await quiet(executionId)
    await office.ask((tx) => tx.execute(sql`update wait set due_at = now() - interval '61 seconds' where execution_id = ${executionId}`))
    await recheckStuck(sweeps())
    expect(await dispatched()).toEqual([`recheck execution:${executionId}`])
    const standing = await advance(deps, { workspaceId: office.workspaceId, executionId })
    expect(standing.ended).toBe('done')
  })
})

describe('a run that stands still for a quarter of an hour although it could go on', () => {
  const tell = () => tellOfStuck(sweeps(), (tx, run) => alertOwners(tx, { ...run, kind: 'executions stuck' }, new Date()))
  const told = (ruleId: string) => office.ask((tx) => tx.execute(sql`select user_id, execution_id, data ->> 'count' as count from notification where kind = 'executions stuck' and data ->> 'ruleId' = ${ruleId}`))

  test('is told to the owner of its rule, once, and audited [SAF-07]', async () => {
    const { ruleId } = await ruleWith(office, tagEverything(), { accountId })
    const [stuck] = await deliver()
    const [young] = await deliver()
    await quiet(stuck, 901)
    await quiet(young, 899)
    expect([await tell(), await tell()]).toEqual([1, 0])
    expect(await told(ruleId)).toEqual([{ user_id: office.userId, execution_id: stuck, count: '1' }])
    const events = await office.ask((tx) => tx.execute(sql`select subject_id, data from audit_event where kind = 'execution.stuck' and subject_id in (${stuck ?? ''}, ${young ?? ''})`))
    expect(events).toEqual([{ subject_id: stuck, data: { seconds: 900 } }])
    await quiet(young, 901)
    expect(await tell()).toBe(1)
    expect(await told(ruleId), 'one notice an hour, which counts').toMatchObject([{ count: '2' }])
  })

  test('is not one that waits, that is held for a person, or that was let go on just now', async () => {
    const { ruleId } = await ruleWith(office, waiting, { accountId })
    const [waits = '', held = ''] = [...(await deliver()), ...(await deliver())]
    await advance(deps, { workspaceId: office.workspaceId, executionId: waits })
    await quiet(waits, 86_400)
    await quiet(held, 86_400)
    await office.ask((tx) => tx.execute(sql`update execution set held_at = now() where id = ${held}`))
    expect(await tell()).toBe(0)
    await office.ask((tx) => requestCancel(tx, { workspaceId: office.workspaceId, executionId: waits }))
    await office.ask((tx) => releaseHeld(tx, office.workspaceId, ruleId))
    expect(await tell()).toBe(0)
  })
})

describe('a reply that is missing', () => {
  const hours = (() => {
    const day = [{ from: '00:00', to: '24:00' }]
    return CalendarHours.parse({ week: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day } })
  })()
  const place = async () => {
    const { workspaceId } = office
    const made = await bench.newAccount()
    const calendarRef = newId()
    await office.ask((tx) => tx.insert(calendar).values({ id: calendarRef, workspaceId, name: `Always ${calendarRef}`, timeZone: 'UTC', hours }))
    const start = { type: 'no.reply', config: { waitingFor: 'ours', seconds: 4 * 3_600, calendarRef } }
    const { ruleId } = await ruleWith(office, graphOf({ tag: { type: 'tag.add', config: { tag: 'Overdue' } } }, [['start', 'tag']], 'message', start), { accountId: made.accountId })
    const mail = (tx: Tx, hoursAgo: number) => mailWith(tx, { workspaceId, ...made }, { receivedAt: new Date(Date.now() - hoursAgo * 3_600_000) })
    return { ...made, ruleId, mail }
  }
  const noticed = (ruleId: string) => office.ask((tx) => tx.execute(sql`select message_id from rule_event where rule_id = ${ruleId}`))

  test('is noticed however much mail is older, of which nothing is to be noticed', async () => {
    const { ruleId, accountId: busy, mail } = await place()
    const overdue = await office.ask(async (tx) => {
      for (let index = 0; index < 501; index += 1) await mail(tx, 200 + index / 60)
      await tx.execute(sql`update message set created_at = received_at where account_id = ${busy}`)
      return mail(tx, 5)
    })
    expect(await watchSilence({ ...sweeps(), log: deps.log })).toBe(1)
    expect(await noticed(ruleId)).toEqual([{ message_id: overdue.messageId }])
  })

  test('is noticed also when another rule cannot be looked at', async () => {
    const [broken, sound] = [await place(), await place()]
    await office.ask((tx) => tx.execute(sql`update rule set watched_until = 'infinity' where id = ${broken.ruleId}`))
    const { messageId } = await office.ask((tx) => sound.mail(tx, 5))
    await expect(watchSilence({ ...sweeps(), log: deps.log })).rejects.toThrow()
    expect(await noticed(sound.ruleId)).toEqual([{ message_id: messageId }])
  })
})

test('a follow-up that cannot be told of keeps no other from its turn', async () => {
  const { workspaceId, userId } = office
  await asOwner(office.test.ownerUrl, (owner) => owner`alter table notification add constraint poison check (text <> 'Poison')`)
  await office.ask((tx) => tx.execute(sql`
    insert into follow_up (workspace_id, id, user_id, text, due_at, effect_key)
    select ${workspaceId}, id::uuid, ${userId}, text, now() - make_interval(secs => age), text from (values (${newId()}, 'Poison', 9), (${newId()}, 'Call back', 5)) as due (id, text, age)`))
  await expect(remindOfFollowUps(sweeps(), messageIdFor)).rejects.toThrow()
  const told = await office.ask((tx) => tx.execute(sql`select text from notification where kind is null`))
  expect(told).toEqual([{ text: 'Call back' }])
})

describe('an engine', () => {
  test('that is another one than before has everything that is not final dispatched to it, and the same one nothing', async () => {
    await ruleWith(office, tagEverything(), { accountId })
    await noteEngine(sweeps(), 'one')
    const [open] = await deliver()
    await delivered()
    expect(await noteEngine(sweeps(), 'one')).toBe(0)
    expect(await dispatched()).toEqual([])
    await noteEngine(sweeps(), 'two')
    expect(await dispatched()).toContain(`recheck execution:${open}`)
  })
})

describe('the order of rules', () => {
  const two = async () => {
    await ruleWith(office, tagEverything('A'), { accountId, position: 1 })
    await ruleWith(office, tagEverything('B'), { accountId, position: 2 })
    return deliver()
  }

  test('the second rule goes on after a minute without progress of the first, and the reason is recorded', async () => {
    const [first, second] = await two()
    await delivered()
    await quiet(first)
    expect(await releaseOverdue(sweeps())).toBe(1)
    expect(await dispatched()).toEqual([`start execution:${second}`])
    const [audit] = await office.ask((tx) => tx.execute(sql`select kind, data from audit_event where subject_id = ${second ?? ''}`))
    expect(audit).toMatchObject({ kind: 'execution.released', data: { before: first, reason: 'no progress' } })
  })

  test('a minute without progress before the start was delivered does not count', async () => {
    const [first] = await two()
    await quiet(first)
    expect(await releaseOverdue(sweeps())).toBe(0)
  })

  test('the first that ends afterwards releases nobody a second time', async () => {
    const [first = '', second] = await two()
    await delivered()
    await quiet(first)
    await releaseOverdue(sweeps())
    await delivered()
    await advance(deps, { workspaceId: office.workspaceId, executionId: first })
    expect(await dispatched()).toEqual([])
    expect(second).toBeTruthy()
  })
})
