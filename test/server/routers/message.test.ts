import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditEvent, mailboxChange, notification, whyNot } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { toEnglish } from '../../../rules/sentence'
import { bearer, callAs, personIn, tokenOf } from '../../support/api'
import { accountWith, mailWith, runWith } from '../../support/fixtures'
import { invoiceGraph, openOfficeApi, type OfficeApi } from '../../support/office-api'

describe('mail over the API', () => {
  let office: OfficeApi
  beforeAll(async () => { office = await openOfficeApi() })
  afterAll(() => office.close())

  it('shows a thread with safe HTML and says how many remote pictures were left out', async () => {
    const { threadId } = await office.ask((tx) => mailWith(tx, office, { html: '<p>Hello</p><script>alert(1)</script><img src="https://tracker.example/1.png">' }))
    const { thread, messages } = await office.call.message.thread({ threadId })
    expect(thread.id).toBe(threadId)
    expect(messages[0]).toMatchObject({ body: 'here', blockedRemote: 1, unread: true, mailboxes: [{ name: 'INBOX', role: 'inbox' }] })
    expect(messages[0]?.html).toContain('<p>Hello</p>')
    expect(messages[0]?.html).not.toMatch(/script|tracker/)
  })

  it('says of history whose body was not fetched that it is not here yet', async () => {
    const { messageId } = await office.ask(async (tx) => {
      const mail = await mailWith(tx, office)
      await tx.execute(`delete from body_cache where message_id = '${mail.messageId}'`)
      return mail
    })
    expect(await office.call.message.get({ id: messageId })).toMatchObject({ body: 'not here yet', text: null, html: null })
  })

  it('says what conditions see of a mail, its tags and text as they are now', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office, { subject: 'Order 7' }))
    expect(await office.call.message.facts({ id: messageId })).toMatchObject({ messageRef: messageId, subject: 'Order 7', tags: [], isReply: false })
    await expect(office.call.message.facts({ id: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('tags several mails at once, and the answer is what undo takes back', async () => {
    const [first, second] = await office.ask(async (tx) => [await mailWith(tx, office), await mailWith(tx, office)] as const)
    const { id: tagId } = await office.call.tag.create({ name: 'VIP' })
    await office.call.message.tag({ ids: [first.messageId], tagId })
    const { changed } = await office.call.message.tag({ ids: [first.messageId, second.messageId], tagId })
    expect(changed).toEqual([second.messageId])
    await office.call.message.untag({ ids: [...changed], tagId })
    expect((await office.call.message.get({ id: first.messageId })).tags).toMatchObject([{ name: 'VIP' }])
    expect((await office.call.message.get({ id: second.messageId })).tags).toEqual([])
  })

  it('leads from a notice to the thread of the mail it is about', async () => {
    const { workspaceId, userId } = office
    const { messageId, threadId } = await office.ask((tx) => mailWith(tx, office))
    await office.ask((tx) => tx.insert(notification).values([{ workspaceId, userId, effectKey: 'a', messageId, text: 'It is for you' }, { workspaceId, userId, effectKey: 'b', text: 'About no mail' }]))
    const { items } = await office.call.notification.list({})
    expect(Object.fromEntries(items.map((item) => [item.text, item.threadId]))).toEqual({ 'It is for you': threadId, 'About no mail': null })
  })

  it('changes nothing when one of the mails is not there', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office))
    const { id: tagId } = await office.call.tag.create({ name: 'Half' })
    await expect(office.call.message.tag({ ids: [messageId, newId()], tagId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await office.call.message.get({ id: messageId })).tags).toEqual([])
  })

  it('counts tags and stars for the section column', async () => {
    await office.ask((tx) => mailWith(tx, office, { flags: ['\\Flagged'] }))
    const counts = await office.call.message.counts()
    expect(counts.starred).toBe(1)
    expect(counts.tags.find(({ name }) => name === 'VIP')).toMatchObject({ messages: 1 })
    expect(counts.mailboxes.map(({ name }) => name)).toContain('Invoices')
  })

  it('explains on the mail what rules did and why others did nothing, with the values stored then [PAN-01]', async () => {
    const ran = await published(office, 'Invoice filing')
    const passed = await published(office, 'Passed over')
    const draft = await office.call.rule.create({ name: 'Never published', accountId: office.accountId })
    const mail = await office.ask(async (tx) => {
      const made = await mailWith(tx, office, { subject: 'Invoice 9', from: 'billing@example.com' })
      await runWith(tx, office, {
        ruleId: ran.ruleId, ...made, state: 'done', steps: [
          { stepId: 'start', state: 'done', port: 'next' },
          { stepId: 'if', state: 'done', port: 'yes', compared: [{ path: [], kind: 'group', mode: 'all', actual: null, verdict: true }] },
          { stepId: 'tag', state: 'done', port: 'next', receipts: [{ effect: 'tag.add', result: 'done', change: 'changed', ref: 'Finance' }] },
        ],
      })
      await tx.insert(whyNot).values({
        messageId: made.messageId, workspaceId: office.workspaceId, eventId: newId(),
        verdicts: [{ ruleId: passed.ruleId, ruleVersionId: passed.versionId, reason: 'condition', step: 'if', because: [{ path: [0], kind: 'test', field: 'subject', operator: 'contains', expected: ['cmr'], actual: ['Invoice 9'], verdict: false }] }],
      })
      return made
    })
    const panel = await office.call.message.automation({ id: mail.messageId })
    expect(panel.executions).toMatchObject([{ ruleName: 'Invoice filing', state: 'done', outcome: [{ kind: 'branch', step: 'if', port: 'yes' }, { kind: 'effect', effect: 'tag.add', change: 'changed', label: 'Finance' }] }])
    expect(panel.executions[0]?.plan?.nodes.if?.name).toBe('An invoice?')
    expect(panel.whyNot.map(({ ruleName, standing }) => [ruleName, standing])).toEqual([['Passed over', 'condition'], ['Never published', 'never published']])
    expect(panel.whyNot[0]?.verdict?.because).toMatchObject([{ field: 'subject', actual: ['Invoice 9'], verdict: false }])
    expect(draft.id).not.toBe('')
    expect(panel.whyNot.map(({ says }) => toEnglish(says))).toEqual(['asked for something this mail has not', 'is a draft and was never published'])
  })

  it('names in the panel the rule that stopped another, what is paused or out of its times, and what is held or dry [PAN-01]', async () => {
    const [ran, first, windowed, paused] = [await published(office, 'Held back'), await published(office, 'VIP first'), await published(office, 'By day only'), await published(office, 'Resting')]
    const mail = await office.ask(async (tx) => {
      const made = await mailWith(tx, office, { subject: 'Late at night' })
      const heldId = await runWith(tx, office, { ruleId: ran.ruleId, ...made, state: 'running', endedAt: null, mode: 'live', steps: [{ stepId: 'start', state: 'done', port: 'next' }] })
      await tx.execute(sql`update execution set held_at = now() where id = ${heldId}::uuid`)
      const verdict = { step: '', because: [] }
      await tx.insert(whyNot).values({
        messageId: made.messageId, workspaceId: office.workspaceId, eventId: newId(),
        verdicts: [
          { ruleId: first.ruleId, ruleVersionId: first.versionId, reason: 'stopped by another rule', winner: ran.ruleId, ...verdict },
          { ruleId: windowed.ruleId, ruleVersionId: windowed.versionId, reason: 'window', ...verdict },
          { ruleId: paused.ruleId, ruleVersionId: paused.versionId, reason: 'paused', ...verdict },
        ],
      })
      return made
    })
    const panel = await office.call.message.automation({ id: mail.messageId })
    expect(panel.executions).toMatchObject([{ ruleName: 'Held back', isHeld: true, mode: 'live' }])
    const said = new Map(panel.whyNot.map(({ ruleName, says }) => [ruleName, toEnglish(says)]))
    expect([said.get('VIP first'), said.get('By day only'), said.get('Resting')]).toEqual(['was stopped by the rule “Held back” before it', 'was outside the times it acts in', 'was paused'])
  })

  it('is run again from the panel by whoever may run rules, and as a dry run by anybody who may write [PAN-02] [SAF-06]', async () => {
    const { ruleId } = await published(office, 'Again')
    const executionId = await office.ask(async (tx) => runWith(tx, office, { ruleId, ...(await mailWith(tx, office)), state: 'done', steps: [{ stepId: 'start', state: 'done', port: 'next' }] }))
    const colleague = await personIn(office.api, { workspaceId: office.workspaceId, role: 'member' })
    const theirs = await callAs(office.api, bearer(await tokenOf(office.api, colleague)))
    await expect(theirs.execution.rerun({ id: executionId, as: 'whole' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { executionId: dryId } = await theirs.execution.rerun({ id: executionId, as: 'dry run', version: 'current' })
    expect(await office.call.execution.get({ id: dryId })).toMatchObject({ mode: 'dry run', rerunOf: executionId })
    const { executionId: liveId } = await office.call.execution.rerun({ id: executionId, as: 'whole' })
    expect(await office.call.execution.get({ id: liveId })).toMatchObject({ mode: 'live', rerunOf: executionId })
    expect((await office.call.rule.dryRun({ ruleId, messageId: (await office.call.execution.get({ id: liveId })).messageId ?? '' })).run).not.toBeNull()
  })

  it('shows on its row in the list what automation did', async () => {
    const { ruleId } = await published(office, 'On the row')
    await office.ask(async (tx) => {
      const mail = await mailWith(tx, office, { subject: 'Row with automation' })
      await runWith(tx, office, { ruleId, ...mail, state: 'waiting', endedAt: null, steps: [{ stepId: 'tag', state: 'waiting', waitsUntil: new Date('2026-11-19T18:21:00Z') }] })
    })
    const { rows } = await office.call.message.list({ q: 'subject:"row with automation"' })
    expect(rows).toMatchObject([{ automation: { ruleName: 'On the row', state: 'waiting', outcome: [{ kind: 'waiting', listensTo: 'answered', until: new Date('2026-11-19T18:21:00Z') }] } }])
  })
})

async function published(office: OfficeApi, name: string): Promise<{ readonly ruleId: string; readonly versionId: string }> {
  const { id } = await office.call.rule.create({ name, accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })
  const { versionId } = await office.call.rule.publish({ id, revision: 1 })
  return { ruleId: id, versionId }
}

describe('acting on mail over the API', () => {
  let office: OfficeApi
  beforeAll(async () => { office = await openOfficeApi() })
  afterAll(() => office.close())

  it('marks as read at once and leaves the same change for the server', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office))
    expect(await office.call.message.setRead({ ids: [messageId], read: true })).toEqual({ changed: [messageId] })
    expect(await office.call.message.get({ id: messageId })).toMatchObject({ unread: false })
    const pending = await office.ask((tx) => tx.select().from(mailboxChange))
    expect(pending).toMatchObject([{ messageId, kind: 'flags', addFlags: ['\\Seen'], state: 'pending' }])
    expect(await office.call.message.setRead({ ids: [messageId], read: true })).toEqual({ changed: [] })
  })

  it('archives, and the answer says how to put everything back where it was', async () => {
    const [one, two] = await office.ask(async (tx) => [await mailWith(tx, office), await mailWith(tx, office, { mailboxId: office.mailboxes.Invoices })] as const)
    const { changed, undo } = await office.call.message.moveToRole({ ids: [one.messageId, two.messageId], role: 'archive' })
    expect(changed).toHaveLength(2)
    const lies = async (id: string) => (await office.call.message.get({ id })).mailboxes.map(({ name }) => name)
    expect([await lies(one.messageId), await lies(two.messageId)]).toEqual([['Archive'], ['Archive']])
    for (const { mailboxId, ids } of undo) await office.call.message.move({ mailboxId, ids: [...ids] })
    expect([await lies(one.messageId), await lies(two.messageId)]).toEqual([['INBOX'], ['Invoices']])
  })

  it('names what is missing when the account has no such folder', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office))
    await expect(office.call.message.moveToRole({ ids: [messageId], role: 'junk' })).rejects.toMatchObject({ message: expect.stringContaining('no folder for junk') })
  })

  it('moves nothing into another account', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office))
    const second = await office.ask((tx) => accountWith(tx, office.workspaceId, 'second@northwind.example'))
    await expect(office.call.message.move({ ids: [messageId], mailboxId: second.mailboxes.inbox })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  it('writes down who did what', async () => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office))
    await office.call.message.star({ ids: [messageId], starred: true })
    const [entry] = await office.ask((tx) => tx.select().from(auditEvent).where(eq(auditEvent.subjectId, messageId)))
    expect(entry).toMatchObject({ kind: 'message.flagged', actor: { kind: 'token' }, data: { flag: '\\Flagged', on: true } })
  })
})
