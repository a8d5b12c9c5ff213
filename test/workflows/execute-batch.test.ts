import { sql } from 'drizzle-orm'
import { Client, Connection } from '@temporalio/client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ingest } from '../../activities/ingest'
import { newId } from '../../db/schema/columns'
import { accountWith, openOffice, type Office } from '../support/fixtures'
import { testEngine } from '../support/engine'
import { recordHistory } from '../support/histories'
import { arriving } from '../support/mails'
import { graphOf, ruleWith, type Arrows, type Steps } from '../support/rules'
import { asOwner } from '../support/rows'
import { partsFor, workerFor, type TestWorker } from '../support/running-worker'
import { until } from '../support/until'

let office: Office
let worker: TestWorker | null = null
let engine: Client
let accountId: string
const COUNT = 60

beforeAll(async () => {
  office = await openOffice()
  const { address, namespace } = await testEngine()
  engine = new Client({ connection: await Connection.connect({ address }), namespace })
  // Else what waits would be told to look again, each on its own, when the worker meets an engine that it does not know.
  const { namespaceInfo } = await engine.workflowService.describeNamespace({ namespace })
  await office.database.system.execute(sql`insert into engine (namespace_id, answering) values (${namespaceInfo?.id ?? ''}, true)`)
})
afterAll(async () => {
  await engine.connection.close()
  await worker?.stop()
  await office.close()
})
beforeEach(async () => {
  ;({ accountId } = await office.ask((tx) => accountWith(tx, office.workspaceId, `pile-${newId()}@northwind.example`, 'local')))
})

const rule = (steps: Steps, arrows: Arrows) => ruleWith(office, graphOf(steps, arrows), { accountId })
const tag: Steps[string] = { type: 'tag.add', config: { tag: 'Seen' } }
const ticket: Steps[string] = { type: 'record.create', config: { recordType: 'ticket', title: '{{ subject }}', reuseOfThread: true } }

/** So many mails arrive in one transaction, so that their executions wait together. */
async function pile(count: number): Promise<readonly string[]> {
  const mails = await Promise.all(Array.from({ length: count }, (_, index) => arriving({ subject: `Mail ${index}`, id: `<${index}-${accountId}@bouw.example>`, from: `sender${index}@bouw.example` })))
  const { parts, close } = await partsFor(office)
  const taken = await ingest(parts, { workspaceId: office.workspaceId, accountId, mails })
  await close()
  return taken.flatMap(({ executionIds }) => executionIds)
}

const rowsOf = (ids: readonly string[]) => office.ask((tx) => tx.execute(sql`select id, state, ended_at is not null as over from execution where id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`))
const ended = (ids: readonly string[]) => until(`${ids.length} executions end`, async () => {
  const rows = await rowsOf(ids)
  return rows.length === ids.length && rows.every(({ over }) => over === true) ? rows : null
})
const dispatchRows = () => office.database.system.execute(sql`select workflow_id from dispatch where workflow = 'executeRule'`)
const startedAlone = async (executionId: string) => engine.workflow.getHandle(`execution:${executionId}`).describe().then(() => true, () => false)
const alone = async (ids: readonly string[]) => {
  const found = await Promise.all(ids.map(async (id) => ((await startedAlone(id)) ? [id] : [])))
  return found.flat()
}

describe('a backlog of instant rules', () => {
  test('whose batch was written down but never begun is begun under the same id, with what is left of it', async () => {
    await rule({ tag }, [['start', 'tag']])
    const ids = await pile(5)
    const batchId = newId()
    await office.database.system.execute(sql`update dispatch set batch_id = ${batchId}::uuid`)
    worker = await workerFor(office, { gateway: false })
    await worker.connected
    expect((await ended(ids)).map(({ state }) => state)).toEqual(ids.map(() => 'done'))
    expect(await alone(ids)).toEqual([])
    expect((await engine.workflow.getHandle(`batch:${batchId}`).describe()).type).toBe('executeBatch')
    await recordHistory(engine, `batch:${batchId}`, 'execute-batch-of-five')
  })

  test('is carried by few workflows, each execution to its own end and its own effects', async () => {
    await rule({ tag, ticket }, [['start', 'tag'], ['tag', 'ticket']])
    const ids = await pile(COUNT)
    const rows = await ended(ids)
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['done']))
    expect(await alone(ids)).toEqual([])
    await until('no row is left', async () => (await dispatchRows()).length === 0)
    const [made] = await office.ask((tx) => tx.execute(sql`
      select count(distinct r.number)::int as tickets, count(distinct r.execution_id)::int as executions, (select count(*)::int from message_tag t join message m on m.id = t.message_id where m.account_id = ${accountId}) as tags
      from record r join execution e on e.id = r.execution_id where e.account_id = ${accountId}`))
    expect(made).toEqual({ tickets: COUNT, executions: COUNT, tags: COUNT })
    const [steps] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from execution_step s join execution e on e.id = s.execution_id where e.account_id = ${accountId} and s.state = 'done'`))
    expect(steps?.n).toBe(3 * COUNT)
  })

  test('leaves out one whose step fails: it fails alone, and the others of its batch are done', async () => {
    await rule({ ticket }, [['start', 'ticket']])
    await owner(`create or replace function refuse() returns trigger language plpgsql as $$ begin if new.title = 'Mail 7' then raise exception 'no room' using errcode = '23514'; end if; return new; end $$`)
    await owner('create trigger refuse before insert on record for each row execute function refuse()')
    const ids = await pile(COUNT)
    const rows = await ended(ids)
    await owner('drop trigger refuse on record')
    expect(rows.filter(({ state }) => state === 'failed').map(({ id }) => id)).toEqual([ids[7]])
    expect(rows.filter(({ state }) => state === 'done')).toHaveLength(COUNT - 1)
  })

  test('lets one that cannot be carried now leave its batch and run on its own as a workflow of its own [LOG-01]', async () => {
    await rule({ ticket }, [['start', 'ticket']])
    await owner(`create or replace function stumble() returns trigger language plpgsql as $$ begin
      if new.title = 'Mail 7' and exists (select 1 from dispatch where subject_id = new.execution_id and batch_id <> subject_id) then raise exception 'try again' using errcode = '40001'; end if; return new; end $$`)
    await owner('create trigger stumble before insert on record for each row execute function stumble()')
    const ids = await pile(COUNT)
    const rows = await ended(ids)
    await owner('drop trigger stumble on record')
    expect(rows.filter(({ state }) => state !== 'done')).toEqual([])
    expect(await alone(ids)).toEqual([ids[7]])
    const [made] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from record r join execution e on e.id = r.execution_id where e.account_id = ${accountId}`))
    expect(made?.n, 'nothing was done twice').toBe(COUNT)
  })

  test('carries nothing that waits or acts outside, and no small number', async () => {
    await rule({ wait: { type: 'wait.reply', config: { seconds: 3_600, listensTo: 'nothing' } }, tag }, [['start', 'wait'], ['wait:elapsed', 'tag']])
    const ids = await pile(COUNT)
    await until('all wait', async () => (await rowsOf(ids)).every(({ state }) => state === 'waiting'))
    expect((await alone(ids)).toSorted()).toEqual([...ids].toSorted())
  })
})

const owner = (statement: string) => asOwner(office.test.ownerUrl, (sql) => sql.unsafe(statement))
