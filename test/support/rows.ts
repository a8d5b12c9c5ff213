// One row in every table, whatever its columns, as another workspace might have it. Written as the owner and without foreign keys:
// what is in the rows does not matter, only who may see them.

import { randomBytes } from 'node:crypto'
import postgres, { type Sql } from 'postgres'
import { newId } from '../../db/schema/columns'

export interface PlantedRows {
  /** A text that stands in every text column of every row. */
  readonly mark: string
  /** The `id` of each row, by table, where the table has one. */
  readonly ids: ReadonlyMap<string, string>
}

/** The tables with a `workspace_id`, by name. */
export async function tenantTables(ownerUrl: string): Promise<readonly string[]> {
  return asOwner(ownerUrl, async (sql) => {
    const rows = await sql<{ name: string }[]>`
      select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' order by 1`
    return rows.map(({ name }) => name)
  })
}

/** Puts one row into every tenant table for the workspace. */
export async function plantEverywhere(ownerUrl: string, workspaceId: string): Promise<PlantedRows> {
  const mark = `planted-${randomBytes(6).toString('hex')}`
  const ids = new Map<string, string>()
  const tables = await tenantTables(ownerUrl)
  await asOwner(ownerUrl, async (sql) => {
    await sql`set session_replication_role = replica`
    for (const table of tables) {
      const row = await rowOf(sql, table, workspaceId, mark)
      if (typeof row.id === 'string') ids.set(table, row.id)
      await sql`insert into ${sql(table)} ${sql(row)}`
    }
  })
  return { mark, ids }
}

/** A digest of every row of the workspace, by table: two that are equal saw the same rows. */
export async function digestOf(ownerUrl: string, workspaceId: string): Promise<Readonly<Record<string, string>>> {
  const tables = await tenantTables(ownerUrl)
  return asOwner(ownerUrl, async (sql) => {
    const digests: Record<string, string> = {}
    for (const table of tables) {
      const [row] = await sql<{ digest: string }[]>`
        select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${sql(table)} t where workspace_id = ${workspaceId}`
      digests[table] = row?.digest ?? ''
    }
    return digests
  })
}

/** Runs `work` as the owner of the database, who sees everything. */
export async function asOwner<T>(ownerUrl: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => undefined })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

type Value = string | number | boolean | Date | Buffer

async function rowOf(sql: Sql, table: string, workspaceId: string, mark: string): Promise<Record<string, Value>> {
  const columns = await sql<{ name: string; type: string; given: boolean }[]>`
    select column_name as name, data_type as type, (is_nullable = 'YES' or column_default is not null) as given
    from information_schema.columns where table_schema = 'public' and table_name = ${table} and is_generated = 'NEVER'`
  const row: Record<string, Value> = {}
  for (const { name, type, given } of columns) {
    if (name === 'workspace_id') row[name] = workspaceId
    else if (type === 'text') row[name] = mark
    else if (!given) row[name] = valueOf(table, name, type)
  }
  return row
}

function valueOf(table: string, column: string, type: string): Value {
  switch (type) {
    case 'uuid':
      return newId()
    case 'integer':
    case 'bigint':
      return randomBytes(3).readUIntBE(0, 3)
    case 'boolean':
      return false
    case 'jsonb':
      return '{}'
    case 'bytea':
      return randomBytes(8)
    case 'timestamp with time zone':
      return new Date()
    default:
      throw new Error(`No value is known for ${table}.${column} of type ${type}: teach valueOf one.`)
  }
}
