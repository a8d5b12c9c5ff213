// Brings a database to the schema of db/migrations, with the two roles the application runs as.
// Always as the owner and under an advisory lock, so that two processes that start together do not migrate together.
// Row-level security depends on the roles being neither owner nor superuser: that is checked here, not assumed.

import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { databaseUrls, withDatabase, type DatabaseUrls, type RolePasswords } from './database-urls'
import { projectRoot } from './paths'

/** Any number works, as long as everything that migrates uses the same. */
const MIGRATION_LOCK = 7_041_999

/**
 * Migrates the database of `ownerUrl` and returns the URLs of its three roles. Doing it again changes nothing.
 * Throws when the server is older than PostgreSQL 15 or a role of ours could bypass row-level security.
 */
export async function migrate(ownerUrl: string, passwords: RolePasswords): Promise<DatabaseUrls> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined, connection: { application_name: 'postroom-migrate' } })
  try {
    await requireVersion(sql)
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await prepareRole(sql, 'postroom_app', passwords.app)
    await prepareRole(sql, 'postroom_system', passwords.system)
    await runMigrations(drizzle(sql), { migrationsFolder: join(projectRoot(), 'db', 'migrations') })
  } finally {
    await sql.end()
  }
  return databaseUrls(ownerUrl, passwords)
}

/** Makes a database where it is missing and returns its URL. `serverUrl` names any database of the server. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const sql = postgres(serverUrl, { max: 1, onnotice: () => undefined })
  try {
    const found = await sql`select 1 from pg_database where datname = ${name}`
    if (found.length === 0) await sql`create database ${sql(name)}`
  } finally {
    await sql.end()
  }
  return withDatabase(serverUrl, name)
}

async function requireVersion(sql: Sql): Promise<void> {
  const [row] = await sql<{ version: string; text: string }[]>`select current_setting('server_version_num') as version, current_setting('server_version') as text`
  if (row === undefined || Number(row.version) < 150_000) {
    throw new Error(`Postroom needs PostgreSQL 15 or newer; the database at DATABASE_URL is ${row?.text ?? 'unknown'}.`)
  }
}

async function prepareRole(sql: Sql, role: string, password: string): Promise<void> {
  const [found] = await sql<{ wide: boolean }[]>`select rolsuper or rolbypassrls as wide from pg_roles where rolname = ${role}`
  if (found?.wide) throw new Error(`The database role ${role} may bypass row-level security. Take SUPERUSER and BYPASSRLS from it.`)
  // The password cannot be a parameter of CREATE ROLE; quoted by the server itself.
  const [quoted] = await sql<{ statement: string }[]>`
    select format(${`${found === undefined ? 'create' : 'alter'} role %I login nocreatedb nocreaterole password %L`}::text, ${role}::text, ${password}::text) as statement`
  if (quoted !== undefined) await sql.unsafe(quoted.statement)
}
