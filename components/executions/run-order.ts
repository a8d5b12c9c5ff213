import { createStore } from '../data/store'

export interface RunOrder {
  /** Ids as the list showed them, newest first. */
  readonly ids: readonly string[]
  /** Those among them that need a look. */
  readonly failing: ReadonlySet<string>
  /** The list's own address, filters included. */
  readonly search: string
  /** The run that was opened last: where the focus returns to. */
  readonly openedId: string | null
}

/** What the list last showed, so that a run knows its neighbours and the way back. */
export const runOrder = createStore<RunOrder>({ ids: [], failing: new Set(), search: '', openedId: null })

/** The run `steps` further down the list, or null at its ends and for a run that is not in it. */
export function neighbour({ ids }: RunOrder, id: string, steps: 1 | -1): string | null {
  const at = ids.indexOf(id)
  return at < 0 ? null : (ids[at + steps] ?? null)
}

/** The next failing run after this one, from the top again after the last. */
export function nextFailing({ ids, failing }: Pick<RunOrder, 'ids' | 'failing'>, id: string | null): string | null {
  const at = id === null ? -1 : ids.indexOf(id)
  return [...ids.slice(at + 1), ...ids.slice(0, Math.max(0, at))].find((other) => failing.has(other)) ?? null
}
