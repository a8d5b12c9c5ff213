import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditEvent } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { RuleGraph } from '../../../rules/graph'
import { mailWith, runWith } from '../../support/fixtures'
import { invoiceGraph, openOfficeApi, type OfficeApi } from '../../support/office-api'

describe('keeping rules in hand over the API', () => {
  let office: OfficeApi
  beforeAll(async () => { office = await openOfficeApi() })
  afterAll(() => office.close())

  const published = async (name: string) => {
    const { id } = await office.call.rule.create({ name, accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })
    const { versionId } = await office.call.rule.publish({ id, revision: 1 })
    return { id, versionId }
  }
  const audited = async (id: string) => (await office.ask((tx) => tx.select().from(auditEvent).orderBy(auditEvent.seq))).filter(({ subjectId }) => subjectId === id).map(({ kind, data }) => ({ kind, ...data }))
  /** A mail that a paused rule would have acted on. */
  const missed = async (ruleId: string, versionId: string) => {
    const { messageId } = await office.ask((tx) => mailWith(tx, office))
    await office.ask((tx) => tx.execute(sql`insert into why_not (workspace_id, message_id, event_id, verdicts) values (${office.workspaceId}, ${messageId}, ${newId()}, ${JSON.stringify([{ ruleId, ruleVersionId: versionId, reason: 'paused' }])}::jsonb)`))
    return messageId
  }

  test('a pause says what becomes of the mail, and resuming hands over what was kept for later, in order', async () => {
    const { id, versionId } = await published('Catches up')
    await office.call.rule.pause({ id, mode: 'catch up' })
    const mails = [await missed(id, versionId), await missed(id, versionId)]
    expect(await office.call.rule.pauseStanding({ id })).toMatchObject({ pauseMode: 'catch up', pausedBecause: null, missed: 2, held: 0 })
    expect(await office.call.rule.resume({ id, catchUp: true })).toMatchObject({ state: 'active', caughtUp: 2 })
    const events = await office.ask((tx) => tx.execute(sql`select kind, data -> 'messageIds' as mails from rule_event where rule_id = ${id}`))
    expect(events).toEqual([{ kind: 'catch up', mails }])
    expect(await office.call.rule.pauseStanding({ id })).toMatchObject({ pausedAt: null, pauseMode: 'skip', missed: 0 })
    expect((await audited(id)).slice(-2)).toMatchObject([{ kind: 'rule.paused', mode: 'catch up' }, { kind: 'rule.resumed', caughtUp: 2 }])
  })
  test('what arrives while a rule is paused to skip it is offered to nobody', async () => {
    const { id, versionId } = await published('Skips')
    await office.call.rule.pause({ id })
    await missed(id, versionId)
    expect(await office.call.rule.pauseStanding({ id })).toMatchObject({ pauseMode: 'skip', missed: 0 })
    expect(await office.call.rule.resume({ id, catchUp: true })).toMatchObject({ caughtUp: 0 })
  })
  test.each(['go on', 'discard'] as const)('what is held goes on or is discarded by one word, and the rule acts again: %s', async (word) => {
    const { id } = await published(`Held: ${word}`)
    const { messageId, threadId } = await office.ask((tx) => mailWith(tx, office))
    const executionId = await office.ask((tx) => runWith(tx, office, { ruleId: id, messageId, threadId, state: 'waiting', endedAt: null, steps: [] }))
    await office.ask((tx) => tx.execute(sql`update execution set held_at = now() where id = ${executionId}`))
    await office.ask((tx) => tx.execute(sql`update rule set state = 'paused', paused_because = 'budget', paused_at = now() where id = ${id}`))
    expect(await office.call.rule.pauseStanding({ id })).toMatchObject({ pausedBecause: 'budget', held: 1 })
    expect(await office.call.rule.release({ id, held: word })).toMatchObject({ decided: [executionId] })
    const [row] = await office.ask((tx) => tx.execute(sql`select approved_at is not null as approved, cancel_requested_at is not null as cancelled from execution where id = ${executionId}`))
    expect(row).toEqual({ approved: word === 'go on', cancelled: word === 'discard' })
    expect(await office.call.rule.pauseStanding({ id })).toMatchObject({ pausedBecause: null, pausedAt: null })
    expect((await audited(id)).slice(-2)).toMatchObject([{ kind: 'rule.released', held: word, executions: 1 }, { kind: 'rule.resumed' }])
  })
  test('an account says apart what follows arriving and what follows sending, and begins with both in dry run [TRG-01] [TRG-02]', async () => {
    const made = await office.call.account.create({ kind: 'local', name: 'Fresh', address: 'fresh@northwind.example' })
    const account = await office.call.account.get({ id: made.id })
    expect(account).toMatchObject({ incomingMode: 'dry run', outgoingMode: 'dry run', halted: false })
    expect(await office.call.account.setMode({ id: made.id, mode: 'live', side: 'outgoing' })).toMatchObject({ incomingMode: 'dry run', outgoingMode: 'live' })
    expect(await office.call.account.setMode({ id: made.id, mode: 'off' })).toMatchObject({ incomingMode: 'off', outgoingMode: 'live' })
  })
  test('the kill switch of an account stops its executions and no others', async () => {
    const { id } = await published('Stopped')
    const { messageId, threadId } = await office.ask((tx) => mailWith(tx, office))
    const executionId = await office.ask((tx) => runWith(tx, office, { ruleId: id, messageId, threadId, state: 'waiting', endedAt: null, steps: [] }))
    const asked = async () => (await office.ask((tx) => tx.execute(sql`select cancel_requested_at is not null as asked from execution where id = ${executionId}`)))[0]?.asked
    const other = await office.call.account.create({ kind: 'local', name: 'Other', address: 'other@northwind.example' })
    await office.call.account.halt({ id: other.id, halted: true })
    expect(await asked()).toBe(false)
    expect(await office.call.account.halt({ id: office.accountId, halted: true })).toMatchObject({ halted: true })
    expect(await asked()).toBe(true)
    expect((await office.call.workspace.status()).accounts.find(({ id: account }) => account === office.accountId)).toMatchObject({ halted: true })
    expect(await office.call.account.halt({ id: office.accountId, halted: false })).toMatchObject({ halted: false })
  })
  test('limits that are set are kept, and those that are not stay as they were [LOP-03]', async () => {
    expect(await office.call.workspace.setLimits({ recordsPerSender: 5 })).toMatchObject({ recordsPerSender: 5, recordMinutes: 120 })
    expect(await office.call.workspace.setLimits({ recordMinutes: 30 })).toMatchObject({ recordsPerSender: 5, recordMinutes: 30, repliesPerAddressAndHour: 5 })
    expect((await office.call.workspace.get()).limits).toMatchObject({ recordsPerSender: 5, recordMinutes: 30 })
    await expect(office.call.workspace.setLimits({ recordsPerSender: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
  test('a drawing that closes a ring with what is live says so before it is published', async () => {
    const rule = (trigger: object, action: object): RuleGraph => RuleGraph.parse({ version: 1, nodes: [{ id: 's', config: {}, ...trigger }, { id: 'a', ...action }], edges: [{ id: 'e', from: 's', port: 'next', to: 'a' }] })
    const onTicket = rule({ type: 'record.event', config: { recordType: 'ticket', what: 'created', stage: 'any', field: '' } }, { type: 'mail.autoReply', config: { subject: 'x', text: 'y' } })
    const afterSending = rule({ type: 'mail.sent', config: { by: 'anyone', actOn: 'answered' } }, { type: 'record.create', config: { recordType: 'ticket', title: 'x', reuseOfThread: true } })
    const { id } = await office.call.rule.create({ name: 'Answers tickets', accountId: office.accountId, graph: onTicket })
    await office.call.rule.publish({ id, revision: 1 })
    const { canPublish, problems } = await office.call.rule.validate({ accountId: office.accountId, graph: afterSending, name: 'Opens tickets' })
    expect(canPublish).toBe(true)
    expect(problems.filter(({ code }) => code === 'feedsOthers')).toMatchObject([{ severity: 'warning', values: { rules: expect.stringContaining('Answers tickets') } }])
  })
})
