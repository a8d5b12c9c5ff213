import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Asks } from '../../rules/asks'
import type { readCalendars } from '../../rules/calendar'
import type { Moment } from '../../rules/moment'
import type { Tx } from '../client'
import { send } from '../send'
import { storedCalendars } from './calendars'

const Lists = z.array(z.object({ id: z.string(), entries: z.array(z.string()) }))

/** Makes calendars of what is stored: `readCalendars`, which belongs to the rules. */
type ReadCalendars = typeof readCalendars

/** Adds the word lists and working hours that conditions ask for to a moment; asks the database nothing where they ask for none. */
export async function withLookups(tx: Tx, workspaceId: string, moment: Moment, asks: Pick<Asks, 'calendars' | 'lists'>, read: ReadCalendars): Promise<Moment> {
  if (!asks.calendars && asks.lists.length === 0) return moment
  const [calendars, lists] = await Promise.all([
    asks.calendars ? storedCalendars(tx, workspaceId).then(read) : moment.calendars,
    asks.lists.length > 0 ? wordLists(tx, workspaceId, asks.lists) : {},
  ])
  return { ...moment, calendars, lists }
}

/** Entries of word lists by id. */
async function wordLists(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = Lists.parse(
    await send(tx, sql`select id, entries from word_list where workspace_id = ${workspaceId}::uuid and id::text in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`),
  )
  return Object.fromEntries(rows.map(({ id, entries }) => [id, entries]))
}

/** The moment with every list and all working hours of the workspace: for somebody who is still writing a condition. */
export async function wholeMoment(tx: Tx, workspaceId: string, now: Date, read: ReadCalendars): Promise<Moment> {
  const [workspace] = z.array(z.object({ timeZone: z.string() })).parse(await tx.execute(sql`select time_zone as "timeZone" from workspace where id = ${workspaceId}::uuid`))
  const ids = z.array(z.object({ id: z.string() })).parse(await tx.execute(sql`select id from word_list where workspace_id = ${workspaceId}::uuid`))
  const bare = { now: now.toISOString(), timeZone: workspace?.timeZone ?? 'UTC', values: {}, calendars: {} }
  return withLookups(tx, workspaceId, bare, { calendars: true, lists: ids.map(({ id }) => id) }, read)
}
