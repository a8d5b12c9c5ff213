import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { advance, type AdvanceDeps } from '../../activities/advance'
import { noteEngine, recheckStuck, releaseOverdue } from '../../server/sweep'
import type { Office } from '../support/fixtures'
import { graphOf, ruleWith, tagEverything } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

/** No engine here: the sweeps speak to Postgres alone, and the test is the dispatcher. */
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
  await office.database.system.execute(sql`delete from dispatch`)
  await office.database.system.execute(sql`update execution set ended_at = now(), state = 'done' where ended_at is null`)
  ;({ accountId } = await bench.newAccount())
})

const deliver = async () => (await bench.deliver(accountId)).executionIds
const dispatched = async () => (await office.database.system.execute(sql`select workflow_id, kind from dispatch order by workflow_id`)).map(({ workflow_id, kind }) => `${String(kind)} ${String(workflow_id)}`)
const quiet = (executionId: string | undefined, seconds = 61) => office.ask((tx) => tx.execute(sql`update execution set progress_at = now() - make_interval(secs => ${seconds}) where id = ${executionId ?? ''}`))
const delivered = () => office.database.system.execute(sql`delete from dispatch`)
const waiting = graphOf({ wait: { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'replied' } }, tag: { type: 'tag.add', config: { tag: 'T' } } }, [['start', 'wait'], ['wait:replied', 'tag']])
const sweeps = () => ({ database: office.database, log: { ...deps.log, child: () => { throw new Error('not used') } } })

describe('the minute’s sweep', () => {
  test('tells a started execution that has not moved for a minute to look again, and no other', async () => {
    await ruleWith(office, tagEverything(), { accountId })
    const [stuck] = await deliver()
    await deliver()
    await delivered()
    await quiet(stuck)
    expect(await recheckStuck(sweeps())).toBe(1)
    expect(await dispatched()).toEqual([`recheck execution:${stuck}`])
  })

  test('leaves one alone that waits for a reply or a later time', async () => {
    await ruleWith(office, waiting, { accountId })
    const [executionId = ''] = await deliver()
    await advance(deps, { workspaceId: office.workspaceId, executionId })
    await delivered()
    await quiet(executionId, 600)
    expect(await recheckStuck(sweeps())).toBe(0)
  })

  test('wakes one whose wait is a minute past due', async () => {
    await ruleWith(office, waiting, { accountId })
    const [executionId = ''] = await deliver()
    await advance(deps, { workspaceId: office.workspaceId, executionId })
    await delivered()
    await quiet(executionId)
    await office.ask((tx) => tx.execute(sql`update wait set due_at = now() - interval '61 seconds' where execution_id = ${executionId}`))
    await recheckStuck(sweeps())
    expect(await dispatched()).toEqual([`recheck execution:${executionId}`])
    const standing = await advance(deps, { workspaceId: office.workspaceId, executionId })
    expect(standing.ended).toBe('done')
  })
})

describe('an engine', () => {
  test('that is another one than before has everything that is not final dispatched to it, and the same one nothing', async () => {
    await ruleWith(office, tagEverything(), { accountId })
    await noteEngine(sweeps(), 'one')
    const [open] = await deliver()
    await delivered()
    expect(await noteEngine(sweeps(), 'one')).toBe(0)
    expect(await dispatched()).toEqual([])
    await noteEngine(sweeps(), 'two')
    expect(await dispatched()).toContain(`recheck execution:${open}`)
  })
})

describe('the order of rules', () => {
  const two = async () => {
    await ruleWith(office, tagEverything('A'), { accountId, position: 1 })
    await ruleWith(office, tagEverything('B'), { accountId, position: 2 })
    return deliver()
  }

  test('the second rule goes on after a minute without progress of the first, and the reason is recorded', async () => {
    const [first, second] = await two()
    await delivered()
    await quiet(first)
    expect(await releaseOverdue(sweeps())).toBe(1)
    expect(await dispatched()).toEqual([`start execution:${second}`])
    const [audit] = await office.ask((tx) => tx.execute(sql`select kind, data from audit_event where subject_id = ${second ?? ''}`))
    expect(audit).toMatchObject({ kind: 'execution.released', data: { before: first, reason: 'no progress' } })
  })

  test('a minute without progress before the start was delivered does not count', async () => {
    const [first] = await two()
    await quiet(first)
    expect(await releaseOverdue(sweeps())).toBe(0)
  })

  test('the first that ends afterwards releases nobody a second time', async () => {
    const [first = '', second] = await two()
    await delivered()
    await quiet(first)
    await releaseOverdue(sweeps())
    await delivered()
    await advance(deps, { workspaceId: office.workspaceId, executionId: first })
    expect(await dispatched()).toEqual([])
    expect(second).toBeTruthy()
  })
})
