import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { messageIdFor } from '../../activities/effects/mail-reply'
import { messageFile } from '../../activities/effects/message-file'
import { messageMark } from '../../activities/effects/message-mark'
import type { EffectContext, Hold } from '../../activities/effects/performer'
import { perform, type PerformDeps } from '../../activities/perform'
import { member, user } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { remindOfFollowUps, wakeSnoozed } from '../../server/sweep-due'
import { sharedDovecot, type Dovecot } from '../support/dovecot'
import { mail } from '../support/drawn-rules'
import { lying, onServer, openMailroom, watchedMail, type Mailroom, type WatchedMail } from '../support/mailroom'
import { graphOf, ruleWith } from '../support/rules'
import { dieAt, endLease, openWorkbench, type Workbench } from '../support/workbench'

let room: Mailroom
let dovecot: Dovecot
let bench: Workbench
let deps: AdvanceDeps & PerformDeps
beforeAll(async () => {
  ;[room, dovecot, bench] = await Promise.all([openMailroom(), sharedDovecot(), openWorkbench()])
  deps = { ...bench.deps, heartbeat: () => undefined, signal: new AbortController().signal }
})
afterAll(() => Promise.all([room.close(), bench.close()]))

const holdOf = (): Hold & { calls: number } => {
  const counted = { calls: 0, attempt: 1, signal: new AbortController().signal, refused: () => undefined, calling: async () => void (counted.calls += 1) }
  return counted
}
const contextOf = ({ accountId, messageId }: WatchedMail): EffectContext => ({
  workspaceId: room.workspaceId, accountId, executionId: 'e', stepId: 's', ruleId: 'r', key: 'k', messageId, threadId: 't', hop: 0, facts: mail(), now: new Date(),
})

describe('on a mail server', () => {
  test('a mail is marked read and unread, each once', async () => {
    const account = await watchedMail(room, dovecot)
    const mark = messageMark(room)
    const read = { kind: 'message.mark', read: true } as const
    expect(await mark.perform(contextOf(account), read, holdOf())).toMatchObject({ result: 'done', change: 'changed' })
    expect([(await onServer(account.login, 'INBOX'))[0]?.flags, (await lying(room, account.accountId, 'INBOX'))[0]?.flags]).toEqual([['\\Seen'], ['\\Seen']])
    const again = holdOf()
    expect(await mark.perform(contextOf(account), read, again)).toMatchObject({ change: 'no change' })
    expect(again.calls).toBe(0)
    expect(await mark.perform(contextOf(account), { kind: 'message.mark', read: false }, holdOf())).toMatchObject({ change: 'changed' })
    expect((await onServer(account.login, 'INBOX'))[0]?.flags).toEqual([])
    await account.watching.stop()
  })

  test('an archived mail lies in the archive, and a second attempt finds it there', async () => {
    const account = await watchedMail(room, dovecot)
    const file = messageFile(room)
    const effect = { kind: 'message.file', role: 'archive' } as const
    expect(await file.lookup?.(contextOf(account), effect)).toBeNull()
    expect(await file.perform(contextOf(account), effect, holdOf())).toMatchObject({ result: 'done', change: 'changed' })
    expect([await onServer(account.login, 'INBOX'), await onServer(account.login, 'Archive')]).toMatchObject([[], [{ flags: [] }]])
    expect(await file.lookup?.(contextOf(account), effect)).toMatchObject({ result: 'done', change: 'changed' })
    expect(await file.perform(contextOf(account), effect, holdOf())).toMatchObject({ change: 'no change' })
    await account.watching.stop()
  })

  test('spam lies in the junk folder and says $Junk to the filter there', async () => {
    const account = await watchedMail(room, dovecot)
    expect(await messageFile(room).perform(contextOf(account), { kind: 'message.file', role: 'junk' }, holdOf())).toMatchObject({ result: 'done', change: 'changed' })
    expect(await onServer(account.login, 'INBOX')).toEqual([])
    expect((await onServer(account.login, 'Junk')).map(({ flags }) => flags)).toEqual([['$Junk']])
    await account.watching.stop()
  })

  test('an account without an archive skips the step and says so [ACT-11]', async () => {
    const account = await watchedMail(room, dovecot)
    await room.ask((tx) => tx.execute(sql`update mailbox set role = null where account_id = ${account.accountId} and role = 'archive'`))
    expect(await messageFile(room).perform(contextOf(account), { kind: 'message.file', role: 'archive' }, holdOf())).toEqual({ effect: 'message.file', result: 'skipped', reason: 'part is off', detail: 'no archive' })
    expect(await onServer(account.login, 'INBOX')).toHaveLength(1)
    await account.watching.stop()
  })
})

type Nodes = Parameters<typeof graphOf>[0]

/** A rule whose steps follow one another meets a mail; its execution is walked as far as the database takes it. */
async function walked(nodes: Nodes, letter: Parameters<Workbench['deliver']>[1] = {}, meanwhile: () => Promise<unknown> = async () => undefined) {
  const { accountId } = await bench.newAccount()
  const ids = Object.keys(nodes)
  await ruleWith(bench.office, graphOf(nodes, ids.map((id, index) => [index === 0 ? 'start' : (ids[index - 1] ?? ''), id])), { accountId })
  const { messageId, executionIds } = await bench.deliver(accountId, letter)
  await meanwhile()
  const subject = { workspaceId: bench.office.workspaceId, executionId: executionIds[0] ?? '' }
  return { accountId, messageId, subject, standing: await advance(deps, subject) }
}
const one = async (query: ReturnType<typeof sql>) => (await bench.office.ask((tx) => tx.execute(query)))[0]
const stepOf = (executionId: string, stepId: string) => one(sql`select state, reason, detail, receipts from execution_step where execution_id = ${executionId} and step_id = ${stepId}`)
const inbox = async (accountId: string) => Number((await one(sql`select count(*)::int as n from message where account_id = ${accountId} and (snoozed_until is null or snoozed_until <= now())`))?.n)

describe('tags', () => {
  test('are put on and taken off, whatever their case, and nothing changes a second time [ACT-01]', async () => {
    const { messageId, standing, subject } = await walked({ on: { type: 'tag.add', config: { tag: 'To sort' } }, off: { type: 'tag.remove', config: { tag: 'to SORT' } }, again: { type: 'tag.remove', config: { tag: 'To sort' } } })
    expect(standing.ended).toBe('done')
    expect((await stepOf(subject.executionId, 'off'))?.receipts).toMatchObject([{ change: 'changed' }])
    expect((await stepOf(subject.executionId, 'again'))?.receipts).toMatchObject([{ change: 'no change' }])
    expect(await one(sql`select count(*)::int as n from message_tag where message_id = ${messageId}`)).toEqual({ n: 0 })
    expect(await one(sql`select count(*)::int as n from tag where name = 'To sort'`)).toEqual({ n: 1 })
  })
})

describe('a snoozed mail', () => {
  test('is out of sight until its time, and then every worker that looks wakes it once', async () => {
    const { accountId, messageId } = await walked({ snooze: { type: 'message.snooze', config: { how: 'for', seconds: 3_600, time: '08:00' } } })
    expect(await inbox(accountId)).toBe(0)
    expect(await wakeSnoozed(bench.office)).toBe(0)
    await one(sql`update message set snoozed_until = now() - interval '1 second' where id = ${messageId}`)
    expect(await inbox(accountId)).toBe(1)
    const woken = await Promise.all([wakeSnoozed(bench.office), wakeSnoozed(bench.office)])
    expect(woken[0] + woken[1]).toBe(1)
    expect(await one(sql`select snoozed_until from message where id = ${messageId}`)).toEqual({ snoozed_until: null })
  })
})

/** Another member of the office. */
async function colleague(): Promise<string> {
  const userId = newId()
  await bench.office.database.system.insert(user).values({ id: userId, email: `${userId}@people.example`, name: 'Ben', passwordHash: 'x' })
  await bench.office.database.system.insert(member).values({ workspaceId: bench.office.workspaceId, userId, role: 'member' })
  return userId
}

describe('people', () => {
  test('get mail assigned, and one who left is passed over while the rest runs [ACT-11]', async () => {
    const { userId } = bench.office
    const leaver = await colleague()
    const steps = {
      gone: { type: 'message.assign', config: { userRef: leaver } },
      notice: { type: 'user.notify', config: { userRef: leaver, by: 'both', text: 'x' } },
      to: { type: 'message.assign', config: { userRef: userId } },
    }
    const { messageId, subject, standing } = await walked(steps, {}, () => bench.office.database.system.execute(sql`delete from member where user_id = ${leaver}`))
    expect(standing.ended).toBe('done with skips')
    for (const step of ['gone', 'notice']) expect(await stepOf(subject.executionId, step)).toMatchObject({ state: 'skipped', reason: 'part is off', detail: 'no user' })
    expect(await one(sql`select assignee_id from message where id = ${messageId}`)).toEqual({ assignee_id: userId })
  })

  test('are told here and by an automatic mail, whose step ends when a server took it [ACT-06] [NTF-01]', async () => {
    const { userId } = bench.office
    const { subject, standing } = await walked({ tell: { type: 'user.notify', config: { userRef: userId, by: 'both', text: 'New: {{ subject }}' } } }, { subject: 'Order 7' })
    expect(standing.ended).toBeNull()
    const mailed = await one(sql`select id, automatic, subject, "to", in_reply_to from outgoing_message where execution_id = ${subject.executionId}`)
    const person = await one(sql`select email from app_user where id = ${userId}`)
    expect(mailed).toMatchObject({ automatic: true, subject: 'New: Order 7', in_reply_to: null, to: [{ address: person?.email }] })
    expect(await one(sql`select text from notification where execution_id = ${subject.executionId}`)).toEqual({ text: 'New: Order 7' })
    await one(sql`update outgoing_message set state = 'accepted', settled_at = now() where id = ${String(mailed?.id)}`)
    expect((await advance(deps, subject)).ended).toBe('done')
    expect((await stepOf(subject.executionId, 'tell'))?.receipts).toMatchObject([{ effect: 'user.mail', result: 'done' }, { effect: 'user.notify', result: 'done' }])
  })

  test('told only here wait for no server', async () => {
    const { standing } = await walked({ tell: { type: 'user.notify', config: { userRef: bench.office.userId, text: 'An old rule' } } })
    expect(standing.ended).toBe('done')
  })
})

describe('a follow-up', () => {
  const config = (userRef: string) => ({ userRef, text: 'Call {{ sender.address }}', due: 'after', seconds: 86_400, days: 1, byMail: true })

  test('stands on the record of the thread and in its timeline, once [ACT-09]', async () => {
    const { userId } = bench.office
    const { subject, standing } = await walked({ record: { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }, plan: { type: 'followUp.create', config: config(userId) } })
    expect(standing.ended).toBe('done')
    const planned = await one(sql`select f.record_id, f.message_id, r.execution_id, t.kind, t.data from follow_up f join record r on r.id = f.record_id join timeline_entry t on t.record_id = r.id and t.kind = 'follow-up' where f.execution_id = ${subject.executionId}`)
    expect(planned).toMatchObject({ execution_id: subject.executionId, kind: 'follow-up', data: { text: expect.stringContaining('Call ') } })
    expect(await one(sql`select count(*)::int as n from follow_up where execution_id = ${subject.executionId}`)).toEqual({ n: 1 })
  })

  test('reminds its person once when it is due, here and by mail, and not when it was done before [ACT-09] [NTF-01]', async () => {
    const { userId } = bench.office
    const [{ subject }, { subject: other }] = [await walked({ plan: { type: 'followUp.create', config: config(userId) } }), await walked({ plan: { type: 'followUp.create', config: config(userId) } })]
    expect(await remindOfFollowUps(bench.office, messageIdFor)).toBe(0)
    await one(sql`update follow_up set due_at = now() - interval '1 second', done_at = case when execution_id = ${other.executionId} then now() end where execution_id in (${subject.executionId}, ${other.executionId})`)
    const told = await Promise.all([remindOfFollowUps(bench.office, messageIdFor), remindOfFollowUps(bench.office, messageIdFor)])
    expect(told[0] + told[1]).toBe(1)
    const id = String((await one(sql`select id from follow_up where execution_id = ${subject.executionId}`))?.id)
    expect(await one(sql`select count(*)::int as n from notification where effect_key = ${`follow-up:${id}`}`)).toEqual({ n: 1 })
    expect(await one(sql`select automatic, subject from outgoing_message where effect_key = ${`follow-up:${id}`}`)).toMatchObject({ automatic: true, subject: expect.stringContaining('Call ') })
  })
})

describe('a channel', () => {
  const posting = (channel: string, createMissing = true) => ({ post: { type: 'channel.post', config: { channel, text: '{{ subject }}', createMissing } } })

  test('that two rules find missing at once is made once and has both posts [LIM-03] [ACT-07]', async () => {
    const name = `Orders ${newId()}`
    const { accountId } = await bench.newAccount()
    await ruleWith(bench.office, graphOf(posting(name), [['start', 'post']]), { accountId })
    const mails = await Promise.all([bench.deliver(accountId, { subject: 'One' }), bench.deliver(accountId, { subject: 'Two' })])
    const subjects = mails.map(({ executionIds }) => ({ workspaceId: bench.office.workspaceId, executionId: executionIds[0] ?? '' }))
    const standings = await Promise.all(subjects.map((subject) => advance(deps, subject)))
    expect(standings.map(({ ended }) => ended)).toEqual(['done', 'done'])
    const channels = await bench.office.ask((tx) => tx.execute(sql`select c.id, (select json_agg(p.text order by p.text) from channel_post p where p.channel_id = c.id) as posts from channel c where c.name = ${name}`))
    expect(channels).toMatchObject([{ posts: ['One', 'Two'] }])
    const changes = await bench.office.ask((tx) => tx.execute(sql`select s.receipts->0->>'change' as change from execution_step s where s.step_id = 'post' and s.execution_id in ${subjects.map(({ executionId }) => executionId)} order by 1`))
    expect(changes, 'the one that made it says so').toEqual([{ change: 'changed' }, { change: 'created' }])
  })

  test('that is missing and not to be made skips the step and says so [LIM-03]', async () => {
    const { subject, standing } = await walked(posting(`Nowhere ${newId()}`, false))
    expect(standing.ended).toBe('done with skips')
    expect(await stepOf(subject.executionId, 'post')).toMatchObject({ state: 'skipped', reason: 'part is off', detail: 'no channel' })
  })
})

describe('an archive step', () => {
  test('whose worker died after the move is found done, and the next rule’s move gives way', async () => {
    const { accountId, mailboxes } = await bench.newAccount()
    await bench.office.ask((tx) => tx.execute(sql`update mailbox set role = 'archive' where id = ${mailboxes.archive}`))
    await ruleWith(bench.office, graphOf({ file: { type: 'message.archive', config: {} } }, [['start', 'file']]), { accountId })
    const { executionIds } = await bench.deliver(accountId)
    const step = { workspaceId: bench.office.workspaceId, executionId: executionIds[0] ?? '', stepId: 'file' }
    await advance(deps, step)
    await dieAt('perform: before settle', deps, step)
    await endLease(bench.office, step.executionId)
    await perform(deps, step)
    expect((await advance(deps, step)).ended).toBe('done')
    expect((await stepOf(step.executionId, 'file'))?.receipts).toMatchObject([{ effect: 'message.file', change: 'changed' }])
  })
})
