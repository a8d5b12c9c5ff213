import { fold } from './fold'

/** Words, addresses or domains kept in one place and compared with in many. */

export const MAX_LIST_ENTRIES = 5_000
export const MAX_ENTRY = 200

export interface PreparedList {
  /** Folded entries. */
  readonly whole: ReadonlySet<string>
  /** Folded entries by the word they begin with. */
  readonly byFirstWord: ReadonlyMap<string, readonly string[]>
  /** Folded entries that begin with no letter and no digit. */
  readonly others: readonly string[]
}

/** A list's part of the work, done once however many tests ask. Lists are plain values that nobody changes. */
export function prepareList(entries: readonly string[]): PreparedList {
  const known = prepared.get(entries)
  if (known !== undefined) return known
  const folded = [...new Set(entries.map((entry) => fold(entry.trim())).filter((entry) => entry !== ''))]
  const byFirstWord = new Map<string, string[]>()
  const others: string[] = []
  for (const entry of folded) {
    const word = FIRST_WORD.exec(entry)?.[0]
    if (word === undefined) others.push(entry)
    else byFirstWord.set(word, [...(byFirstWord.get(word) ?? []), entry])
  }
  const list = { whole: new Set(folded), byFirstWord, others }
  prepared.set(entries, list)
  return list
}

const prepared = new WeakMap<readonly string[], PreparedList>()
const FIRST_WORD = /^[\p{L}\p{N}\p{M}_]+/u

/** Whether a folded address is in the list: itself, or its domain as `example.com` or `@example.com`. Returns where the listed part begins, -1 when not. */
export function addressInList(address: string, { whole }: PreparedList): number {
  if (whole.has(address)) return 0
  const at = address.lastIndexOf('@')
  if (at < 0) return whole.has(`@${address}`) ? 0 : -1
  return whole.has(address.slice(at + 1)) || whole.has(address.slice(at)) ? at + 1 : -1
}
