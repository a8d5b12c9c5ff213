import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { advance } from '../../activities/advance'
import { applySlice } from '../../activities/backlog/apply'
import { ingest } from '../../activities/ingest'
import { backlogItems, statesOfJob } from '../../db/queries/backlog-items'
import { backlogJob, countChosen, freezeBacklog, pauseBacklogs, setJobState, type Chosen } from '../../db/queries/backlog-job'
import { getExecution } from '../../db/queries/execution-get'
import type { RuleGraph } from '../../rules/graph'
import type { Office } from '../support/fixtures'
import { arriving } from '../support/mails'
import { graphOf, ruleWith, tagEverything, whenSubject } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

/** A rule that is applied to mail that is there already. No engine: the test says who works when. */

let bench: Workbench
let office: Office
let account: Awaited<ReturnType<Workbench['newAccount']>>

beforeAll(async () => {
  bench = await openWorkbench()
  office = bench.office
})
afterAll(() => bench.close())
beforeEach(async () => {
  account = await bench.newAccount()
})

const rows = (query: ReturnType<typeof sql>) => office.ask((tx) => tx.execute(query))
const old = async (...subjects: readonly string[]) => {
  const mails = await Promise.all(subjects.map((subject, index) => arriving({ to: account.address, subject }, { arrival: false, receivedAt: new Date(Date.UTC(2026, 0, 1, 9, index)) })))
  return (await ingest(bench.deps, { workspaceId: office.workspaceId, accountId: account.accountId, mails })).map(({ messageId }) => messageId)
}
/** A rule for mail about invoices. */
const invoices = () => graphOf({ if: whenSubject('invoice'), tag: { type: 'tag.add', config: { tag: 'Finance' } } }, [['start', 'if'], ['if:yes', 'tag']])
const rule = (graph: RuleGraph) => ruleWith(office, graph, { accountId: account.accountId })
const ALL: Chosen = { mailboxId: null, since: null, until: new Date(Date.UTC(2100, 0)), limit: 100_000 }
const apply = async ({ ruleId, versionId }: { ruleId: string; versionId: string }, options: { mode?: 'live' | 'dry run'; chosen?: Partial<Chosen> } = {}) => {
  const [version] = await rows(sql`select plan_id as id from rule_version where id = ${versionId}`)
  const { workspaceId, userId } = office
  const { jobId } = await office.ask((tx) => freezeBacklog(tx, { workspaceId, accountId: account.accountId, ruleId, versionId, planId: String(version?.id), mode: options.mode ?? 'live', userId, chosen: { ...ALL, ...options.chosen } }))
  return jobId
}
const slice = (jobId: string, fault = bench.deps.fault) => applySlice({ ...bench.deps, fault }, { workspaceId: office.workspaceId, jobId })
const itemsOf = async (jobId: string) => (await office.ask((tx) => backlogItems(tx, office.workspaceId, jobId, { shown: 'all', after: 0, limit: 200 }))).rows
const jobOf = (jobId: string) => office.ask((tx) => backlogJob(tx, office.workspaceId, jobId))
const executions = async (ruleId: string) => (await rows(sql`select id, state, mode, message_id from execution where rule_id = ${ruleId}::uuid order by id`))

test('a rule is applied to the mail that was there, oldest first, and says of each what became of it [TRG-07]', async () => {
  const [first, second, third, last] = await old('Invoice 1', 'Hello', 'Invoice 2', 'Invoice 3')
  const made = await rule(invoices())
  const jobId = await apply(made)
  await old('Invoice that came later')
  await rows(sql`delete from message where id = ${last ?? ''}::uuid`)
  expect(await slice(jobId)).toBe('more')
  expect(await slice(jobId)).toBe('over')
  expect((await itemsOf(jobId)).map(({ messageId, state, reason }) => [messageId, state, reason])).toEqual([
    [first, 'started', null], [second, 'passed over', 'condition'], [third, 'started', null], [last, 'gone', null],
  ])
  expect(await jobOf(jobId)).toMatchObject({ state: 'done', total: 4, started: 2, notMatched: 1, gone: 1, pending: 0 })
  for (const { id } of await executions(made.ruleId)) await advance(bench.deps, { workspaceId: office.workspaceId, executionId: String(id) })
  expect(await office.ask((tx) => statesOfJob(tx, office.workspaceId, jobId))).toEqual({ done: 2 })
  expect(await rows(sql`select count(*)::int as n from message_tag t join message m on m.id = t.message_id where m.account_id = ${account.accountId}`)).toEqual([{ n: 2 }])
})

test('a mail that the rule acted on before is passed over, and its execution named [TRG-07] [SAF-01]', async () => {
  const made = await rule(tagEverything())
  const { messageId, executionIds } = await bench.deliver(account.accountId)
  const jobId = await apply(made)
  await slice(jobId)
  expect(await itemsOf(jobId)).toMatchObject([{ messageId, state: 'passed over', reason: 'scope used', execution: { id: executionIds[0] } }])
  expect(await executions(made.ruleId)).toHaveLength(1)
})

test('an execution says which work on older mail it came from, as long as that is known, and one that a mail set off does not [TRG-07]', async () => {
  await old('Invoice 1')
  const made = await rule(invoices())
  const jobId = await apply(made)
  await slice(jobId)
  await bench.deliver(account.accountId, { subject: 'Invoice 2' })
  const workOf = async () => Promise.all((await executions(made.ruleId)).map(async ({ id }) => {
    const found = await office.ask((tx) => getExecution(tx, office.workspaceId, String(id), new Date()))
    return [found?.subject, found?.backlogJobId, found?.triggerData['backlogJobId']]
  }))
  expect(await workOf()).toEqual([['Invoice 1', jobId, jobId], ['Invoice 2', null, undefined]])
  await rows(sql`delete from backlog_job where id = ${jobId}::uuid`)
  expect(await workOf()).toEqual([['Invoice 1', null, jobId], ['Invoice 2', null, undefined]])
})

test('whoever is killed in the middle of the work leaves nothing half done, and nothing is done twice [TRG-07]', async () => {
  await old('One', 'Two')
  const made = await rule(tagEverything())
  const jobId = await apply(made)
  const dying = (site: string) => async (at: string) => {
    if (at === site) throw Object.assign(new Error('killed'), { code: 'ECONNRESET' })
  }
  await expect(slice(jobId, dying('backlog: before commit'))).rejects.toThrow('killed')
  expect([(await executions(made.ruleId)).length, (await jobOf(jobId))?.pending]).toEqual([0, 2])
  await expect(slice(jobId, dying('backlog: after commit'))).rejects.toThrow('killed')
  expect(await Promise.all([slice(jobId), slice(jobId)])).toContain('over')
  await slice(jobId)
  expect([(await executions(made.ruleId)).length, await jobOf(jobId)]).toMatchObject([2, { state: 'done', started: 2 }])
})

test('no more than fifty are under way at a time, so that mail that arrives does not wait [TRG-07]', async () => {
  await old(...Array.from({ length: 60 }, (_, index) => `Mail ${index}`))
  const made = await rule(tagEverything())
  const jobId = await apply(made)
  expect([await slice(jobId), await slice(jobId)]).toEqual(['more', 'busy'])
  expect(await executions(made.ruleId)).toHaveLength(50)
  await rows(sql`update execution set state = 'done', ended_at = now() where rule_id = ${made.ruleId}::uuid`)
  expect([await slice(jobId), await slice(jobId)]).toEqual(['more', 'over'])
  expect(await executions(made.ruleId)).toHaveLength(60)
})

test('a job that is paused begins nothing until it is resumed, and one that is aborted nothing more [TRG-07]', async () => {
  await old('One')
  const made = await rule(tagEverything())
  const jobId = await apply(made)
  const set = (from: 'running' | 'paused', to: 'running' | 'paused' | 'aborted') => office.ask((tx) => setJobState(tx, office.workspaceId, jobId, [from], to))
  await set('running', 'paused')
  expect([await slice(jobId), (await executions(made.ruleId)).length]).toEqual(['over', 0])
  await set('paused', 'running')
  await set('running', 'aborted')
  expect([await set('paused', 'running'), await slice(jobId), (await executions(made.ruleId)).length]).toEqual([false, 'over', 0])
  expect(await jobOf(jobId)).toMatchObject({ state: 'aborted', pending: 1, endedAt: expect.any(Date) })
})

test('the kill switch pauses it until a person says that it goes on [SAF-04] [TRG-07]', async () => {
  await old('One')
  const jobId = await apply(await rule(tagEverything()))
  await office.ask((tx) => pauseBacklogs(tx, office.workspaceId, account.accountId))
  expect(await jobOf(jobId)).toMatchObject({ state: 'paused', pausedBecause: 'halted', pending: 1 })
  await office.ask((tx) => setJobState(tx, office.workspaceId, jobId, ['paused'], 'running'))
  // Halted again without its being told, as by hand in the database.
  await rows(sql`update account set halted = true where id = ${account.accountId}`)
  expect([await slice(jobId), await jobOf(jobId)]).toMatchObject(['over', { state: 'paused', pausedBecause: 'halted' }])
})

test('it is held while its rule is paused or its account is off, and goes on by itself [TRG-01] [TRG-07]', async () => {
  await old('One')
  const made = await rule(tagEverything())
  const jobId = await apply(made)
  await rows(sql`update rule set state = 'paused', paused_because = 'budget' where id = ${made.ruleId}::uuid`)
  expect([await slice(jobId), (await jobOf(jobId))?.heldBecause]).toEqual(['held', 'budget'])
  await rows(sql`update rule set state = 'active', paused_because = null where id = ${made.ruleId}::uuid`)
  await rows(sql`update account set incoming_mode = 'off' where id = ${account.accountId}`)
  expect([await slice(jobId), (await jobOf(jobId))?.heldBecause]).toEqual(['held', 'automation off'])
  await rows(sql`update account set incoming_mode = 'live' where id = ${account.accountId}`)
  expect([await slice(jobId), (await executions(made.ruleId)).length]).toEqual(['more', 1])
  await rows(sql`update rule set state = 'deleted' where id = ${made.ruleId}::uuid`)
  expect([await slice(jobId), (await jobOf(jobId))?.state]).toEqual(['over', 'aborted'])
})

test('in an account in dry run it is a dry run, whatever was asked for, and takes no scope [TRG-02] [TRG-07]', async () => {
  await old('One')
  const made = await rule(tagEverything())
  await rows(sql`update account set incoming_mode = 'dry run' where id = ${account.accountId}`)
  await slice(await apply(made))
  expect(await executions(made.ruleId)).toMatchObject([{ mode: 'dry run' }])
  expect(await rows(sql`select 1 from reservation where rule_id = ${made.ruleId}::uuid`)).toEqual([])
})

test('a mail that cannot be looked at is set aside, and keeps no other from its turn [TRG-07]', async () => {
  const [, broken] = await old('One', 'Two', 'Three')
  await rows(sql`update message set facts = '{}' where id = ${broken ?? ''}::uuid`)
  const jobId = await apply(await rule(tagEverything()))
  for (let round = 0; round < 4; round += 1) await slice(jobId)
  expect((await itemsOf(jobId)).map(({ state }) => state)).toEqual(['started', 'failed', 'started'])
})

test('only what is chosen is taken: from a time on, until one, and the newest so many [TRG-07]', async () => {
  const subjects = await old('One', 'Two', 'Three', 'Four')
  const made = await rule(tagEverything())
  const chosen = { since: new Date(Date.UTC(2026, 0, 1, 9, 1)), until: new Date(Date.UTC(2026, 0, 1, 9, 3)), limit: 1 }
  expect(await office.ask((tx) => countChosen(tx, { workspaceId: office.workspaceId, accountId: account.accountId }, { ...ALL, ...chosen, limit: 9 }))).toBe(2)
  expect((await itemsOf(await apply(made, { chosen }))).map(({ messageId }) => messageId)).toEqual([subjects[2]])
})
