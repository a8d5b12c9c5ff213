import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hookDelivery, record } from '../../../db/schema'
import { newId } from '../../../db/schema/columns'
import { mailWith, runWith, type RanStep } from '../../support/fixtures'
import { openOfficeApi, type OfficeApi } from '../../support/office-api'
import { digestOf } from '../../support/rows'
import { graphOf, whenSubject } from '../../support/rules'

type Graph = ReturnType<typeof graphOf>

describe('another version on a past execution, over the API', () => {
  let office: OfficeApi
  beforeAll(async () => {
    office = await openOfficeApi()
  })
  afterAll(() => office.close())

  const tag = (name: string) => ({ type: 'tag.add', config: { tag: name } })
  const published = async (graph: Graph, next: Graph) => {
    const { id } = await office.call.rule.create({ name: 'Filing', accountId: office.accountId, graph })
    await office.call.rule.publish({ id, revision: 1, note: '' })
    const ran = (await office.call.rule.get({ id })).live?.versionId ?? ''
    return { id, ran, goOn: async () => void (await office.call.rule.publish({ id, revision: (await office.call.rule.saveDraft({ id, revision: (await office.call.rule.get({ id })).draftRevision, graph: next })).draftRevision, note: '' })) }
  }
  const ranOn = async (ruleId: string, steps: readonly RanStep[], begun: { trigger?: string; triggerData?: Record<string, string>; recordId?: string; mail?: false } = {}) => {
    const letter = await office.ask((tx) => mailWith(tx, office, { subject: 'Invoice 12', from: 'ada@example.com' }))
    return office.ask(async (tx) => {
      const id = await runWith(tx, office, { ruleId, ...letter, state: 'done', steps })
      await tx.execute(sql`update execution set trigger = ${begun.trigger ?? 'mail arrived'}, trigger_data = ${JSON.stringify(begun.triggerData ?? {})}::jsonb, record_id = ${begun.recordId ?? null}::uuid where id = ${id}::uuid`)
      if (begun.mail === false) await tx.execute(sql`update execution set message_id = null, thread_id = null where id = ${id}::uuid`)
      return { id, ...letter }
    })
  }
  const marks = ({ steps }: Awaited<ReturnType<OfficeApi['call']['execution']['replayAgainst']>>) => steps.map(({ id, mark }) => [id, mark])

  it('says what is the same, new, gone and different, with both sides, writes nothing, and knows draft, live and any version [SAF-05]', async () => {
    const first = graphOf({ if: whenSubject('invoice'), tag: tag('Finance'), star: { type: 'message.star', config: { starred: true } } }, [['start', 'if'], ['if:yes', 'tag'], ['tag', 'star']])
    const second = graphOf({ if: whenSubject('invoice'), tag: tag('Money'), read: { type: 'message.mark', config: { read: true } } }, [['start', 'if'], ['if:yes', 'tag'], ['tag', 'read']])
    const { id: ruleId, ran, goOn } = await published(first, second)
    const { id: executionId } = await ranOn(ruleId, [
      { stepId: 'start', state: 'done', port: 'next' },
      { stepId: 'if', state: 'done', port: 'yes', compared: [{ path: [0], kind: 'test', field: 'subject', operator: 'contains', expected: ['invoice'], actual: ['Invoice 12'], verdict: true }] },
      { stepId: 'tag', state: 'done', port: 'next', receipts: [{ effect: 'tag.add', result: 'done', change: 'changed' }] },
      { stepId: 'star', state: 'done', port: 'next', receipts: [{ effect: 'message.star', result: 'done', change: 'changed' }] },
    ])
    await goOn()
    const before = await digestOf(office.api.place.ownerUrl, office.workspaceId)
    const live = await office.call.execution.replayAgainst({ executionId, version: 'live' })
    expect(marks(live)).toEqual([['start', 'same'], ['if', 'same'], ['tag', 'changed'], ['star', 'gone'], ['read', 'added']])
    expect(live.steps.find(({ id }) => id === 'tag')).toMatchObject({ differs: ['deed'], then: { state: 'done', receipts: [{ change: 'changed' }] }, would: { would: [{ effect: { tag: 'Money' }, prediction: { would: 'do' } }] } })
    expect(live).toMatchObject({ ran: { versionId: ran, number: 1 }, tried: { number: 2 }, versions: [{ number: 2, isLive: true }, { number: 1, isLive: false }], run: { verdict: 'ends', state: 'done' }, recomputed: { fields: [], lists: false } })
    const own = await office.call.execution.replayAgainst({ executionId, version: ran })
    expect(marks(own).every(([, mark]) => mark === 'same'), JSON.stringify(own.steps)).toBe(true)
    await office.call.rule.saveDraft({ id: ruleId, revision: (await office.call.rule.get({ id: ruleId })).draftRevision, graph: graphOf({ tag: { type: 'tag.add', config: { tag: '' } } }, [['start', 'tag']]) })
    expect(await office.call.execution.replayAgainst({ executionId, version: 'draft' })).toMatchObject({ run: null, steps: [], problems: [{ severity: 'blocker' }], tried: { versionId: null, plan: null } })
    await office.call.rule.discardDraft({ id: ruleId, revision: (await office.call.rule.get({ id: ruleId })).draftRevision })
    const { rule: _rule, audit_event: _audit, ...same } = await digestOf(office.api.place.ownerUrl, office.workspaceId)
    expect(before).toMatchObject(same)
    await expect(office.call.execution.replayAgainst({ executionId, version: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await office.call.rule.remove({ id: ruleId })
    expect(marks(await office.call.execution.replayAgainst({ executionId, version: ran })).map(([, mark]) => mark)).toEqual(['same', 'same', 'same', 'same'])
  })

  it('asks the trigger about what really set it off: a record that changed, a hook that was called, a clock, a person [SAF-05]', async () => {
    const begins = (type: string, config: object) => ({ type, config })
    const notice = (text: string) => ({ tell: { type: 'user.notify', configVersion: 2, config: { userRef: office.userId, by: 'app', text } } })
    const steps: readonly RanStep[] = [{ stepId: 'start', state: 'done', port: 'next' }, { stepId: 'tell', state: 'done', port: 'next', receipts: [{ effect: 'user.notify', result: 'done', change: 'changed' }] }]
    const telling = (start: { type: string; config: object }, text = 'Look') => graphOf(notice(text), [['start', 'tell']], 'message', start)
    const verdictOf = async (executionId: string) => {
      const { run, steps: found } = await office.call.execution.replayAgainst({ executionId, version: 'live' })
      return [run?.verdict, ...new Set(found.map(({ mark }) => mark))]
    }

    const recordId = newId()
    await office.ask((tx) => tx.insert(record).values({ id: recordId, workspaceId: office.workspaceId, type: 'ticket', number: 1, title: 'Broken', stage: 'open' }))
    const record7 = (stage: string) => begins('record.event', { recordType: 'ticket', what: 'stage', stage, field: '' })
    const onRecord = await published(telling(record7('open')), telling(record7('done')))
    const { id: ofRecord } = await ranOn(onRecord.id, steps, { trigger: 'record', triggerData: { change: 'changed', stage: 'open', from: 'new' }, recordId, mail: false })
    expect(await verdictOf(ofRecord)).toEqual(['ends', 'same'])
    await onRecord.goOn()
    expect(await verdictOf(ofRecord), 'the ticket came to open, not to done').toEqual(['no match', 'gone'])

    const { id: hookId } = await office.call.hook.create({ name: 'Shop' })
    const deliveryId = newId()
    await office.ask((tx) => tx.insert(hookDelivery).values({ id: deliveryId, workspaceId: office.workspaceId, hookId, key: 'one', payload: { order: { id: 7 } } }))
    const called = (fields: string) => begins('hook.received', { hookRef: hookId, fields })
    const onHook = await published(telling(called('')), telling(called('order.id'), 'Order {{ values.orderId | default: "?" }}'))
    const { id: ofHook } = await ranOn(onHook.id, steps, { trigger: 'hook', triggerData: { hookId, deliveryId }, mail: false })
    await onHook.goOn()
    const hooked = await office.call.execution.replayAgainst({ executionId: ofHook, version: 'live' })
    expect(hooked.run?.effects).toMatchObject([{ kind: 'user.notify', text: 'Order 7' }])

    const clock = begins('schedule', { cron: '0 9 * * *', timeZone: 'UTC' })
    const onClock = await published(telling(clock), telling(begins('mail.arrived', {})))
    const { id: ofClock } = await ranOn(onClock.id, steps, { trigger: 'schedule', triggerData: { nominalAt: '2026-11-20T09:00:00.000Z' }, mail: false })
    expect(await verdictOf(ofClock)).toEqual(['ends', 'same'])
    await onClock.goOn()
    expect(await verdictOf(ofClock), 'no mail arrived').toEqual(['no match', 'gone'])

    const byHand = await published(telling(begins('mail.sent', { by: 'hand', actOn: 'sent' })), telling(begins('mail.arrived', {})))
    const { id: ofHand } = await ranOn(byHand.id, steps, { trigger: 'by hand', triggerData: { userId: office.userId, requestId: newId() } })
    await byHand.goOn()
    expect(await verdictOf(ofHand), 'a person ran it, whatever sets it off otherwise').toEqual(['ends', 'same'])
  })

  it('compares with what was stored then, and names what is looked up anew', async () => {
    const onTag = (name: string) => graphOf({ if: { type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'tag', header: '', operator: 'is', values: ['vip'] }, { kind: 'test', field: 'isRead', header: '', operator: 'isFalse', values: [] }] } } }, tag: tag(name) }, [['start', 'if'], ['if:yes', 'tag']])
    const { id: ruleId } = await published(onTag('Gold'), onTag('Gold'))
    const { id: executionId } = await ranOn(ruleId, [
      { stepId: 'start', state: 'done', port: 'next' },
      { stepId: 'if', state: 'done', port: 'yes', compared: [{ path: [0], kind: 'test', field: 'tag', operator: 'is', expected: ['vip'], actual: ['vip'], verdict: true }] },
      { stepId: 'tag', state: 'done', port: 'next', receipts: [{ effect: 'tag.add', result: 'done', change: 'changed' }] },
    ])
    const found = await office.call.execution.replayAgainst({ executionId })
    expect(marks(found)).toEqual([['start', 'same'], ['if', 'same'], ['tag', 'same']])
    expect(found).toMatchObject({ recalled: ['tag'], recomputed: { fields: ['isRead'] } })
  })
})
