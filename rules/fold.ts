/**
 * How text is compared everywhere in rules: without regard to case, width, composition or signs that show nothing, in every language at once.
 *
 * `fold` is Unicode's full case folding over NFKC, without what Unicode says may be ignored when it cannot be shown (soft hyphens, zero-width spaces and joiners,
 * marks of writing direction, variation selectors): capital letters and then small ones, so that ß is ss and ᾳ is αι; a final ς is σ; and the four letters i
 * (I, i, İ, ı) are one. The last is on purpose: a mail does not say whether its "I" is Turkish, so the rule that finds more wins. Never a locale's own case.
 */
export function fold(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text.normalize('NFKC').replace(IGNORABLE, '').toUpperCase().toLowerCase().replace(LEFT_APART, (letter) => FOLDED[letter] ?? 'i').normalize('NFKC')
}

/** Letters and signs of western Europe that nothing but lower case changes: most text, however long, is done in one step. */
const PLAIN = /^[\0-\x7f\xa1-\xa7\xa9\xab\xac\xae\xb0\xb1\xb6\xb7\xbb\xbf-\xde\xe0-\xff\u2013\u2014\u2018-\u201e\u2022\u20ac]*$/
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu
/** The capital ẞ becomes no SS, a word's last Σ becomes ς, and İ an i with a dot of its own. */
const LEFT_APART = /[ßς]|i\u0307+/g
const FOLDED: Readonly<Record<string, string>> = { ß: 'ss', ς: 'σ' }

/**
 * Where `wanted`, found at `at` in `fold(text)`, stands in `text`: [start, end) in UTF-16 units. Folding can change lengths, so where the same place
 * does not fold to it, the text is folded cluster by cluster (a letter with its combining marks); failing that too, the answer is the whole text.
 */
export function unfoldSpan(text: string, wanted: string, at: number): readonly [number, number] {
  const end = at + wanted.length
  if (fold(text.slice(at, end)) === wanted) return [at, end]
  let start = -1
  let reached = 0
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const length = fold(cluster).length
    if (start < 0 && reached + length > at) start = index
    reached += length
    if (reached >= end) return [Math.max(start, 0), index + cluster.length]
  }
  return [0, text.length]
}

const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu
