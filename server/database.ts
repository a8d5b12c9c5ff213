import { openDatabase, type Database } from '../db/client'
import { env } from './env'

declare global {
  var postroomDatabase: Database | undefined
}

/** The database of this process, opened at the first call. One per process, also where the bundler loads this module more than once. */
export function database(): Database {
  globalThis.postroomDatabase ??= openDatabase({
    appUrl: env().DATABASE_URL_APP,
    systemUrl: env().DATABASE_URL_SYSTEM,
    connections: env().POSTROOM_DATABASE_CONNECTIONS,
  })
  return globalThis.postroomDatabase
}
