import { and, eq, ne, sql } from 'drizzle-orm'
import type { Tx } from '../../../db/client'
import { calendar } from '../../../db/schema'
import { conflict, notFound } from '../../failure-status'

/** One calendar, locked until the transaction ends, or `not found`. */
export async function calendarOf(tx: Tx, workspaceId: string, id: string): Promise<typeof calendar.$inferSelect> {
  const [row] = await tx.select().from(calendar).where(and(eq(calendar.workspaceId, workspaceId), eq(calendar.id, id))).for('no key update')
  if (row === undefined) throw notFound('calendar')
  return row
}

/** Two calendars of one name could not be told apart in a rule. */
export async function requireFreeName(tx: Tx, workspaceId: string, name: string, id: string): Promise<void> {
  const [twin] = await tx.select({ id: calendar.id }).from(calendar).where(and(eq(calendar.workspaceId, workspaceId), eq(sql`lower(${calendar.name})`, name.toLowerCase()), ne(calendar.id, id)))
  if (twin !== undefined) throw conflict('conflict.name', 'There is a calendar with this name already.')
}
