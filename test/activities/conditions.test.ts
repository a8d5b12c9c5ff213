import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { ingest } from '../../activities/ingest'
import { messageFacts } from '../../db/queries/message-facts'
import { wordList } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import type { Office } from '../support/fixtures'
import { arriving, freshId, type Letter } from '../support/mails'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

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
  ;({ accountId } = await bench.newAccount())
})

const tag = (name: string) => ({ type: 'tag.add', config: { tag: name } })
const asks = (field: string, operator: string, values: readonly string[] = [], header = '') => ({ type: 'condition', config: { conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field, header, operator, values }] } } })
const rule = (steps: Steps, arrows: Arrows) => ruleWith(office, graphOf(steps, arrows), { accountId })
const started = async (letter: Letter = {}) => {
  const { executionIds: [executionId], messageId } = await bench.deliver(accountId, letter)
  return { executionId, messageId, workspaceId: office.workspaceId }
}
const tagsOf = async (messageId: string) => (await office.ask((tx) => messageFacts(tx, office.workspaceId, messageId)))?.tags
const ledger = (executionId: string) => office.ask((tx) => tx.execute(sql`select step_id, port, outputs from execution_step where execution_id = ${executionId} order by seq`))

describe('what arriving mail brings is completed where a rule asks', () => {
  test('a sender we wrote to before is known, one we only answered by a program is not [CON-01]', async () => {
    await rule({ if: asks('contactKnown', 'isTrue'), tag: tag('Known') }, [['start', 'if'], ['if:yes', 'tag']])
    const write = async (to: string, headers: readonly string[]) => ingest(deps, { workspaceId: office.workspaceId, accountId, mails: [await arriving({ from: 'support@northwind.example', to, headers }, { direction: 'out', arrival: false })] })
    await write('Known@Partner.example', [])
    await write('robot@partner.example', ['Auto-Submitted: auto-replied'])
    expect((await started({ from: 'known@partner.example' })).executionId).toBeDefined()
    expect((await started({ from: 'robot@partner.example' })).executionId).toBeUndefined()
    expect((await started({ from: 'stranger@partner.example' })).executionId).toBeUndefined()
  })

  test('the open record of the conversation is there for its next mail, and gone when it is closed [CON-02]', async () => {
    const first = freshId()
    const { messageId } = await bench.deliver(accountId, { id: first })
    const [thread] = await office.ask((tx) => tx.execute(sql`select thread_id as id from message where id = ${messageId}`))
    await office.ask((tx) => tx.execute(sql`insert into record (workspace_id, id, type, number, stage, title, thread_id, fields) values (${office.workspaceId}, ${newId()}, 'ticket', 4711, 'waiting', 'Late', ${String(thread?.id)}::uuid, '{"Order": "NWF-7"}')`))
    await rule({ if: asks('recordStage', 'is', ['waiting']), and: asks('recordField', 'endsWith', ['-7'], 'order'), tag: tag('T') }, [['start', 'if'], ['if:yes', 'and'], ['and:yes', 'tag']])
    expect((await started({ inReplyTo: first })).executionId).toBeDefined()
    expect((await started()).executionId).toBeUndefined()
    await office.ask((tx) => tx.execute(sql`update record set closed_at = now() where number = 4711 and workspace_id = ${office.workspaceId}`))
    expect((await started({ inReplyTo: first })).executionId).toBeUndefined()
  })

  test('a word list counts as it is when the mail comes [CON-02]', async () => {
    const id = newId()
    await office.ask((tx) => tx.insert(wordList).values({ id, workspaceId: office.workspaceId, name: `VIPs ${id}`, entries: ['partner.example'] }))
    await rule({ if: asks('from', 'inList', [id]), tag: tag('VIP') }, [['start', 'if'], ['if:yes', 'tag']])
    expect((await started({ from: 'ada@partner.example' })).executionId).toBeDefined()
    await office.ask((tx) => tx.execute(sql`update word_list set entries = '[]' where id = ${id}`))
    expect((await started({ from: 'ada@partner.example' })).executionId).toBeUndefined()
  })
})

test('an answer of ours, not of a program, makes a mail answered, and says when we last wrote [CON-01]', async () => {
  const id = freshId()
  const { messageId } = await bench.deliver(accountId, { id })
  const facts = () => office.ask((tx) => messageFacts(tx, office.workspaceId, messageId))
  const answer = async (headers: readonly string[], receivedAt: Date) => ingest(deps, { workspaceId: office.workspaceId, accountId, mails: [await arriving({ from: 'support@northwind.example', to: 'pieter@bouw.example', inReplyTo: id, headers }, { direction: 'out', arrival: false, receivedAt })] })
  expect(await facts()).toMatchObject({ isAnswered: false, threadLastOutboundAt: null, threadLastInboundAt: null, threadMessageCount: 1 })
  await answer(['Auto-Submitted: auto-replied'], new Date(Date.now() + 60_000))
  expect(await facts()).toMatchObject({ isAnswered: false, threadLastOutboundAt: null })
  const at = new Date(Date.now() + 120_000)
  await answer([], at)
  expect(await facts()).toMatchObject({ isAnswered: true, threadLastOutboundAt: at.toISOString(), threadMessageCount: 3 })
  const [next] = await ingest(deps, { workspaceId: office.workspaceId, accountId, mails: [await arriving({ inReplyTo: id }, { receivedAt: new Date(Date.now() + 180_000) })] })
  const later = await office.ask((tx) => messageFacts(tx, office.workspaceId, next?.messageId ?? ''))
  expect(later).toMatchObject({ isReply: true, isAnswered: false, threadLastOutboundAt: at.toISOString(), threadMessageCount: 4 })
  expect(later?.threadLastInboundAt).not.toBeNull()
})

test('a rule that a record set off asks about that record, though it is closed by now [CON-02]', async () => {
  const { messageId } = await bench.deliver(accountId)
  const recordId = newId()
  await office.ask((tx) => tx.execute(sql`insert into record (workspace_id, id, type, number, stage, title, message_id, closed_at) values (${office.workspaceId}, ${recordId}, 'lead', 99, 'done', 'Sold', ${messageId}, now())`))
  const { ruleId, versionId } = await rule({ t: tag('T'), if: asks('recordStage', 'is', ['done']), tag: tag('Sold') }, [['start', 't'], ['t', 'if'], ['if:yes', 'tag']])
  const executionId = newId()
  await office.ask((tx) => tx.execute(sql`
    insert into execution (workspace_id, id, account_id, rule_id, rule_version_id, plan_id, event_id, position, trigger, message_id, thread_id, record_id, mode, scope_key, released_at)
    select ${office.workspaceId}, ${executionId}, ${accountId}, ${ruleId}, ${versionId}, v.plan_id, ${newId()}, 0, 'record', m.id, m.thread_id, ${recordId}, 'live', 'r', now()
    from rule_version v, message m where v.id = ${versionId}::uuid and m.id = ${messageId}::uuid`))
  expect((await advance(deps, { workspaceId: office.workspaceId, executionId })).ended).toBe('done')
  expect(await tagsOf(messageId)).toEqual(['Sold', 'T'])
})

describe('10: values live in the ledger', () => {
  test('what was captured at intake fills texts and asks conditions, however often the rule is taken up again', async () => {
    await rule(
      { if: asks('subject', 'matches', ['(?P<order>NWF-\\d+)']), set: { type: 'variable.set', config: { name: 'line', text: 'Order {{ values.order }}' } }, ask: asks('value', 'is', ['Order nwf-20418'], 'line'), tag: tag('Found') },
      [['start', 'if'], ['if:yes', 'set'], ['set', 'ask'], ['ask:yes', 'tag']],
    )
    const { executionId = '', messageId, workspaceId } = await started({ subject: 'Where is nwf-20418?' })
    expect((await advance(deps, { workspaceId, executionId })).ended).toBe('done')
    await advance(deps, { workspaceId, executionId })
    expect(await tagsOf(messageId)).toEqual(['Found'])
    expect((await ledger(executionId)).map(({ step_id, outputs }) => [step_id, outputs])).toEqual([['start', null], ['if', { order: 'nwf-20418' }], ['set', { line: 'Order nwf-20418' }], ['ask', null], ['tag', expect.anything()]])
  })
})

describe('9: a router', () => {
  const branch = (id: string, word: string) => ({ id, name: id, conditions: { kind: 'group', mode: 'all', items: [{ kind: 'test', field: 'subject', header: '', operator: 'contains', values: [word] }] } })
  const routing = (mode: string) => ({ type: 'router', config: { mode, branches: [branch('a', 'apple'), branch('b', 'bread')] } })
  test('takes every way that fits, the same when its ledger is read again [CON-02]', async () => {
    await rule({ r: routing('all'), a: tag('A'), b: tag('B'), o: tag('O') }, [['start', 'r'], ['r:a', 'a'], ['r:b', 'b'], ['r:otherwise', 'o']])
    const { executionId = '', messageId, workspaceId } = await started({ subject: 'apple, bread' })
    expect((await advance(deps, { workspaceId, executionId })).ended).toBe('done')
    expect((await advance(deps, { workspaceId, executionId })).ended).toBe('done')
    expect(await tagsOf(messageId)).toEqual(['A', 'B'])
    expect((await ledger(executionId)).find(({ step_id }) => step_id === 'r')).toMatchObject({ port: 'a,b' })
  })
  test('decided after something was done takes its ways all the same', async () => {
    await rule({ t: tag('T'), r: routing('all'), a: tag('A'), b: tag('B') }, [['start', 't'], ['t', 'r'], ['r:a', 'a'], ['r:b', 'b']])
    const { executionId = '', messageId, workspaceId } = await started({ subject: 'bread and apple' })
    const standing = await advance(deps, { workspaceId, executionId })
    expect(standing.events.find(({ step }) => step === 'r')).toMatchObject({ port: 'a', ports: ['a', 'b'] })
    expect(await tagsOf(messageId)).toEqual(['A', 'B', 'T'])
  })
})
