import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ingest, type IngestDeps } from '../../activities/ingest'
import type { IngestMail } from '../../activities/ingest/batch'
import { planCache } from '../../activities/plans'
import { logTo } from '../../server/log'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { arriving, freshId, placedIn, rawOf, received } from '../support/mails'
import { graphOf, ruleWith, tagEverything, whenSubject } from '../support/rules'

let office: Office
let deps: IngestDeps

beforeAll(async () => {
  office = await openOffice()
  deps = { database: office.database, now: () => new Date(), log: logTo(process.stderr, 'error'), fault: async () => undefined, plans: planCache() }
})
afterAll(() => office.close())

/** Each test has an account of its own, so that rules and threads of one are nothing to another. */
let account: { accountId: string; mailboxes: Office['mailboxes'] }
beforeEach(async () => {
  account = await office.ask((tx) => accountWith(tx, office.workspaceId, `support-${randomBytes(4).toString('hex')}@northwind.example`, 'local'))
})

const take = (...mails: IngestMail[]) => ingest(deps, { workspaceId: office.workspaceId, accountId: account.accountId, mails })
const takeOne = async (mail: IngestMail) => {
  const [taken] = await take(mail)
  if (taken === undefined) throw new Error('nothing was taken in')
  return taken
}
const rule = (graph: Parameters<typeof ruleWith>[1], options: Parameters<typeof ruleWith>[2] = {}) => ruleWith(office, graph, { accountId: account.accountId, ...options })
const count = async (table: string, where = sql`true`) => {
  const [row] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from ${sql.identifier(table)} where account_id = ${account.accountId} and ${where}`))
  return row?.n
}
const mode = (to: 'off' | 'dry run' | 'live') => office.ask((tx) => tx.execute(sql`update account set incoming_mode = ${to} where id = ${account.accountId}`))

describe('one mail', () => {
  test('is stored with its raw bytes, its text and its place, and counted in the mailbox', async () => {
    const raw = rawOf({ subject: 'Printer on fire', text: 'Please come.' })
    const { messageId } = await takeOne(await received(raw))
    const [row] = await office.ask((tx) => tx.execute(sql`
      select m.subject, m.snippet, m.state, r.bytes, c.text, b.unread_count, b.message_count from message m join raw_message r on r.message_id = m.id join body_cache c on c.message_id = m.id
      join placement p on p.message_id = m.id join mailbox b on b.id = p.mailbox_id where m.id = ${messageId}`))
    expect(row).toMatchObject({ subject: 'Printer on fire', snippet: 'Please come.', state: 'complete', unread_count: 1, message_count: 1 })
    expect(Buffer.compare(row?.bytes as Buffer, raw)).toBe(0)
  })

  test('that the reader could not read is kept and marked', async () => {
    const nested = Buffer.from(`Subject: Deep\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n${'<div>'.repeat(120_000)}`)
    const { messageId } = await takeOne(await received(nested))
    const [row] = await office.ask((tx) => tx.execute(sql`select state, quarantine_reason, subject from message where id = ${messageId}`))
    expect(row).toEqual({ state: 'quarantined', quarantine_reason: 'html nested too deep', subject: 'Deep' })
  })

  test('may hold characters that no database stores', async () => {
    const { messageId } = await takeOne(await arriving({ subject: 'a\u0000b', text: 'nul \u0000 here', headers: ['X-Odd: \u0000 \\u0000'] }))
    const [row] = await office.ask((tx) => tx.execute(sql`select c.text from body_cache c where c.message_id = ${messageId}`))
    expect(row?.text).toContain('here')
  })
})

describe('the same mail twice', () => {
  test('gives one message, one execution and one place in the local inbox', async () => {
    await rule(tagEverything())
    const raw = rawOf()
    const first = await takeOne(await received(raw))
    const again = await takeOne(await received(Buffer.concat([Buffer.from('Received: from elsewhere; Fri, 20 Nov 2026 10:00:01 +0000\r\n'), raw])))
    expect(again).toMatchObject({ messageId: first.messageId, known: true, executionIds: [] })
    expect(await count('message')).toBe(1)
    expect(await count('placement')).toBe(1)
    expect(await count('execution')).toBe(1)
  })

  test('in ten copies at once gives one of everything', async () => {
    await rule(tagEverything())
    const raw = rawOf()
    const taken = await Promise.all(Array.from({ length: 10 }, async () => takeOne(await received(raw))))
    expect(new Set(taken.map(({ messageId }) => messageId)).size).toBe(1)
    expect(taken.filter(({ known }) => !known)).toHaveLength(1)
    expect(await count('execution')).toBe(1)
    expect(await count('thread')).toBe(1)
  })

  test('twice in one batch, or without a Message-ID, is one message too', async () => {
    const raw = Buffer.from('From: a@example.com\r\nSubject: No id\r\n\r\nBody\r\n')
    const taken = await take(await received(raw), await received(raw))
    expect(taken.map(({ known }) => known)).toEqual([false, true])
    expect((await takeOne(await received(raw))).known).toBe(true)
  })

  test('in another mailbox gets a second place and sets off nothing', async () => {
    await rule(tagEverything())
    const raw = rawOf()
    await take(await received(raw, { placement: placedIn(account.mailboxes.inbox) }))
    await take(await received(raw, { placement: placedIn(account.mailboxes.archive) }))
    expect(await count('placement')).toBe(2)
    expect(await count('execution')).toBe(1)
  })

  test('with another body under the same header is another message', async () => {
    const id = freshId()
    const one = await takeOne(await arriving({ id, text: 'One' }))
    const other = await takeOne(await arriving({ id, text: 'Other' }))
    expect(other.known).toBe(false)
    expect(other.messageId).not.toBe(one.messageId)
    expect(other.threadId).toBe(one.threadId)
  })

  test('one UID is counted once, whoever reads it how often', async () => {
    const placement = placedIn(account.mailboxes.inbox)
    const raw = rawOf()
    await Promise.all([take(await received(raw, { placement })), take(await received(raw, { placement }))])
    const [box] = await office.ask((tx) => tx.execute(sql`select message_count, unread_count from mailbox where id = ${account.mailboxes.inbox}`))
    expect(box).toEqual({ message_count: 1, unread_count: 1 })
  })
})

describe('threads', () => {
  test('a mail and its reply taken in at the same moment find one thread', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = freshId()
      const [mail, reply] = await Promise.all([takeOne(await arriving({ id })), takeOne(await arriving({ inReplyTo: id, references: [id] }))])
      expect(reply.threadId).toBe(mail.threadId)
    }
  })

  test('a reply that comes before its mail waits for it in the same thread', async () => {
    const id = freshId()
    const reply = await takeOne(await arriving({ inReplyTo: id }))
    expect((await takeOne(await arriving({ id }))).threadId).toBe(reply.threadId)
  })

  test('a mail that joins two threads makes them one, with all that belongs to them', async () => {
    const [left, right] = [freshId(), freshId()]
    const one = await takeOne(await arriving({ id: left }))
    const other = await takeOne(await arriving({ id: right }))
    expect(other.threadId).not.toBe(one.threadId)
    const joining = await takeOne(await arriving({ references: [left, right] }))
    const [row] = await office.ask((tx) => tx.execute(sql`select count(distinct thread_id)::int as threads from message where account_id = ${account.accountId}`))
    expect(row?.threads).toBe(1)
    const [thread] = await office.ask((tx) => tx.execute(sql`select message_count from thread where id = ${joining.threadId}`))
    expect(thread?.message_count).toBe(3)
    expect((await takeOne(await arriving({ inReplyTo: right }))).threadId).toBe(joining.threadId)
  })

  test('equal subjects alone never join', async () => {
    const [one, other] = await take(await arriving({ subject: 'Offer' }), await arriving({ subject: 'Re: Offer' }))
    expect(one?.threadId).not.toBe(other?.threadId)
  })
})

describe('rules', () => {
  test('those that match are queued in their order and only the first is released', async () => {
    const second = await rule(tagEverything('B'), { position: 2 })
    const first = await rule(tagEverything('A'), { position: 1 })
    const { executionIds } = await takeOne(await arriving())
    const rows = await office.ask((tx) => tx.execute(sql`select id, rule_id, position, released_at is not null as released, mode, state from execution where account_id = ${account.accountId} order by position`))
    expect(rows.map(({ rule_id, released, mode: was, state }) => [rule_id, released, was, state])).toEqual([[first.ruleId, true, 'live', 'queued'], [second.ruleId, false, 'live', 'queued']])
    expect(rows.map(({ id }) => id)).toEqual(executionIds)
    const orders = await office.ask((tx) => tx.execute(sql`select workflow_id from dispatch where subject_id in ${executionIds}`))
    expect(orders.map(({ workflow_id }) => workflow_id)).toEqual([`execution:${executionIds[0]}`])
  })

  test('what was decided at intake stands in the ledger with the values compared', async () => {
    await rule(graphOf({ if: whenSubject('fire'), tag: { type: 'tag.add', config: { tag: 'Hot' } } }, [['start', 'if'], ['if:yes', 'tag']]))
    const { executionIds } = await takeOne(await arriving({ subject: 'Printer on fire' }))
    const steps = await office.ask((tx) => tx.execute(sql`select step_id, state, port, compared from execution_step where execution_id = ${executionIds[0]} order by seq`))
    expect(steps.map(({ step_id, state, port }) => [step_id, state, port])).toEqual([['start', 'done', 'next'], ['if', 'done', 'yes']])
    expect(JSON.stringify(steps[1]?.compared)).toContain('Printer on fire')
  })

  test('a mail that does not match says why not, with the values compared', async () => {
    const { ruleId } = await rule(graphOf({ if: whenSubject('invoice'), tag: { type: 'tag.add', config: { tag: 'Hot' } } }, [['start', 'if'], ['if:yes', 'tag']]))
    const { messageId, executionIds } = await takeOne(await arriving({ subject: 'Lunch?' }))
    expect(executionIds).toEqual([])
    const [row] = await office.ask((tx) => tx.execute(sql`select verdicts from why_not where message_id = ${messageId}`))
    expect(row?.verdicts).toMatchObject([{ ruleId, reason: 'condition', step: 'if' }])
    expect(JSON.stringify(row?.verdicts)).toContain('Lunch?')
  })

  test('a rule that acts once per thread is set off by the first mail of it and names the winner to the others', async () => {
    await rule(graphOf({ tag: { type: 'tag.add', config: { tag: 'T' } } }, [['start', 'tag']], 'thread'))
    const id = freshId()
    const first = await takeOne(await arriving({ id }))
    const second = await takeOne(await arriving({ inReplyTo: id }))
    expect(first.executionIds).toHaveLength(1)
    expect(second.executionIds).toEqual([])
    const [row] = await office.ask((tx) => tx.execute(sql`select verdicts from why_not where message_id = ${second.messageId}`))
    expect(row?.verdicts).toMatchObject([{ reason: 'scope used', winner: first.executionIds[0] }])
  })

  test('a dry run claims nothing, so every mail of the thread is rehearsed', async () => {
    await mode('dry run')
    await rule(graphOf({ tag: { type: 'tag.add', config: { tag: 'T' } } }, [['start', 'tag']], 'thread'))
    const id = freshId()
    const [first, second] = [await takeOne(await arriving({ id })), await takeOne(await arriving({ inReplyTo: id }))]
    expect([first.executionIds.length, second.executionIds.length]).toEqual([1, 1])
    expect(await count('execution', sql`mode = 'dry run'`)).toBe(2)
    const [row] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from reservation where execution_id in ${[...first.executionIds, ...second.executionIds]}`))
    expect(row?.n).toBe(0)
  })

  test('an account whose automation is off stores the mail and says what would have run', async () => {
    await mode('off')
    await rule(tagEverything())
    const { messageId, executionIds } = await takeOne(await arriving())
    expect(executionIds).toEqual([])
    const [row] = await office.ask((tx) => tx.execute(sql`select verdicts from why_not where message_id = ${messageId}`))
    expect(row?.verdicts).toMatchObject([{ reason: 'automation off' }])
  })

  test('a paused rule does nothing and says so', async () => {
    await rule(tagEverything(), { state: 'paused' })
    const { messageId, executionIds } = await takeOne(await arriving())
    expect(executionIds).toEqual([])
    const [row] = await office.ask((tx) => tx.execute(sql`select verdicts from why_not where message_id = ${messageId}`))
    expect(row?.verdicts).toMatchObject([{ reason: 'paused' }])
  })

  test('history sets off nothing, nor does mail of our own', async () => {
    await rule(tagEverything())
    const taken = await take(await arriving({}, { arrival: false }), await arriving({}, { direction: 'out', arrival: false }))
    expect(taken.flatMap(({ executionIds }) => executionIds)).toEqual([])
    expect(await count('message', sql`arrived_at is null`)).toBe(2)
  })

  test('a version published a moment ago decides the next mail', async () => {
    const { executionIds: before } = await takeOne(await arriving())
    await rule(tagEverything())
    const { executionIds: after } = await takeOne(await arriving())
    expect([before.length, after.length]).toEqual([0, 1])
  })
})

test('a watcher that another has replaced writes nothing', async () => {
  await office.ask((tx) => tx.execute(sql`update account set epoch = 5 where id = ${account.accountId}`))
  const batch = { workspaceId: office.workspaceId, accountId: account.accountId, mails: [await arriving({}, { placement: placedIn(account.mailboxes.inbox) })] }
  await expect(ingest(deps, { ...batch, epoch: 4 })).rejects.toMatchObject({ code: 'superseded' })
  expect(await count('message')).toBe(0)
  await ingest(deps, { ...batch, epoch: 5 })
  expect(await count('message')).toBe(1)
})

test('a cursor moves with its mails or not at all', async () => {
  const mails = [await arriving({}, { placement: placedIn(account.mailboxes.inbox) })]
  const failing = ingest(deps, { workspaceId: office.workspaceId, accountId: account.accountId, mails, cursor: () => Promise.reject(new Error('no cursor')) })
  await expect(failing).rejects.toThrow('no cursor')
  expect(await count('message')).toBe(0)
})

test('a batch of history is one transaction', async () => {
  await rule(tagEverything())
  const mails = await Promise.all(Array.from({ length: 400 }, (_, index) => arriving({ subject: `Mail ${index}`, text: 'word '.repeat(300) }, { arrival: false, keepRaw: 'none', placement: placedIn(account.mailboxes.inbox) })))
  for (let at = 0; at < mails.length; at += 200) await take(...mails.slice(at, at + 200))
  const [stored] = await office.ask((tx) => tx.execute(sql`select count(*)::int as mails, count(distinct xmin::text)::int as transactions from message where account_id = ${account.accountId}`))
  expect(stored).toEqual({ mails: 400, transactions: 2 })
})
