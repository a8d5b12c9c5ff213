import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'

/**
 * Questions asked of the database, one per file, each inside a transaction of `inWorkspace` and each naming the workspace once more.
 * Here: how a long list goes on. Imports drizzle, the schema, and types of rules/ and mail/; no decisions about who may ask.
 */

/** The sort key of the last row shown, exact to the microsecond (a JavaScript date is not), and its id. */
export const Cursor = z.object({ at: z.string().max(40).regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/), id: z.uuid() })
export type Cursor = z.infer<typeof Cursor>

export interface Page<Row> {
  readonly rows: readonly Row[]
  /** Null when this was the last page. */
  readonly nextCursor: Cursor | null
}

/** An instant as text that loses nothing: ISO 8601 in UTC with microseconds. */
export function instant(column: SQL): SQL {
  return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** Rows after the cursor in an order of newest first, ties by greater id first. The bare bound on time is what an index can use. */
export function afterCursor(at: SQL, id: SQL, cursor: Cursor | null): SQL {
  if (cursor === null) return sql`true`
  return sql`${at} <= ${cursor.at}::timestamptz and (${at}, ${id}) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`
}

/** The order the cursor goes by. NULLS LAST as in the indexes: without it none of them would fit. */
export function newestFirst(at: SQL, id: SQL): SQL {
  return sql`${at} desc nulls last, ${id} desc nulls last`
}

/** Cuts the one row too many that was asked for, and says where to go on. */
export function pageOf<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => Cursor): Page<Row> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: shown, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

/** A time as raw SQL gives it back: text or a date, by the way it came. */
export const Instant = z.coerce.date()

/** `%` and `_` taken literally in a LIKE pattern. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`)
}
