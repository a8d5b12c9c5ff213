/** Where the focus goes in a list, as plain functions: ids, never positions, so that rows may come and go in between. */

/** The id `steps` rows away, staying inside the list. From an id that is gone, or from none, the first or last row. */
export function moveFocus(ids: readonly string[], focused: string | null, steps: number): string | null {
  const at = focused === null ? -1 : ids.indexOf(focused)
  if (at < 0) return (steps < 0 ? ids.at(-1) : ids[0]) ?? null
  return ids[Math.min(ids.length - 1, Math.max(0, at + steps))] ?? null
}

/** Where focus goes when `gone` leave the list: the next older row that stays, else the one before, else nowhere. */
export function focusAfterRemoval(ids: readonly string[], focused: string | null, gone: ReadonlySet<string>): string | null {
  if (focused === null || !gone.has(focused)) return focused
  const at = ids.indexOf(focused)
  const after = ids.slice(at + 1).find((id) => !gone.has(id))
  return after ?? ids.slice(0, at).findLast((id) => !gone.has(id)) ?? null
}

/** Every id between the two, both included, in list order. */
export function idsBetween(ids: readonly string[], from: string, to: string): readonly string[] {
  const a = ids.indexOf(from)
  const b = ids.indexOf(to)
  if (a < 0 || b < 0) return b < 0 ? [] : [to]
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1)
}
