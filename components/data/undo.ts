import { createStore } from './store'

/**
 * What the reader did and can take back. Scopes never leak: z undoes mail and records, the canvas has its own stack and keys, and text fields keep the browser's.
 */
export type UndoScope = 'mail' | 'records' | 'rules' | 'settings'

export interface Deed {
  readonly id: number
  readonly scope: UndoScope
  /** What was done, as a sentence without a full stop: "Archived 2 mails". */
  readonly what: string
  readonly at: Date
  readonly state: 'done' | 'undoing' | 'undone' | 'failed'
  readonly undo: () => Promise<unknown>
  readonly redo?: () => Promise<unknown>
}

const KEPT = 20

/** Newest first. */
export const deeds = createStore<readonly Deed[]>([])
let lastId = 0

/** Writes down something that has been done and how to take it back. Returns its id. */
export function remember(deed: Pick<Deed, 'scope' | 'what' | 'undo' | 'redo'>): number {
  lastId += 1
  const made: Deed = { ...deed, id: lastId, at: new Date(), state: 'done' }
  deeds.update((all) => [made, ...all].slice(0, KEPT))
  return made.id
}

/** Takes one deed back; true when that worked. A second call while it runs, or for one that is undone, does nothing. */
export async function undoDeed(id: number): Promise<boolean> {
  const deed = deeds.get().find((candidate) => candidate.id === id)
  if (deed === undefined || deed.state === 'undoing' || deed.state === 'undone') return false
  mark(id, 'undoing')
  return settle(id, deed.undo, 'undone')
}

/** Does an undone deed again. */
export async function redoDeed(id: number): Promise<boolean> {
  const deed = deeds.get().find((candidate) => candidate.id === id)
  if (deed?.redo === undefined || deed.state !== 'undone') return false
  return settle(id, deed.redo, 'done')
}

/** The deed z would take back. */
export function lastDone(): Deed | undefined {
  return deeds.get().find((deed) => deed.state === 'done')
}

/** The deed shift-z would do again. */
export function lastUndone(): Deed | undefined {
  return deeds.get().find((deed) => deed.state === 'undone' && deed.redo !== undefined)
}

async function settle(id: number, work: () => Promise<unknown>, then: 'done' | 'undone'): Promise<boolean> {
  try {
    await work()
    mark(id, then)
    return true
  } catch (error) {
    mark(id, 'failed')
    reportError(error)
    return false
  }
}

function mark(id: number, state: Deed['state']): void {
  deeds.update((all) => all.map((deed) => (deed.id === id ? { ...deed, state } : deed)))
}
