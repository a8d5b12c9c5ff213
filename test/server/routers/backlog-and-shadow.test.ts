import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eq } from 'drizzle-orm'
import { account, rule } from '../../../db/schema'
import { bearer, callAs, personIn, tokenOf } from '../../support/api'
import { mailWith } from '../../support/fixtures'
import { invoiceGraph, openOfficeApi, type OfficeApi } from '../../support/office-api'
import { graphOf } from '../../support/rules'

let office: OfficeApi
let ruleId: string
beforeAll(async () => { office = await openOfficeApi() })
afterAll(() => office.close())
beforeEach(async () => {
  ;({ id: ruleId } = await office.call.rule.create({ name: 'Invoices', accountId: office.accountId, graph: invoiceGraph(office.mailboxes.Invoices) }))
})
const publish = () => office.call.rule.publish({ id: ruleId, revision: 1 })

describe('a rule applied to older mail', () => {
  it('is begun by the number that was counted, is seen, paused, resumed and aborted [TRG-07]', async () => {
    await office.ask((tx) => mailWith(tx, office, { subject: 'Invoice 7', from: 'ann@example.com' }))
    await publish()
    const found = await office.call.rule.backlog.preview({ ruleId })
    expect(found).toMatchObject({ looked: found.count, version: 1, mode: 'live' })
    expect(found.count).toBeGreaterThan(0)
    const order = { ruleId, choice: found.choice, count: found.count }
    await expect(office.call.rule.backlog.start({ ...order, count: found.count + 1 })).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining(`${found.count} mails by now`) })
    const { id, total } = await office.call.rule.backlog.start(order)
    expect(total).toBe(found.count)
    await expect(office.call.rule.backlog.start(order)).rejects.toMatchObject({ message: expect.stringContaining('already') })
    expect(await office.call.rule.backlog.pause({ id })).toMatchObject({ state: 'paused' })
    expect(await office.call.rule.backlog.resume({ id })).toMatchObject({ state: 'running', pending: total })
    expect((await office.call.rule.backlog.items({ id, shown: 'left' })).rows).toHaveLength(total)
    expect(await office.call.rule.backlog.abort({ id })).toMatchObject({ state: 'aborted', pending: total })
    await expect(office.call.rule.backlog.resume({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await office.call.rule.backlog.list({ ruleId })).toMatchObject([{ id, state: 'aborted', person: { id: office.userId } }])
    const kinds = (await office.call.audit.list({ limit: 10 })).items.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['backlog.started', 'backlog.paused', 'backlog.resumed', 'backlog.aborted']))
  })

  it('is refused where it could not do anything, with what to do about it [TRG-07]', async () => {
    const why = () => office.call.rule.backlog.preview({ ruleId }).then(() => null, (error: Error) => error.message)
    expect(await why()).toContain('never published')
    await publish()
    await office.call.rule.pause({ id: ruleId })
    expect(await why()).toContain('paused')
    await office.call.rule.resume({ id: ruleId })
    await office.ask((tx) => tx.update(account).set({ incomingMode: 'off' }).where(eq(account.id, office.accountId)))
    expect(await why()).toContain('is off')
    await office.ask((tx) => tx.update(account).set({ incomingMode: 'dry run' }).where(eq(account.id, office.accountId)))
    expect(await office.call.rule.backlog.preview({ ruleId })).toMatchObject({ mode: 'dry run' })
    await office.ask((tx) => tx.update(account).set({ incomingMode: 'live' }).where(eq(account.id, office.accountId)))
    const { id } = await office.call.rule.create({ name: 'By hand', accountId: office.accountId, graph: graphOf({ star: { type: 'message.star', config: { starred: true } } }, [['start', 'star']], 'message', { type: 'manual' }) })
    await office.call.rule.publish({ id, revision: 1 })
    await expect(office.call.rule.backlog.preview({ ruleId: id })).rejects.toMatchObject({ message: expect.stringContaining('mail that arrives') })
    const colleague = await callAs(office.api, bearer(await tokenOf(office.api, await personIn(office.api, { workspaceId: office.workspaceId, role: 'member' }))))
    const { choice } = await colleague.rule.backlog.preview({ ruleId })
    await expect(colleague.rule.backlog.start({ ruleId, choice, count: 1 })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a shadow', () => {
  it('is the draft as it was, is seen in the list, and can be published as it was [WIZ-12]', async () => {
    await expect(office.call.rule.shadow.start({ ruleId })).rejects.toMatchObject({ message: expect.stringContaining('no live version') })
    await publish()
    const tried = invoiceGraph(office.mailboxes.archive)
    await office.call.rule.saveDraft({ id: ruleId, revision: 1, graph: tried })
    await office.call.rule.shadow.start({ ruleId })
    await office.call.rule.saveDraft({ id: ruleId, revision: 2, graph: invoiceGraph(office.mailboxes.trash) })
    expect((await office.call.rule.list({ accountId: null })).find(({ id }) => id === ruleId)?.hasShadow).toBe(true)
    expect(await office.call.rule.shadow.report({ ruleId })).toMatchObject({ shadow: { version: null, endedAt: null, graph: tried, counts: { same: 0, broken: 0 } }, earlier: [], differing: { rows: [] } })
    expect(await office.call.rule.shadow.publish({ ruleId, note: 'tried' })).toMatchObject({ number: 2 })
    expect((await office.call.rule.get({ id: ruleId }))).toMatchObject({ hasShadow: false, live: { number: 2, graph: tried }, draft: invoiceGraph(office.mailboxes.trash) })
    expect((await office.call.rule.shadow.report({ ruleId })).shadow).toMatchObject({ endedBecause: 'published' })
    await expect(office.call.rule.shadow.stop({ ruleId })).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('may be an earlier version, is stopped by hand, and ends with its rule', async () => {
    const first = await publish()
    await office.call.rule.saveDraft({ id: ruleId, revision: 1, graph: invoiceGraph(office.mailboxes.archive) })
    const second = await office.call.rule.publish({ id: ruleId, revision: 2 })
    await expect(office.call.rule.shadow.start({ ruleId, version: second.versionId })).rejects.toMatchObject({ message: expect.stringContaining('live version itself') })
    await office.call.rule.shadow.start({ ruleId, version: first.versionId })
    expect((await office.call.rule.shadow.report({ ruleId })).shadow).toMatchObject({ version: 1 })
    await office.call.rule.shadow.stop({ ruleId })
    await office.call.rule.shadow.start({ ruleId, version: first.versionId })
    await office.call.rule.remove({ id: ruleId })
    expect(await office.ask((tx) => tx.select({ shadow: rule.shadowId }).from(rule).where(eq(rule.id, ruleId)))).toEqual([{ shadow: null }])
  })
})
