/**
 * Words in folded text. A word is a run of letters, digits, marks and underscores (Unicode); languages written without spaces have no such borders, so
 * there a whole sentence is one word: ask for “contains” instead.
 */

/** Where `wanted` stands in `text` as a word or words of its own; -1 when it does not. What begins or ends with another character needs no border there. */
export function wordAt(text: string, wanted: string): number {
  if (wanted === '') return -1
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (isBorder(text, at) && isBorder(text, at + wanted.length)) return at
  }
  return -1
}

/** True unless a word goes on over this place. */
export function isBorder(text: string, at: number): boolean {
  return !(isWordCharacter(characterBefore(text, at)) && isWordCharacter(text.codePointAt(at)))
}

/** The words of a text with where each begins. */
export function wordsOf(text: string): IterableIterator<RegExpExecArray> {
  return text.matchAll(WORDS)
}

const WORDS = /[\p{L}\p{N}\p{M}_]+/gu
const WORD = /[\p{L}\p{N}\p{M}_]/u

function isWordCharacter(code: number | undefined): boolean {
  return code !== undefined && WORD.test(String.fromCodePoint(code))
}

function characterBefore(text: string, at: number): number | undefined {
  const unit = text.charCodeAt(at - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && at > 1 ? text.codePointAt(at - 2) : text.codePointAt(at - 1)
}
