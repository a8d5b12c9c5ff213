import { and, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { wordList } from '../../../db/schema'
import { conflict, notFound } from '../../failure-status'

/** One list, locked until the transaction ends, or `not found`. */
export async function wordListOf(tx: Tx, workspaceId: string, id: string): Promise<typeof wordList.$inferSelect> {
  const [row] = await tx.select().from(wordList).where(and(eq(wordList.workspaceId, workspaceId), eq(wordList.id, id))).for('no key update')
  if (row === undefined) throw notFound('word list')
  return row
}

/** Two lists of one name could not be told apart in a rule. */
export async function requireFreeName(tx: Tx, workspaceId: string, name: string, id: string): Promise<void> {
  const [twin] = await tx.select({ id: wordList.id }).from(wordList).where(and(eq(wordList.workspaceId, workspaceId), eq(sql`lower(${wordList.name})`, name.toLowerCase()), ne(wordList.id, id)))
  if (twin !== undefined) throw conflict('conflict.name', 'There is a list with this name already.')
}
