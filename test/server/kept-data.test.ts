import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { advance } from '../../activities/advance'
import { verifyAudit, type ChainReport } from '../../db/queries/audit-chain'
import { auditEvent } from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { keepMonths } from '../../server/retention'
import { workspaceWith, type Office } from '../support/fixtures'
import { asOwner } from '../support/rows'
import { ruleWith, tagEverything } from '../support/rules'
import { openWorkbench, type Workbench } from '../support/workbench'

let bench: Workbench
let office: Office

beforeAll(async () => {
  bench = await openWorkbench()
  office = bench.office
})
afterAll(() => bench.close())

const owner = <T>(work: Parameters<typeof asOwner<T>>[1]) => asOwner(office.test.ownerUrl, work)
const keep = () => keepMonths({ database: office.database, log: { ...bench.deps.log, child: () => { throw new Error('not used') } } })

describe('executions by age', () => {
  const DAY = 86_400_000
  const MONTH = '2020_03'
  const march = Date.UTC(2020, 2, 15)

  /** A UUIDv7 of that day. */
  const idOf = (time: number) => `${time.toString(16).padStart(12, '0').replace(/^(.{8})(.{4})$/, '$1-$2')}-7${newId().slice(15)}`
  const exists = async (id: string) => (await office.ask((tx) => tx.execute(sql`select (select count(*)::int from execution where id = ${id}::uuid) as execution, (select count(*)::int from execution_step where execution_id = ${id}::uuid) as steps`)))[0]

  async function old(time: number, isOver: boolean): Promise<string> {
    const id = idOf(time)
    const at = new Date(time).toISOString()
    await office.ask(async (tx) => {
      await tx.execute(sql`
        insert into execution (id, workspace_id, account_id, rule_id, rule_version_id, plan_id, event_id, position, trigger, mode, state, scope_key, created_at, ended_at)
        values (${id}::uuid, ${office.workspaceId}, ${office.accountId}, ${newId()}, ${newId()}, ${newId()}, ${newId()}, 0, 'mail arrived', 'live', ${isOver ? 'done' : 'waiting'}, 'm:x', ${at}, ${isOver ? at : null})`)
      await tx.execute(sql`insert into execution_step (workspace_id, execution_id, step_id, state) values (${office.workspaceId}, ${id}::uuid, 'start', 'done')`)
      await tx.execute(sql`insert into reservation (id, workspace_id, rule_id, scope_key, execution_id) values (${newId()}, ${office.workspaceId}, ${newId()}, 'm:x', ${id}::uuid)`)
    })
    return id
  }
  const makeMarch = () => owner(async (sql) => {
    await sql`select make_month('execution', 'id', uuid_floor('2020-03-01T00:00:00Z')::text, uuid_floor('2020-04-01T00:00:00Z')::text, ${MONTH})`
    await sql`select make_month('execution_step', 'execution_id', uuid_floor('2020-03-01T00:00:00Z')::text, uuid_floor('2020-04-01T00:00:00Z')::text, ${MONTH})`
  })
  const months = () => owner((sql) => sql<{ name: string }[]>`select relname as name from pg_class where relnamespace = 'by_month'::regnamespace and relkind = 'r' and relname ~ '^execution_[0-9]' order by 1`)

  test('the worker makes this month and the next two, and what came before its month was made moves into it', async () => {
    const before = (await months()).length
    await keep()
    expect(await months()).toHaveLength(before)
    expect(before).toBe(3)
    const id = await old(march, false)
    await makeMarch()
    const [place] = await owner((sql) => sql`select tableoid::regclass::text as place from execution where id = ${id}::uuid`)
    expect(place?.place).toBe(`by_month.execution_${MONTH}`)
    expect(await exists(id)).toEqual({ execution: 1, steps: 1 })
  })

  test('what a shadow noted is dropped when it ended longer ago than a workspace keeps things, and never while it looks on', async () => {
    await office.database.system.execute(sql`update workspace set retention_days = 400`)
    const { ruleId, versionId } = await ruleWith(office, tagEverything('Seen'))
    const shadow = async (endedDaysAgo: number | null) => {
      const id = newId()
      await office.ask(async (tx) => {
        await tx.execute(sql`
          insert into rule_shadow (id, workspace_id, rule_id, graph, plan_id, started_at, ended_at)
          select ${id}::uuid, ${office.workspaceId}, ${ruleId}::uuid, '{}', (select plan_id from rule_version where id = ${versionId}::uuid), now() - interval '900 days', now() - make_interval(days => ${endedDaysAgo}::int)`)
        await tx.execute(sql`insert into shadow_look (workspace_id, shadow_id, message_id, verdict) values (${office.workspaceId}, ${id}::uuid, ${newId()}, 'same')`)
      })
      return id
    }
    const looksOn = await shadow(null)
    const endedLately = await shadow(399)
    await shadow(401)
    await keep()
    const left = await office.ask((tx) => tx.execute(sql`select shadow_id as id from shadow_look order by 1`))
    expect(left.map(({ id }) => id)).toEqual([looksOn, endedLately].toSorted())
  })

  test('a month is kept whole while one of its executions is open, and is dropped when that ended; the scopes it used stay used', async () => {
    const ended = await old(march, true)
    const [open] = await office.ask((tx) => tx.execute(sql`select id from execution where ended_at is null and id < uuid_floor('2020-04-01T00:00:00Z')`))
    await office.database.system.execute(sql`update workspace set retention_days = 3650`)
    expect((await keep()).months).toEqual([])
    expect(await exists(String(open?.id))).toEqual({ execution: 1, steps: 1 })
    await office.database.system.execute(sql`update workspace set retention_days = 400`)
    expect((await keep()).months).toEqual([])
    expect(await exists(String(open?.id)), 'an open execution is never dropped').toEqual({ execution: 1, steps: 1 })
    await office.ask((tx) => tx.execute(sql`update execution set ended_at = now(), state = 'done' where id = ${String(open?.id)}::uuid`))
    expect((await keep()).months).toEqual([`execution_${MONTH}`])
    expect([await exists(ended), await exists(String(open?.id))]).toEqual([{ execution: 0, steps: 0 }, { execution: 0, steps: 0 }])
    const [used] = await office.ask((tx) => tx.execute(sql`select count(*)::int as n from reservation where execution_id = ${ended}::uuid`))
    expect(used?.n).toBe(1)
  })

  test('a workspace that keeps less than others loses only its own, only what ended, and only what is old enough', async () => {
    await workspaceWith(office.database, 'Keeps everything', 'else@where.example')
    await office.database.system.execute(sql`update workspace set retention_days = case when id = ${office.workspaceId} then 30 else 3650 end`)
    const [over, open, young] = [await old(Date.now() - 40 * DAY, true), await old(Date.now() - 40 * DAY, false), await old(Date.now() - 20 * DAY, true)]
    expect(await keep()).toEqual({ months: [], executions: 1 })
    expect([await exists(over), await exists(open), await exists(young)]).toEqual([{ execution: 0, steps: 0 }, { execution: 1, steps: 1 }, { execution: 1, steps: 1 }])
  })

  test('an event has one execution at a place in its order', async () => {
    await ruleWith(office, tagEverything())
    const { executionIds: [id = ''] } = await bench.deliver(office.accountId)
    const twin = office.ask((tx) => tx.execute(sql`
      insert into execution (id, workspace_id, account_id, rule_id, rule_version_id, plan_id, event_id, position, trigger, mode, scope_key)
      select ${newId()}::uuid, workspace_id, account_id, rule_id, rule_version_id, plan_id, event_id, position, trigger, mode, scope_key from execution where id = ${id}::uuid`))
    await expect(twin).rejects.toMatchObject({ cause: { code: '23505' } })
    expect((await advance(bench.deps, { workspaceId: office.workspaceId, executionId: id })).ended).toBe('done')
  })
})

describe('the audit trail', () => {
  const verify = () => office.ask((tx) => verifyAudit(tx, office.workspaceId))
  const write = (count: number) => Promise.all(Array.from({ length: count }, () => office.ask((tx) => tx.insert(auditEvent).values({ workspaceId: office.workspaceId, actor: { kind: 'system', id: 'test' }, kind: 'tag.created', subjectKind: 'tag', subjectId: newId(), data: { n: 1.5, is: true, what: 'ü' } }))))
  /** In the order of the chain. */
  const seqs = async () => (await office.ask((tx) => tx.execute(sql`select event_seq::int as seq from audit_link order by number`))).map(({ seq }) => Number(seq))
  /** Does it behind everybody's back, sees what is said about it, and puts it back. */
  const after = async (tamper: string): Promise<ChainReport> => {
    const tables = ['audit_event', 'audit_link', 'audit_head']
    await owner((sql) => sql.unsafe(tables.map((table) => `create table before_${table} as select * from ${table}`).join('; ')))
    await owner((sql) => sql.unsafe(tamper))
    const report = await verify()
    await owner((sql) => sql.unsafe(`begin; alter table audit_event disable trigger audit_added; truncate ${tables.join(', ')};
      ${tables.map((table) => `insert into ${table} select * from before_${table}; drop table before_${table};`).join(' ')} alter table audit_event enable trigger audit_added; commit`))
    return report
  }

  test('is one chain, though many write at once, and what is rolled back leaves no gap [LOG-03]', async () => {
    await write(12)
    await office.ask(async (tx) => {
      await tx.insert(auditEvent).values({ workspaceId: office.workspaceId, actor: { kind: 'system', id: 'test' }, kind: 'tag.created', subjectKind: 'tag', subjectId: newId() })
      throw new Error('changed my mind')
    }).catch(() => undefined)
    await write(3)
    expect(await verify()).toMatchObject({ links: 15, last: 15, faults: [] })
  })

  test('names the event that was changed, taken out, put in, or cut off at the end, even by the owner of the database [LOG-03]', async () => {
    const all = await seqs()
    const [third = 0, last = 0] = [all[2], all.at(-1)]
    const set = (column: string, value: string) => `update audit_event set ${column} = ${value} where seq = ${third}`
    for (const change of [set('kind', `'account.removed'`), set('actor', `'{"kind":"user","id":"someone else"}'`), set('data', `data || '{"n": 2}'`), set('subject_id', `gen_random_uuid()`)]) {
      expect((await after(change)).faults, change).toEqual([{ what: 'changed', seq: third }])
    }
    expect((await after(`delete from audit_event where seq = ${third}`)).faults).toEqual([{ what: 'missing', seq: third }])
    expect((await after(`update audit_event set at = at + interval '1 second' where seq = ${third}`)).faults).toEqual([{ what: 'missing', seq: third }])
    expect((await after(`delete from audit_event where seq = ${third}; delete from audit_link where event_seq = ${third}`)).faults).toEqual([{ what: 'link', seq: all[3] }])
    expect((await after(`delete from audit_event where seq = ${last}; delete from audit_link where event_seq = ${last}`)).faults).toEqual([{ what: 'end', seq: null }])
    const slipped = await after(`alter table audit_event disable trigger audit_added; insert into audit_event (seq, workspace_id, actor, kind, subject_kind, subject_id) values (900001, '${office.workspaceId}', '{}', 'x', 'tag', gen_random_uuid()); alter table audit_event enable trigger audit_added`)
    expect(slipped.faults).toEqual([{ what: 'added', seq: 900_001 }])
    const rehashed = await after(`update audit_event set kind = 'x' where seq = ${third}; update audit_link l set event_hash = sha256(convert_to(audit_text(e), 'UTF8')) from audit_event e where e.seq = l.event_seq and e.seq = ${third}`)
    expect(rehashed.faults).toEqual([{ what: 'link', seq: third }])
    expect((await verify()).faults).toEqual([])
  })

  test('stays provable when its age took the beginning away', async () => {
    const [first = 0, second = 0] = await seqs()
    await owner(async (sql) => {
      await sql`alter table audit_event disable trigger audit_added`
      // As if the first two had been written long ago.
      await sql`update audit_event set at = '2020-05-05T00:00:00Z' where seq in (${first}, ${second})`
      await sql`alter table audit_event enable trigger audit_added`
      await sql`delete from audit_link`
      await sql`delete from audit_head`
      await sql`do $$ declare e audit_event; begin for e in select * from audit_event order by at, seq loop perform audit_append(e); end loop; end $$`
      await sql`select make_month('audit_event', 'at', '2020-05-01T00:00:00Z', '2020-06-01T00:00:00Z', '2020_05')`
    })
    const whole = await verify()
    expect(whole).toMatchObject({ links: 15, faults: [] })
    await office.database.system.execute(sql`update workspace set retention_days = 400`)
    expect((await keep()).months).toEqual(['audit_event_2020_05'])
    expect(await verify()).toMatchObject({ links: 13, last: 15, hash: whole.hash, faults: [], droppedBefore: new Date('2020-06-01T00:00:00Z') })
    expect((await after(`delete from audit_event where seq = ${(await seqs())[0] ?? 0}`)).faults).toHaveLength(1)
  })
})
