import type { SQL } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'

/** What takes statements: a transaction, or the second role's connection. */
export type Statements = Pick<PostgresJsDatabase, 'execute'>

/**
 * Sends a statement at once and returns the promise of its rows. A statement that is only awaited is sent a moment later, so that of several in one
 * `Promise.all` nobody could say which the server sees first; these it sees in the order of the calls, without a round trip between them.
 */
export function send(tx: Statements, statement: SQL) {
  return tx.execute(statement).execute()
}
