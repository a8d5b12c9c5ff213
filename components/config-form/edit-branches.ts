import { readDraft, type DraftGroup } from './edit-conditions'

/** A way of a router while it is being written. */
export interface DraftBranch {
  readonly id: string
  readonly name: string
  readonly conditions: DraftGroup
}

/** Whatever is stored, as ways that can be drawn; what cannot be read is left out. */
export function readBranches(stored: unknown): readonly DraftBranch[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((branch: unknown) => {
    if (typeof branch !== 'object' || branch === null || !('id' in branch) || typeof branch.id !== 'string') return []
    return [{ id: branch.id, name: 'name' in branch && typeof branch.name === 'string' ? branch.name : '', conditions: readDraft('conditions' in branch ? branch.conditions : null) }]
  })
}

/** The first letter that no way has, and after the alphabet a number: its id, and as a capital its name. */
export function freeId(branches: readonly DraftBranch[]): { readonly id: string; readonly name: string } {
  const taken = new Set(branches.map(({ id }) => id))
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCodePoint(97 + index))
  const id = letters.find((letter) => !taken.has(letter)) ?? Array.from({ length: branches.length + 1 }, (_, index) => `w${index}`).find((one) => !taken.has(one)) ?? 'w'
  return { id, name: id.toUpperCase() }
}
