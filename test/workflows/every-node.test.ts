import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enqueue } from '../../db/queries/enqueue-dispatch'
import { endpointPlace } from '../../db/queries/endpoint'
import { writeRuleEvent } from '../../db/queries/rule-event'
import { calendar, endpoint, hook, member, outgoingServer, record, user, wordList } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { WEEKDAYS } from '../../rules/calendar'
import type { Receipt } from '../../rules/effects'
import type { MessageFacts } from '../../rules/facts'
import type { Example, NodeType, Reference } from '../../rules/node-type'
import { NODE_TYPES } from '../../rules/nodes/index'
import { receiptOf } from '../../rules/predict'
import { RuleGraph } from '../../rules/graph'
import { secretsWith } from '../../server/secrets'
import { openApi } from '../support/api'
import { mailWith } from '../support/fixtures'
import { rawOf } from '../support/mails'
import { officeIn, type OfficeApi } from '../support/office-api'
import { ruleWith, tagEverything } from '../support/rules'
import { MASTER_KEY, workerFor, type TestWorker } from '../support/running-worker'
import { startSmtpSink, type SmtpSink } from '../support/smtp-sink'
import { receiptsIn, told } from '../support/told'
import { until } from '../support/until'
import { startWebPeer, type WebPeer } from '../support/web-peer'

/** Every example of every node type, as one rule each, on a stored mail: first rehearsed, then run by the engine. What was foretold is what was done. */

interface Case {
  readonly name: string
  readonly type: NodeType
  readonly example: Example<Readonly<Record<string, unknown>>>
}
const CASES: readonly Case[] = NODE_TYPES.flatMap((type) => type.examples.map((example) => ({ name: `${type.type}: ${example.title}`, type, example })))

/** Node types that find open records there already, of the mail's thread or of its sender; all others find a mail in the inbox and nothing else. */
const RECORDS_THERE: Readonly<Record<string, { readonly of: 'thread' | 'sender'; readonly kinds: readonly ('ticket' | 'lead')[] }>> = {
  'record.update': { of: 'thread', kinds: ['ticket', 'lead'] },
  'wait.record': { of: 'thread', kinds: ['ticket'] },
  'record.link': { of: 'sender', kinds: ['ticket', 'lead'] },
}

let api: Awaited<ReturnType<typeof openApi>>
let office: Omit<OfficeApi, 'close'>
let worker: TestWorker
let sink: SmtpSink
let peer: WebPeer
const results = new Map<string, Result>()

interface Step {
  readonly state: unknown
  readonly port: unknown
  readonly receipts: readonly Receipt[] | null
}
interface Result {
  readonly state: unknown
  readonly step: Step | undefined
  readonly foretold: Awaited<ReturnType<OfficeApi['call']['rule']['dryRun']>>['run']
}

beforeAll(async () => {
  ;[api, sink, peer] = await Promise.all([openApi({ masterKey: MASTER_KEY }), startSmtpSink(), startWebPeer()])
  office = await officeIn(api)
  worker = await workerFor({ database: api.database, test: api.place }, { allowedHosts: [`127.0.0.1:${sink.port}`, peer.place], gateway: false })
  const refs = await furnish()
  const begun = await Promise.all(CASES.map((each) => begin(each, refs)))
  await until('every execution has ended or waits', async () => (await executions()).filter(({ ended_at: at, parked }) => at !== null || parked === true).length >= CASES.length, { withinMilliseconds: 60_000 })
  await endWaits()
  await until('every execution has ended', async () => (await executions()).every(({ ended_at: at }) => at !== null), { withinMilliseconds: 60_000 })
  const rows = new Map((await executions()).map((row) => [row.rule_id, row]))
  const steps = await office.ask((tx) => tx.execute(sql`select execution_id, state, port, receipts from execution_step where step_id = 'node'`))
  for (const { name, ruleId, foretold } of begun) {
    const row = rows.get(ruleId)
    results.set(name, { state: row?.state, step: steps.map((step): Step & { id: unknown } => ({ id: step.execution_id, state: step.state, port: step.port, receipts: receiptsIn(step.receipts) })).find(({ id }) => id === row?.id), foretold })
  }
})
afterAll(async () => {
  await worker?.stop()
  await Promise.all([api.close(), sink.stop(), peer.close()])
})

describe.each(CASES.map((each) => [each.name, each] as const))('%s', (name, { type }) => {
  test('does in the engine what its rehearsal foretold', () => {
    const { state, step, foretold } = results.get(name) ?? {}
    if (type.role === 'trigger') return expect({ state, step: step?.state }).toEqual({ state: 'done', step: 'done' })
    const rehearsed = foretold?.steps.find(({ id }) => id === 'node')
    expect({ state, step: step?.state, port: step?.port }).toEqual({ state: foretold?.state, step: rehearsed?.state, port: rehearsed?.ports?.join() ?? rehearsed?.port ?? null })
    expect((step?.receipts ?? []).map(told)).toEqual((rehearsed?.would ?? []).map(({ effect, prediction }) => told(receiptOf(effect.kind, prediction))))
  })
})

test('every effect of every action is done at least once', () => {
  const done = new Set([...results.values()].flatMap(({ step }) => (step?.receipts ?? []).flatMap((receipt) => (receipt.result === 'done' ? [receipt.effect] : []))))
  const missing = NODE_TYPES.flatMap((type) => (type.role === 'action' ? type.effects.filter((effect) => !done.has(effect)) : []))
  expect(missing).toEqual([])
})

const executions = () => office.ask((tx) => tx.execute(sql`select id, rule_id, state, ended_at, parked from execution where trigger = 'by hand'`))

type Refs = Readonly<Record<Reference['kind'], readonly string[]>>

/** What the examples refer to, as a company would have it. */
async function furnish(): Promise<Refs> {
  const { workspaceId, accountId, mailboxes } = office
  const [endpointRef, hookRef, calendarRef, listRef] = [newId(), newId(), newId(), newId()]
  const colleagues = [newId(), newId(), newId(), newId()]
  const seal = (id: string, field: 'url' | 'secret', text: string) => secretsWith(MASTER_KEY).seal(text, endpointPlace(workspaceId, id, field))
  await office.ask(async (tx) => {
    await tx.execute(sql`update account set kind = 'local' where id = ${accountId}`)
    await tx.insert(outgoingServer).values({ workspaceId, name: 'Sink', server: { host: '127.0.0.1', port: sink.port, security: 'none', user: '' } })
    await tx.insert(endpoint).values({ id: endpointRef, workspaceId, name: 'Shop', style: 'http', host: peer.place, url: seal(endpointRef, 'url', peer.origin), secret: seal(endpointRef, 'secret', 'shared') })
    await tx.insert(hook).values({ id: hookRef, workspaceId, name: 'shop', secret: seal(hookRef, 'secret', 'never used') })
    await tx.insert(calendar).values({ id: calendarRef, workspaceId, name: 'Always', timeZone: 'UTC', hours: { version: 1, week: Object.fromEntries(WEEKDAYS.map((day) => [day, [{ from: '00:00', to: '24:00' }]])), holidays: [] } })
    await tx.insert(wordList).values({ id: listRef, workspaceId, name: 'Customers', entries: ['example.com'] })
    await tx.execute(sql`insert into mailbox (id, workspace_id, account_id, path, name, role, uid_validity, uid_next) values (${newId()}, ${workspaceId}, ${accountId}, 'Junk', 'Junk', 'junk', 1, 1)`)
  })
  await api.database.system.insert(user).values(colleagues.map((id) => ({ id, email: `${id}@northwind.example`, name: 'Ben', passwordHash: '' })))
  await api.database.system.insert(member).values(colleagues.map((userId) => ({ workspaceId, userId, role: 'member' as const })))
  const { ruleId } = await publish(tagEverything('Run'), 'active')
  return { mailbox: [mailboxes.Invoices], user: [office.userId, ...colleagues], calendar: [calendarRef], hook: [hookRef], list: [listRef], endpoint: [endpointRef], rule: [ruleId] }
}

function publish(graph: RuleGraph, state: 'active' | 'paused') {
  const { workspaceId, userId, accountId } = office
  return ruleWith({ workspaceId, userId, accountId, ask: office.ask }, graph, { state, name: `Rule ${newId()}` })
}

async function begin({ name, type, example }: Case, refs: Refs): Promise<{ readonly name: string; readonly ruleId: string; readonly foretold: Result['foretold'] }> {
  const graph = graphFor(type, example, refs)
  const messageId = await letterFor(type, example.message)
  const rehearsal = type.role === 'trigger' ? null : await office.call.rule.dryRun({ graph, accountId: office.accountId, messageId, waitOutcomes: type.role === 'wait' ? { node: timedOut(type) } : {} })
  const { ruleId } = await publish(graph, 'paused')
  const requestId = newId()
  await office.ask((tx) => writeRuleEvent(tx, { workspaceId: office.workspaceId, kind: 'by hand', key: `hand:${requestId}`, accountId: office.accountId, ruleId, data: { messageIds: [messageId], mode: 'live', userId: office.userId, requestId } }))
  return { name, ruleId, foretold: rehearsal?.run ?? null }
}

/** A trigger and what follows: the node, and a tag at the end of each of its ways. */
function graphFor(type: NodeType, example: Case['example'], refs: Refs): RuleGraph {
  const config = withRefs(type, example.config, refs)
  const ports = [...(type.ownPorts?.(config) ?? []).map(({ port }) => port), ...type.ports]
  // A rule that is about no mail has no mail to tag.
  const tags = ports.map((port, index) =>
    type.role === 'trigger' && type.subject !== 'mail' ? { id: `t${index}`, type: 'user.notify', configVersion: 2, config: { userRef: office.userId, by: 'app', text: `Way ${port}` } } : { id: `t${index}`, type: 'tag.add', config: { tag: `Way ${port}` } },
  )
  // What it reads by name is left by steps before it.
  const left = (type.reads?.(config) ?? []).map(({ name }, index) => ({ id: `v${index}`, type: 'variable.set', config: { name, text: 'nothing of use' } }))
  const own = { id: 'node', type: type.type, configVersion: type.configVersion, config }
  const nodes = type.role === 'trigger' ? [own, ...tags] : [{ id: 'start', type: 'mail.arrived', config: {} }, ...left, own, ...tags]
  const ways = ports.map((port, index) => ({ id: `w${index}`, from: 'node', port, to: `t${index}` }))
  // A rule has to do something; one that ends here does it beside.
  if (ports.length === 0) {
    nodes.push({ id: 'beside', type: 'tag.add', config: { tag: 'Beside' } })
    ways.push({ id: 'b', from: 'start', port: 'next', to: 'beside' })
  }
  return RuleGraph.parse({ version: 1, nodes, edges: type.role === 'trigger' ? ways : [...path(['start', ...left.map(({ id }) => id), 'node']), ...ways] })
}

/** Arrows from each step to the one after it. */
function path(ids: readonly string[]) {
  return ids.slice(1).map((to, index) => ({ id: `e${index}`, from: ids[index] ?? '', port: 'next', to }))
}

/** The example's config with every name that stands for something replaced by the id of such a thing here. */
function withRefs(type: NodeType, config: Readonly<Record<string, unknown>>, refs: Refs): Readonly<Record<string, unknown>> {
  const ids = new Map<string, string>()
  for (const { kind, id } of type.references?.(config) ?? []) {
    if (id === '' || ids.has(id)) continue
    ids.set(id, refs[kind][[...ids.values()].filter((known) => refs[kind].includes(known)).length] ?? '')
  }
  const replaced: unknown = JSON.parse(JSON.stringify(config), (_, value: unknown) => (typeof value === 'string' ? (ids.get(value) ?? value) : value))
  return type.config.parse(replaced)
}

/** Numbers far from those that rules give. */
let records = 100_000

/** A stored mail with the content, tags and flags of the example. */
async function letterFor(type: NodeType, facts: Partial<MessageFacts>): Promise<string> {
  const { workspaceId, accountId } = office
  const { text, tags = [], flags = [], from, subject, ...rest } = facts
  const content = Object.fromEntries(Object.entries(rest).filter(([key]) => CONTENT.includes(key)))
  return office.ask(async (tx) => {
    // A sender of its own, so that no example sees what another did for hers; conditions compare the address.
    const address = type.role === 'condition' && from !== undefined && from !== null ? from.address : `${newId()}@${from?.address.split('@')[1] ?? 'example.com'}`
    const raw = rawOf({ subject: subject ?? 'Invoice 7', text: text ?? 'Please pay.' })
    const { messageId, threadId } = await mailWith(tx, { workspaceId, accountId, mailboxes: office.mailboxes }, { from: address, fromName: from?.name ?? 'Ada Lovelace', subject: subject ?? 'Invoice 7', text: text ?? 'Please pay.', flags, raw })
    await tx.execute(sql`update message set facts = facts || ${JSON.stringify(content)}::jsonb where id = ${messageId}`)
    for (const name of tags) {
      await tx.execute(sql`insert into tag (workspace_id, id, name) values (${workspaceId}, ${newId()}, ${name}) on conflict do nothing`)
      await tx.execute(sql`insert into message_tag (workspace_id, message_id, tag_id) select ${workspaceId}::uuid, ${messageId}::uuid, id from tag where lower(name) = lower(${name})`)
    }
    const { of, kinds } = RECORDS_THERE[type.type] ?? { of: 'thread', kinds: [] }
    for (const kind of kinds) {
      records += 1
      await tx.insert(record).values({ workspaceId, type: kind, number: records, title: 'There already', ...(of === 'thread' ? { threadId, messageId } : { contactAddress: address }) })
    }
    return messageId
  })
}

const CONTENT: readonly string[] = ['replyTo', 'to', 'cc', 'headers', 'attachments', 'size', 'inReplyTo', 'references', 'envelopeFrom', 'mailClass', 'sentAt'] satisfies (keyof MessageFacts)[]

/** The way out of a wait that nobody ends. */
function timedOut({ ports }: NodeType): string {
  return ports.find((port) => port === 'timed out') ?? 'elapsed'
}

async function endWaits(): Promise<void> {
  await office.ask(async (tx) => {
    const waits = await tx.execute(sql`update wait set due_at = now() - interval '1 second', terms = terms - 'remindAt' - 'escalateAt' where port is null returning execution_id as id`)
    await enqueue(tx, waits.map(({ id }) => ({ workspaceId: office.workspaceId, workflow: 'executeRule', kind: 'recheck', subjectId: String(id) })))
  })
}
