import { addressInAscii } from './ascii-domain'
import { fold } from './fold'
import { firstWordOf } from './words'

/** Words, addresses or domains kept in one place and compared with in many. */

export const MAX_LIST_ENTRIES = 5_000
export const MAX_ENTRY = 200

export interface PreparedList {
  /** Folded entries, as written and with their domain in ASCII. */
  readonly whole: ReadonlySet<string>
  /** Folded entries by the word they begin with. */
  readonly byFirstWord: ReadonlyMap<string, readonly string[]>
  /** Folded entries that begin with no letter and no digit, or in a script without spaces, by the UTF-16 unit they begin with. */
  readonly others: ReadonlyMap<string, readonly string[]>
}

/** A list's part of the work, done once however many tests ask. Lists are plain values that nobody changes. */
export function prepareList(entries: readonly string[]): PreparedList {
  const known = prepared.get(entries)
  if (known !== undefined) return known
  const folded = [...new Set(entries.map((entry) => fold(entry.trim())).filter((entry) => entry !== ''))]
  const byFirstWord = new Map<string, string[]>()
  const others = new Map<string, string[]>()
  for (const entry of folded) {
    const word = firstWordOf(entry)
    const [index, key] = word === null ? [others, entry.charAt(0)] : [byFirstWord, word]
    const alike = index.get(key)
    if (alike === undefined) index.set(key, [entry])
    else alike.push(entry)
  }
  const list = { whole: new Set([...folded, ...entries.map((entry) => fold(addressInAscii(entry.trim())))]), byFirstWord, others }
  prepared.set(entries, list)
  return list
}

const prepared = new WeakMap<readonly string[], PreparedList>()

/** Whether a folded address is in the list: itself, or its domain as `example.com` or `@example.com`. Returns where the listed part begins, -1 when not. */
export function addressInList(address: string, { whole }: PreparedList): number {
  if (whole.has(address)) return 0
  const at = address.lastIndexOf('@')
  if (at < 0) return whole.has(`@${address}`) ? 0 : -1
  return whole.has(address.slice(at + 1)) || whole.has(address.slice(at)) ? at + 1 : -1
}
