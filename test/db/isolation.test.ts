import { getTableName, is, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../db/client'
import * as schema from '../../db/schema'
import { newId } from '../../db/schema/columns'
import { freshDatabase, type TestDatabase } from '../support/database'
import { asOwner, plantEverywhere, tenantTables } from '../support/rows'

let place: TestDatabase
let database: Database
const ours = newId()
const theirs = newId()
const ourUser = newId()
const theirUser = newId()

/** What the second role works with: nothing else is granted to it. */
const SYSTEM_TABLES = [
  'workspace', 'company', 'app_user', 'member', 'session', 'sign_in_attempt', 'api_token', 'account', 'dispatch', 'execution', 'execution_step', 'outgoing_message', 'outgoing_event', 'wait', 'claim', 'audit_event', 'plan', 'engine', 'process_state',
  'follow_up', 'backlog_job', 'backlog_item', 'hook', 'approval', 'rule', 'rule_version', 'calendar',
]

/** What nobody of ours may change or delete. */
const WRITTEN_ONCE = ['audit_event', 'audit_link', 'audit_head']

beforeAll(async () => {
  place = await freshDatabase()
  database = openDatabase({ appUrl: place.appUrl, systemUrl: place.systemUrl })
  await database.system.insert(schema.workspace).values([{ id: ours, name: 'Ours' }, { id: theirs, name: 'Theirs' }])
  await database.system.insert(schema.user).values([{ id: ourUser, email: 'one@ours.example', name: 'One', passwordHash: '' }, { id: newId(), email: 'nobody@theirs.example', name: 'Nobody', passwordHash: '' }, { id: theirUser, email: 'two@theirs.example', name: 'Two', passwordHash: '' }])
  await database.system.insert(schema.member).values([{ workspaceId: ours, userId: ourUser, role: 'owner' }, { workspaceId: theirs, userId: theirUser, role: 'owner' }])
  await plantEverywhere(place.ownerUrl, ours)
  await plantEverywhere(place.ownerUrl, theirs)
})

afterAll(async () => {
  await database.close()
  await place.drop()
})

describe('a workspace', () => {
  test('sees its own rows and no others in any table, though the query filters nothing', async () => {
    for (const table of await tenantTables(place.ownerUrl)) {
      const seen = await database.inWorkspace(ours, (tx) => tx.execute<{ workspace_id: string }>(sql`select distinct workspace_id from ${sql.identifier(table)}`))
      expect([table, ...seen.map((row) => row.workspace_id)]).toEqual([table, ours])
    }
  })

  test('cannot change or delete a row of another in any table', async () => {
    for (const table of await tenantTables(place.ownerUrl)) {
      if (WRITTEN_ONCE.includes(table)) continue
      const touched = await database.inWorkspace(ours, (tx) => tx.execute(sql`update ${sql.identifier(table)} set workspace_id = workspace_id where workspace_id = ${theirs}`))
      const deleted = await database.inWorkspace(ours, (tx) => tx.execute(sql`delete from ${sql.identifier(table)} where workspace_id = ${theirs}`))
      expect([table, touched.count, deleted.count]).toEqual([table, 0, 0])
    }
  })

  test('cannot write a row into another', async () => {
    const attempt = database.inWorkspace(ours, (tx) => tx.insert(schema.tag).values({ workspaceId: theirs, name: 'smuggled' }))
    await expect(attempt).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  test('cannot give its own row away', async () => {
    const attempt = database.inWorkspace(ours, (tx) => tx.update(schema.tag).set({ workspaceId: theirs }))
    await expect(attempt).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  test('sees neither the name of another nor the people who are only there', async () => {
    const found = await database.inWorkspace(ours, async (tx) => ({ workspaces: await tx.select({ id: schema.workspace.id }).from(schema.workspace), users: await tx.select({ id: schema.user.id }).from(schema.user) }))
    expect(found.workspaces).toEqual([{ id: ours }])
    expect(found.users).toEqual([{ id: ourUser }])
  })

  test('sees nothing while no workspace is set', async () => {
    const app = postgres(place.appUrl, { max: 1 })
    for (const table of [...(await tenantTables(place.ownerUrl)), 'workspace', 'app_user']) {
      const [row] = await app<{ n: string }[]>`select count(${app(table === 'app_user' || table === 'workspace' ? 'id' : 'workspace_id')}) as n from ${app(table)}`
      expect([table, row?.n]).toEqual([table, '0'])
    }
    await app.end()
  })

  test('is forgotten when its transaction ends, so that the next on the same connection starts blind', async () => {
    const single = openDatabase({ appUrl: place.appUrl, systemUrl: place.systemUrl, connections: 1 })
    await single.inWorkspace(ours, (tx) => tx.select({ id: schema.tag.id }).from(schema.tag))
    const left = await single.listen`select count(*)::int as n from tag`
    await single.close()
    expect(left[0]?.n).toBe(0)
  })
})

describe('the database', () => {
  test('forces row-level security with a policy on every table that belongs to workspaces', async () => {
    const tables = await tenantTables(place.ownerUrl)
    const secured = await asOwner(place.ownerUrl, (owner) => owner<{ name: string }[]>`
      select relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity and relforcerowsecurity
      and exists (select 1 from pg_policy p where p.polrelid = c.oid and 'postroom_app'::regrole = any(p.polroles))`)
    expect(secured.map(({ name }) => name)).toEqual(expect.arrayContaining([...tables, 'workspace', 'app_user']))
  })

  test('has no table that belongs to workspaces and forgot to say so', async () => {
    const known = new Set(await tenantTables(place.ownerUrl))
    const above = new Set(['workspace', 'app_user', 'sign_in_attempt', 'engine', 'process_state'])
    const all = Object.values(schema).flatMap((table) => (is(table, PgTable) ? [getTableName(table)] : []))
    expect(all.length).toBeGreaterThan(25)
    expect(all.filter((name) => !known.has(name) && !above.has(name))).toEqual([])
  })

  test('is used by roles that own nothing and cannot bypass anything', async () => {
    const roles = await asOwner(place.ownerUrl, (owner) => owner`select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname in ('postroom_app', 'postroom_system') order by 1`)
    const owned = await asOwner(place.ownerUrl, (owner) => owner`select relname from pg_class where relowner in ('postroom_app'::regrole, 'postroom_system'::regrole)`)
    const memberships = await asOwner(place.ownerUrl, (owner) => owner`select 1 from pg_auth_members where member in ('postroom_app'::regrole, 'postroom_system'::regrole)`)
    const powerless = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false }
    expect(roles).toEqual([{ rolname: 'postroom_app', ...powerless }, { rolname: 'postroom_system', ...powerless }])
    expect([owned.length, memberships.length]).toEqual([0, 0])
  })

  test('opens to the second role exactly the tables it works with', async () => {
    const granted = await asOwner(place.ownerUrl, (owner) => owner<{ name: string }[]>`
      select distinct table_name as name from information_schema.role_table_grants where grantee = 'postroom_system' and table_schema = 'public' order by 1`)
    expect(granted.map(({ name }) => name)).toEqual([...SYSTEM_TABLES].sort())
  })

  test('never shows password hashes to the application role', async () => {
    await expect(database.inWorkspace(ours, (tx) => tx.select({ hash: schema.user.passwordHash }).from(schema.user))).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  test('lets nobody of ours rewrite the audit trail', async () => {
    const attempts = [sql`update audit_event set kind = 'nothing happened'`, sql`delete from audit_event`, sql`delete from audit_link`, sql`update audit_head set number = 0`, sql`delete from by_month.audit_event_rest`]
    for (const statement of attempts) {
      await expect(database.inWorkspace(ours, (tx) => tx.execute(statement))).rejects.toMatchObject({ cause: { code: '42501' } })
      await expect(database.system.execute(statement)).rejects.toMatchObject({ cause: { code: '42501' } })
    }
  })
})
