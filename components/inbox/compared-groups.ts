import { deciding } from '../../rules/explain'
import type { Compared } from '../../rules/node-type'

/** Tests that asked one field in one way and saw one value: said once, with everything they expected. */
export interface ComparedGroup {
  readonly row: Compared
  readonly size: number
}

/** The comparisons that decided, those alike put together. */
export function groupsOf(rows: readonly Compared[]): readonly ComparedGroup[] {
  const groups: ComparedGroup[] = []
  for (const row of deciding(rows)) {
    const at = groups.findIndex((group) => isAlike(group.row, row))
    const group = groups[at]
    if (group === undefined) groups.push({ row, size: 1 })
    else groups[at] = { row: { ...group.row, expected: [...(group.row.expected ?? []), ...(row.expected ?? [])] }, size: group.size + 1 }
  }
  return groups
}

/** Only misses: a hit names the one value that hit. */
function isAlike(a: Compared, b: Compared): boolean {
  return a.verdict === false && b.verdict === false && a.field === b.field && a.operator === b.operator && JSON.stringify(a.actual) === JSON.stringify(b.actual)
}

/** Whether the whole decision was yes; what decided it need not be true itself (“none of these”). */
export function isYes(rows: readonly Compared[]): boolean {
  const root = rows.find(({ kind, path }) => kind === 'group' && path.length === 0)
  return root?.verdict ?? rows.every(({ verdict }) => verdict === true)
}
