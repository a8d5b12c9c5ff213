import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { executionStep, record } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { accountWith, mailWith, runWith } from '../../support/fixtures'
import { invoiceGraph, officeIn, openOfficeApi, type OfficeApi } from '../../support/office-api'
import { ruleWith, tagEverything } from '../../support/rules'

describe('executions over the API', () => {
  let office: OfficeApi
  let failedId: string
  let doneId: string
  const recordId = newId()
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 19, hour))

  beforeAll(async () => {
    office = await openOfficeApi()
    const { id: ruleId } = await office.call.rule.create({ name: 'Invoice filing', accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) })
    await office.call.rule.publish({ id: ruleId, revision: 1, note: 'go' })
    await office.ask(async (tx) => {
      const failed = await mailWith(tx, office, { subject: 'Faktura 0871', fromName: 'Łukasz Wójcik', from: 'lukasz@hurt.example' })
      failedId = await runWith(tx, office, {
        ruleId, ...failed, state: 'failed', createdAt: at(13), steps: [
          { stepId: 'start', state: 'done', port: 'next' },
          { stepId: 'move', state: 'failed', error: { code: 'imap.signIn', message: 'The server refused our sign-in.', said: 'NO [AUTHENTICATIONFAILED]' } },
          { stepId: 'ticket', state: 'skipped', reason: 'not on the path taken' },
        ],
      })
      const done = await mailWith(tx, office, { subject: 'Invoice 12', fromName: 'Ayşe' })
      await tx.insert(record).values({ id: recordId, workspaceId: office.workspaceId, type: 'ticket', number: 1142, title: 'Invoice 12', threadId: done.threadId })
      doneId = await runWith(tx, office, {
        ruleId, ...done, state: 'done', mode: 'dry run', createdAt: at(14), steps: [
          { stepId: 'start', state: 'done', port: 'next' },
          { stepId: 'if', state: 'done', port: 'yes', compared: [{ path: [0], kind: 'test', field: 'subject', operator: 'contains', expected: ['invoice'], actual: ['Invoice 12'], mark: [0, 0, 7], verdict: true }] },
          { stepId: 'ticket', state: 'done', port: 'next', receipts: [{ effect: 'record.create', result: 'done', change: 'reused', ref: recordId }] },
        ],
      })
    })
  })
  afterAll(() => office.close())

  const ids = async (filter: Parameters<OfficeApi['call']['execution']['list']>[0]) => (await office.call.execution.list(filter)).rows.map((row) => row.id)

  it('are listed newest first, with mail, rule version, outcome and duration [LOG-02]', async () => {
    const { rows } = await office.call.execution.list()
    expect(rows).toMatchObject([
      { id: doneId, mode: 'dry run', subject: 'Invoice 12', ruleName: 'Invoice filing', version: 1, durationMilliseconds: 1200, outcome: [{ kind: 'branch', port: 'yes' }, { kind: 'effect', change: 'reused', ref: { kind: 'record', recordType: 'ticket', number: 1142 } }] },
      { id: failedId, state: 'failed', fromName: 'Łukasz Wójcik', outcome: [{ kind: 'failed', step: 'move', code: 'imap.signIn', message: 'The server refused our sign-in.' }] },
    ])
  })

  it('name, for each effect of a live step, the key under which it is never done twice [LOG-01]', async () => {
    const letter = await office.ask((tx) => mailWith(tx, office, { subject: 'Invoice 13' }))
    const { rows: [like] } = await office.call.execution.list()
    const liveId = await office.ask((tx) => runWith(tx, office, {
      ruleId: like?.ruleId ?? '', ...letter, state: 'done', createdAt: at(9), steps: [{ stepId: 'start', state: 'done', port: 'next' }, { stepId: 'ticket', state: 'done', port: 'next', receipts: [{ effect: 'record.create', result: 'done', change: 'reused', ref: recordId }] }],
    }))
    const keysOf = async (id: string) => (await office.call.execution.get({ id })).steps.map(({ stepId, effectKeys }) => [stepId, effectKeys])
    expect(await keysOf(liveId)).toEqual([['start', []], ['ticket', [`${liveId}/ticket/0`]]])
    expect(await keysOf(doneId), 'a dry run has none').toEqual([['start', []], ['if', []], ['ticket', []]])
    const { executionId } = await office.call.execution.rerun({ id: liveId, as: 'from failed', repeatDone: ['ticket'] })
    await office.ask((tx) => tx.insert(executionStep).values({ workspaceId: office.workspaceId, executionId, stepId: 'ticket', state: 'done', port: 'next', receipts: [{ effect: 'record.create', result: 'done', change: 'reused', ref: recordId }] }))
    expect((await keysOf(executionId)).at(-1)).toEqual(['ticket', [`${executionId}/ticket/0`]])
    await office.ask((tx) => tx.execute(sql`delete from execution where id in (${liveId}::uuid, ${executionId}::uuid)`))
  })

  it('have a line for every action: rule, trigger, action, state, start, duration, dry run or not, and the error [LOG-01]', async () => {
    const [dry, failed] = await Promise.all([office.call.execution.get({ id: doneId }), office.call.execution.get({ id: failedId })])
    expect([dry.ruleName, dry.trigger, dry.mode, failed.ruleName, failed.trigger, failed.mode]).toEqual(['Invoice filing', 'mail arrived', 'dry run', 'Invoice filing', 'mail arrived', 'live'])
    expect(dry.steps.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual(dry.steps.map(() => [at(14), at(14)]))
    const move = failed.steps.find(({ stepId }) => stepId === 'move')
    expect(move).toMatchObject({ state: 'failed', error: { code: 'imap.signIn', message: 'The server refused our sign-in.', said: 'NO [AUTHENTICATIONFAILED]' } })
    expect(failed.graph?.nodes.find(({ id }) => id === 'move')?.type).toBe('mailbox.move')
  })

  it('are kept apart by account [LOG-03] [TRG-08]', async () => {
    const there = await office.ask(async (tx) => {
      const place = { workspaceId: office.workspaceId, ...(await accountWith(tx, office.workspaceId, 'elsewhere@northwind.example')) }
      const { ruleId } = await ruleWith({ ...place, userId: office.userId, ask: (work) => work(tx) }, tagEverything())
      return { accountId: place.accountId, id: await runWith(tx, place, { ruleId, ...(await mailWith(tx, place)), state: 'done', createdAt: at(1), steps: [] }) }
    })
    expect([await ids({ filter: { accountIds: [office.accountId] } }), await ids({ filter: { accountIds: [there.accountId] } })]).toEqual([[doneId, failedId], [there.id]])
    await office.ask((tx) => tx.execute(sql`delete from execution where id = ${there.id}::uuid`))
  })

  it('are found by state, mode, time, words of the mail and words of the error', async () => {
    expect(await ids({ filter: { states: ['failed', 'uncertain'] } })).toEqual([failedId])
    expect(await ids({ filter: { mode: 'live' } })).toEqual([failedId])
    expect(await ids({ filter: { from: at(14) } })).toEqual([doneId])
    expect(await ids({ filter: { ruleIds: [newId()] } })).toEqual([])
    expect(await ids({ filter: { accountIds: [office.accountId], triggers: ['mail arrived'] } })).toEqual([doneId, failedId])
    expect(await ids({ filter: { q: 'faktura' } })).toEqual([failedId])
    expect(await ids({ filter: { q: 'refused our sign' } })).toEqual([failedId])
    expect(await ids({ filter: { errorCodes: ['imap.signIn'] } })).toEqual([failedId])
  })

  it('go on page by page', async () => {
    const first = await office.call.execution.list({ limit: 1 })
    expect(await ids({ limit: 1, cursor: first.nextCursor })).toEqual([failedId])
  })

  it('are counted for every choice of the filter, the others standing', async () => {
    const facets = await office.call.execution.facets({ filter: { states: ['failed'] } })
    expect(facets.total).toBe(1)
    expect(facets.states).toEqual(expect.arrayContaining([{ state: 'failed', count: 1 }, { state: 'done', count: 1 }]))
    expect(facets.rules).toMatchObject([{ label: 'Invoice filing', count: 1 }])
    expect(facets.modes).toEqual([{ key: 'live', label: 'live', count: 1 }])
    expect(facets.triggers).toMatchObject([{ key: 'mail arrived', count: 1 }])
    expect(facets.errors).toEqual([{ key: 'imap.signIn', label: 'The server refused our sign-in.', count: 1 }])
  })

  it('are drawn as bars of time', async () => {
    const bars = await office.call.execution.histogram({ from: at(0), until: at(23), bucketSeconds: 3600 })
    expect(bars).toEqual([{ at: at(13), counts: { failed: 1 } }, { at: at(14), counts: { done: 1 } }])
  })

  it('show every step with the values it compared, what changed, and what was not taken', async () => {
    const execution = await office.call.execution.get({ id: doneId })
    expect(execution.steps.map(({ stepId, state }) => [stepId, state])).toEqual([['start', 'done'], ['if', 'done'], ['ticket', 'done']])
    expect(execution.steps[1]?.compared).toMatchObject([{ actual: ['Invoice 12'], mark: [0, 0, 7] }])
    expect(execution.refs[recordId]).toMatchObject({ kind: 'record', number: 1142 })
    expect(execution.notReached).toEqual(['tag', 'move'])
    expect(execution).toMatchObject({ scopeKey: expect.stringMatching(/^m:/), note: 'go', version: 1, liveVersion: 1, message: { subject: 'Invoice 12' } })
    expect(execution.graph?.nodes.find(({ id }) => id === 'if')?.name).toBe('An invoice?')
  })

  it('are run again as a new execution that names the old one [PAN-02]', async () => {
    const { executionId } = await office.call.execution.rerun({ id: failedId, as: 'whole', version: 'current' })
    expect(await office.call.execution.get({ id: executionId })).toMatchObject({ rerunOf: failedId, state: 'queued', mode: 'live' })
    expect((await office.call.execution.get({ id: failedId })).reruns).toMatchObject([{ id: executionId }])
    expect(await office.call.execution.cancel({ id: executionId })).toEqual({ id: executionId })
    expect(await office.call.execution.get({ id: executionId })).toMatchObject({ cancelRequestedAt: expect.any(Date) })
  })

  it('are not stopped once they are over', async () => {
    await expect(office.call.execution.cancel({ id: failedId })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('are nobody else’s', async () => {
    const other = await officeIn(office.api)
    await expect(other.call.execution.get({ id: doneId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await other.call.execution.list()).rows).toEqual([])
    expect((await other.call.execution.facets()).total).toBe(0)
  })
})
