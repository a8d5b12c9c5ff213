/** Text that Postgres can hold: NUL is dropped, halves of surrogate pairs become U+FFFD. Senders write both. */
export function storableText(text: string): string {
  return text.includes(NUL) || HALF_PAIR.test(text) ? text.replaceAll(NUL, '').replace(HALF_PAIRS, '\ufffd') : text
}

/** A value as JSON that Postgres can hold; see `storableText`. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value)
  return MAY_HOLD_ESCAPE.test(json) ? JSON.stringify(cleaned(value)) : json
}

const NUL = '\0'
const HALF_PAIR = /\p{Surrogate}/u
const HALF_PAIRS = /\p{Surrogate}/gu
/** How JSON writes the characters in question; may also be met in harmless text. */
const MAY_HOLD_ESCAPE = /\\u(?:0000|d[89a-f])/

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [storableText(key), cleaned(held)]))
}
