import { asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '../client'
import { calendar } from '../schema'

/** The workspace's working hours as they are stored, by name; `readCalendars` of rules/calendar.ts reads them. */
export async function storedCalendars(tx: Tx, workspaceId: string) {
  return tx.select({ id: calendar.id, name: calendar.name, timeZone: calendar.timeZone, hours: calendar.hours }).from(calendar).where(eq(calendar.workspaceId, workspaceId)).orderBy(asc(sql`lower(${calendar.name})`))
}
