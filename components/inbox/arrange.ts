/** What a list needs to know of a thread to order it. */
export interface Ordered {
  readonly threadId: string
  readonly receivedAt: Date
}

/** Where each thread stood when the reader last let the list move: its place in time, by thread. */
export type Held = ReadonlyMap<string, number>

export interface Arranged<Row> {
  readonly rows: readonly Row[]
  /** Threads that are held back, so that nothing moves under the reader: what the pill counts. */
  readonly waiting: number
}

/**
 * Newest first; while `held`, threads that were shown keep their places, though a newer mail came to them, and threads that came since are held back.
 * Null: nothing is held. A thread that is on two pages, because mail came to it between them, is shown once.
 */
export function arrange<Row extends Ordered>(rows: readonly Row[], held: Held | null): Arranged<Row> {
  const seen = new Set<string>()
  const once = rows.filter(({ threadId }) => !seen.has(threadId) && seen.add(threadId))
  if (held === null || held.size === 0) return { rows: once, waiting: 0 }
  const newest = Math.max(...held.values())
  const isNew = (row: Row) => !held.has(row.threadId) && row.receivedAt.getTime() > newest
  const at = (row: Row) => held.get(row.threadId) ?? row.receivedAt.getTime()
  return { rows: once.filter((row) => !isNew(row)).toSorted((a, b) => at(b) - at(a)), waiting: once.filter(isNew).length }
}

/** The places of these rows, to hold them. */
export function placesOf(rows: readonly Ordered[]): Held {
  return new Map(rows.map((row) => [row.threadId, row.receivedAt.getTime()]))
}

export type Line<Row> = { readonly kind: 'day'; readonly label: string; readonly id: string } | { readonly kind: 'row'; readonly row: Row; readonly id: string }

/** Rows with a heading before each day; held rows that stand among older ones stay under the heading they had. */
export function withDays<Row extends Ordered>(rows: readonly Row[], held: Held | null, labelOf: (at: Date) => string): readonly Line<Row>[] {
  const lines: Line<Row>[] = []
  let last = ''
  for (const row of rows) {
    const label = labelOf(new Date(held?.get(row.threadId) ?? row.receivedAt.getTime()))
    if (label !== last) lines.push({ kind: 'day', label, id: `day ${label}` })
    last = label
    lines.push({ kind: 'row', row, id: row.threadId })
  }
  return lines
}
