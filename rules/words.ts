/**
 * Words in folded text. A word is a run of letters, digits, marks and underscores (Unicode). Scripts that are written without spaces (Han, kana, Thai, Lao, Khmer,
 * Burmese) do not show where a word ends, so every place in them may be one: there a word is found wherever it stands.
 */

/** Where `wanted` stands in `text` as a word or words of its own; -1 when it does not. What begins or ends with another character needs no border there. */
export function wordAt(text: string, wanted: string): number {
  if (wanted === '') return -1
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (isBorder(text, at) && isBorder(text, at + wanted.length)) return at
  }
  return -1
}

/** True unless a word, or a letter with its marks, goes on over this place. */
export function isBorder(text: string, at: number): boolean {
  const before = characterBefore(text, at)
  const after = text.codePointAt(at)
  return !(is(WORD, before) && is(WORD, after)) && !(is(LETTER, before) && is(MARK, after))
}

/** The word a text begins with; null where it begins with none, or in a script without spaces. */
export function firstWordOf(text: string): string | null {
  return FIRST_WORD.exec(text)?.[0] ?? null
}

/** The words of a text with where each begins; what is written without spaces has none. */
export function wordsOf(text: string): IterableIterator<RegExpExecArray> {
  return text.matchAll(WORDS)
}

const SPACED = String.raw`(?![\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}])[\p{L}\p{N}\p{M}_]`
const WORDS = new RegExp(`(?:${SPACED})+`, 'gu')
const FIRST_WORD = new RegExp(`^(?:${SPACED})+`, 'u')
const WORD = new RegExp(SPACED, 'u')
const LETTER = /[\p{L}\p{M}]/u
const MARK = /\p{M}/u

function is(kind: RegExp, code: number | undefined): boolean {
  return code !== undefined && kind.test(String.fromCodePoint(code))
}

function characterBefore(text: string, at: number): number | undefined {
  const unit = text.charCodeAt(at - 1)
  return unit >= 0xdc00 && unit <= 0xdfff && at > 1 ? text.codePointAt(at - 2) : text.codePointAt(at - 1)
}
