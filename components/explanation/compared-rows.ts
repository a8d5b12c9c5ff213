import type { Compared } from '../../rules/node-type'

/** A value cut at the part that decided. Without a mark everything is `before`. */
export function marked(value: string, mark: Compared['mark'] | null): { readonly before: string; readonly mark: string; readonly after: string } {
  if (!mark) return { before: value, mark: '', after: '' }
  const [, start, end] = mark
  return { before: value.slice(0, start), mark: value.slice(start, end), after: value.slice(end) }
}

/** How many rows stand directly in a group. */
export function sizeOfGroup(group: Compared, rows: readonly Compared[]): number {
  return rows.filter((row) => row.path.length === group.path.length + 1 && group.path.every((step, depth) => row.path[depth] === step)).length
}

/** True when the marked part is why the test failed (a negative operator found what must not be there). */
export function isOpposite(row: Compared): boolean {
  return row.verdict === false
}
