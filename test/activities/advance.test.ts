import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { publishRule } from '../../db/queries/rule-publish'
import { ruleReferences } from '../../db/queries/rule-references'
import { Failure } from '../../mail/failure'
import type { Performers } from '../../activities/effects/performer'
import { referencesOf } from '../../rules/check-references'
import { compile } from '../../rules/compile'
import { canonical } from '../../rules/rule-plan'
import { PLAN_VERSION } from '../../rules/plan/plan'
import type { Office } from '../support/fixtures'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { partsFor } from '../support/running-worker'
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
const ticket = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }
async function started(steps: Steps, arrows: Arrows): Promise<{ executionId: string; workspaceId: string; messageId: string }> {
  await ruleWith(office, graphOf(steps, arrows), { accountId })
  const { executionIds: [executionId = ''], messageId } = await bench.deliver(accountId)
  return { executionId, workspaceId: office.workspaceId, messageId }
}
const ledger = async (executionId: string) =>
  (await office.ask((tx) => tx.execute(sql`select step_id, state, port, reason from execution_step where execution_id = ${executionId} order by seq`))).map(({ step_id, state, port, reason }) => `${String(step_id)} ${String(state)} ${String(port ?? reason ?? '')}`.trim())
const counted = async (messageId: string) =>
  (await office.ask((tx) => tx.execute(sql`select (select count(*)::int from message_tag where message_id = ${messageId}) as tags, (select count(*)::int from record where message_id = ${messageId}) as tickets`)))[0]
/** The real performers but one. */
const failing = (kind: 'user.notify', error: () => Error): AdvanceDeps => {
  const broken: Performers['user.notify'] = { perform: () => Promise.reject(error()) }
  return { ...deps, performers: { ...deps.performers, [kind]: broken } }
}
const notify = () => ({ type: 'user.notify', config: { userRef: office.userId, text: 'Look' } })

describe('going on from the ledger', () => {
  test('done again it does nothing again, and ten at once do it once', async () => {
    const { messageId, ...subject } = await started({ tag: tag('A'), ticket }, [['start', 'tag'], ['tag', 'ticket']])
    const standings = await Promise.all(Array.from({ length: 10 }, () => advance(deps, subject)))
    expect(standings.map(({ ended }) => ended)).toEqual(Array.from({ length: 10 }, () => 'done'))
    await advance(deps, subject)
    expect(await counted(messageId)).toEqual({ tags: 1, tickets: 1 })
    expect(await ledger(subject.executionId)).toEqual(['start done next', 'tag done next', 'ticket done next'])
  })

  test('the same events come back, so that a workflow that forgot everything knows where it stands', async () => {
    const { executionId, workspaceId } = await started({ tag: tag('A'), wait: { type: 'wait.reply', config: { seconds: 60, listensTo: 'nothing' } }, late: tag('B') }, [['start', 'tag'], ['tag', 'wait'], ['wait:elapsed', 'late']])
    const first = await advance(deps, { executionId, workspaceId })
    const again = await advance(deps, { executionId, workspaceId })
    expect(again.wakeAt).toBe(first.wakeAt)
    expect(again.events).toEqual(first.events)
    expect(first.ended).toBeNull()
  })

  test('what waits when a new version is published finishes on its own, and the next mail begins on the new one', async () => {
    const drawn = (late: string) => graphOf({ wait: { type: 'wait.reply', config: { seconds: 60, listensTo: 'nothing' } }, late: tag(late) }, [['start', 'wait'], ['wait:elapsed', 'late']])
    const { ruleId, versionId } = await ruleWith(office, drawn('Old'), { accountId })
    const old = await bench.deliver(accountId)
    const ends = async (executionId: string) => {
      await advance(deps, { executionId, workspaceId: office.workspaceId })
      await office.ask((tx) => tx.execute(sql`update wait set due_at = now() - interval '1 second' where execution_id = ${executionId}`))
      return (await advance(deps, { executionId, workspaceId: office.workspaceId })).ended
    }
    const [oldId = ''] = old.executionIds
    await advance(deps, { executionId: oldId, workspaceId: office.workspaceId })
    const published = await office.ask(async (tx) => {
      const compiled = compile(drawn('New'), referencesOf(accountId, await ruleReferences(tx, office.workspaceId)))
      if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems))
      return publishRule(tx, { workspaceId: office.workspaceId, ruleId, graph: drawn('New'), planVersion: PLAN_VERSION, plan: compiled.plan, canonical: canonical(compiled.plan), authorId: office.userId, note: '' })
    })
    const next = await bench.deliver(accountId)
    const [nextId = ''] = next.executionIds
    expect([await ends(oldId), await ends(nextId)]).toEqual(['done', 'done'])
    const did = async (messageId: string, executionId: string) =>
      (await office.ask((tx) => tx.execute(sql`select e.rule_version_id as version, (select json_agg(t.name) from message_tag mt join tag t on t.id = mt.tag_id where mt.message_id = ${messageId}) as tags from execution e where e.id = ${executionId}`)))[0]
    expect(await did(old.messageId, oldId)).toEqual({ version: versionId, tags: ['Old'] })
    expect(await did(next.messageId, nextId)).toEqual({ version: published.versionId, tags: ['New'] })
  })

  test('a Stop in one branch cancels the wait of another, also when the ledger is read again', async () => {
    const { executionId, workspaceId } = await started(
      { wait: { type: 'wait.reply', config: { seconds: 60, listensTo: 'nothing' } }, tag: tag('A'), stop: { type: 'flow.stop' }, late: tag('B') },
      [['start', 'wait'], ['start', 'tag'], ['tag', 'stop'], ['wait:elapsed', 'late']],
    )
    const standing = await advance(deps, { executionId, workspaceId })
    expect(standing.ended).toBe('done with skips')
    const lines = await ledger(executionId)
    expect(lines).toContain('late skipped stopped')
    expect(lines).toContain('wait cancelled')
    expect((await advance(deps, { executionId, workspaceId })).ended).toBe('done with skips')
    const [row] = await office.ask((tx) => tx.execute(sql`select port from wait where execution_id = ${executionId}`))
    expect(row?.port).toBe('cancelled')
  })
})

describe('a step that fails', () => {
  test('leaves what other steps did and takes the way its setting says', async () => {
    const { messageId, ...subject } = await started({ tag: tag('A'), bell: { ...notify(), onError: 'error' }, sorry: tag('Sorry') }, [['start', 'tag'], ['tag', 'bell'], ['bell:error', 'sorry']])
    const broken = failing('user.notify', () => new Failure('no bell', { retry: 'no', publicMessage: 'There is no bell.' }))
    expect((await advance(broken, subject)).ended).toBe('done')
    expect(await ledger(subject.executionId)).toEqual(['start done next', 'tag done next', 'bell failed no bell', 'sorry done next'])
    expect(await counted(messageId)).toEqual({ tags: 2, tickets: 0 })
  })

  test('whose writes the database refuses is failed alone', async () => {
    const { messageId, ...subject } = await started({ tag: tag('A'), bell: notify() }, [['start', 'tag'], ['start', 'bell']])
    const refused: Performers['user.notify'] = {
      perform: async (tx) => {
        await tx.execute(sql`insert into message_tag (workspace_id, message_id, tag_id) values (${office.workspaceId}, ${office.workspaceId}, ${office.workspaceId})`)
        throw new Error('not reached')
      },
    }
    expect((await advance({ ...deps, performers: { ...deps.performers, 'user.notify': refused } }, subject)).ended).toBe('failed')
    expect(await ledger(subject.executionId)).toEqual(['start done next', 'tag done next', 'bell failed database refused'])
    expect(await counted(messageId)).toEqual({ tags: 1, tickets: 0 })
  })

  test('by a lost connection is no outcome: nothing was done and the whole is tried again', async () => {
    const { messageId, ...subject } = await started({ tag: tag('A'), bell: notify() }, [['start', 'tag'], ['tag', 'bell']])
    const away = failing('user.notify', () => Object.assign(new Error('gone'), { code: 'CONNECTION_CLOSED' }))
    await expect(advance(away, subject)).rejects.toThrow('gone')
    expect(await counted(messageId)).toEqual({ tags: 0, tickets: 0 })
    expect((await advance(deps, subject)).ended).toBe('done')
  })
})

test('an execution whose plan cannot be read any more ends visibly, and the next rule goes on', async () => {
  await ruleWith(office, graphOf({ tag: tag('A') }, [['start', 'tag']]), { accountId, position: 1 })
  await ruleWith(office, graphOf({ tag: tag('B') }, [['start', 'tag']]), { accountId, position: 2 })
  const { executionIds: [first = '', second = ''] } = await bench.deliver(accountId)
  await office.ask((tx) => tx.execute(sql`update plan set body = '{"from": "the future"}' where id = (select plan_id from execution where id = ${first})`))
  const fresh = await partsFor(office)
  const standing = await advance({ ...deps, plans: fresh.parts.plans }, { workspaceId: office.workspaceId, executionId: first })
  await fresh.close()
  expect(standing.ended).toBe('failed')
  const rows = await office.ask((tx) => tx.execute(sql`select state, reason, released_at is not null as released from execution where id in (${first}, ${second}) order by position`))
  expect(rows).toEqual([{ state: 'failed', reason: 'plan unreadable', released: true }, { state: 'queued', reason: null, released: true }])
})

test('an action that acts once per thread is skipped for the second mail and names the first execution', async () => {
  const { ruleId } = await ruleWith(office, graphOf({ ticket: { ...ticket, scope: 'thread' }, tag: tag('A') }, [['start', 'ticket'], ['ticket', 'tag']]), { accountId })
  expect(ruleId).toBeTruthy()
  const id = `<${randomBytes(6).toString('hex')}@bouw.example>`
  const run = async (letter: Parameters<Workbench['deliver']>[1]) => {
    const { executionIds: [executionId = ''] } = await bench.deliver(accountId, letter)
    return { executionId, standing: await advance(deps, { workspaceId: office.workspaceId, executionId }) }
  }
  const first = await run({ id })
  const second = await run({ inReplyTo: id })
  expect([first.standing.ended, second.standing.ended]).toEqual(['done', 'done with skips'])
  const [row] = await office.ask((tx) => tx.execute(sql`select reason, detail from execution_step where execution_id = ${second.executionId} and step_id = 'ticket'`))
  expect(row).toEqual({ reason: 'scope used', detail: first.executionId })
})
