import { fold } from '../fold'
import type { HereMailbox } from './here'

/** How alike two names are, from 0 to 1: the share of pairs of letters they have in common (Dice), case and width aside. */
export function alikeness(a: string, b: string): number {
  const [left, right] = [pairsOf(a), pairsOf(b)]
  if (left.length === 0 || right.length === 0) return a !== '' && fold(a) === fold(b) ? 1 : 0
  const rest = [...right]
  const shared = left.filter((pair) => {
    const at = rest.indexOf(pair)
    if (at !== -1) rest.splice(at, 1)
    return at !== -1
  })
  return (2 * shared.length) / (left.length + right.length)
}

function pairsOf(name: string): readonly string[] {
  const letters = Array.from(fold(name).replace(/[^\p{L}\p{N}]+/gu, '').slice(0, 100))
  return letters.slice(1).map((second, index) => `${letters[index] ?? ''}${second}`)
}

/** A path as its segments, whatever stands between them there, and without the inbox that some servers put all mailboxes in. */
export function sameFolder(a: string, b: string): boolean {
  return segments(a) === segments(b)
}

function segments(path: string): string {
  const parts = fold(path).split(/[/.\\]/).filter((part) => part !== '')
  return (parts.length > 1 && parts[0] === 'inbox' ? parts.slice(1) : parts).join('/')
}

/** The mailbox that is in another account what this one is in its own: by what it is for, else by its path. Null: there is none. */
export function twinOf({ role, path }: Pick<HereMailbox, 'path'> & { readonly role: string | null }, there: readonly HereMailbox[]): HereMailbox | null {
  return there.find((box) => role !== null && box.role === role) ?? there.find((box) => box.path === path) ?? there.find((box) => sameFolder(box.path, path)) ?? null
}
