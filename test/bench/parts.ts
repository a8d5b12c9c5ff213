import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase, type Database } from '../../db/client'
import { asError } from '../../stack/as-error'
import type { DatabaseUrls } from '../../stack/database-urls'
import { ensureDatabase, migrate } from '../../stack/migrate'
import { dataFolder, makeFolder } from '../../stack/paths'
import { startPostgres, type Postgres } from '../../stack/postgres'
import { startTemporal, type Temporal } from '../../stack/temporal'
import { acquireTemporal } from '../../stack/temporal-server/acquire'
import { Unavailable } from './benchmark'

/** Real servers for the benchmarks, each on a folder of its own that is gone afterwards. What they write is as durable as in production. */

export interface BenchDatabase {
  readonly server: Postgres
  readonly urls: DatabaseUrls
  readonly database: Database
}

export function withDatabase<T>(work: (parts: BenchDatabase) => Promise<T>): Promise<T> {
  return inFolder('postgres', async (folder) => {
    const server = await startPostgres({ dataDir: folder })
    try {
      const urls = await migrate(await ensureDatabase(server.url, 'bench'), { app: randomBytes(12).toString('hex'), system: randomBytes(12).toString('hex') })
      // As the worker opens it.
      const database = openDatabase({ ...urls, connections: 20, prepare: true })
      try {
        return await work({ server, urls, database })
      } finally {
        await database.close()
      }
    } finally {
      await server.stop()
    }
  })
}

/** The Temporal program, fetched or built where it is missing. @throws Unavailable */
export async function ensureTemporal(): Promise<string> {
  try {
    return await acquireTemporal({ logFolder: makeFolder(join(dataFolder(), 'bench')) })
  } catch (cause) {
    throw new Unavailable(asError(cause).message, { cause })
  }
}

export function withTemporal<T>(work: (server: Temporal) => Promise<T>): Promise<T> {
  return inFolder('temporal', async (folder) => {
    const binary = await ensureTemporal()
    const server = await startTemporal({ binary, databaseFile: join(folder, 'temporal.db') })
    try {
      return await work(server)
    } finally {
      await server.stop()
    }
  })
}

async function inFolder<T>(name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(makeFolder(join(dataFolder(), 'bench')), `${name}-${randomBytes(3).toString('hex')}`)
  try {
    return await work(makeFolder(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
