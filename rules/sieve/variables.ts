/** Texts with variables (RFC 5229), as far as their values are known while the script is read. */

/** A part of a text: letters as they are, or what stands for something of the mail. */
export type Piece = string | { readonly placeholder: 'subject' | 'unknown' }
export type Pieces = readonly Piece[]

/** Values by name in lower case. What a pattern found last is there as `0`, `1` … where it is known. */
export type Values = ReadonlyMap<string, Pieces>

/** A value that is only known when a mail is there. */
export const UNKNOWN: Pieces = [{ placeholder: 'unknown' }]

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_.]*|\d{1,2})\}/g

/** A text with its variables filled in; null where one of them is only known when a mail is there. Without variables (`values` null) the text is what it says. */
export function expanded(text: string, values: Values | null): Pieces | null {
  if (values === null) return [text]
  const pieces: Piece[] = []
  let from = 0
  for (const { 0: whole, 1: name = '', index } of text.matchAll(REFERENCE)) {
    const value = values.get(name.toLowerCase())
    const isFoundLater = /^\d/.test(name) || name.includes('.')
    if (value === undefined ? isFoundLater : value.some((piece) => typeof piece !== 'string' && piece.placeholder === 'unknown')) return null
    pieces.push(text.slice(from, index), ...(value ?? []))
    from = index + whole.length
  }
  return [...pieces, text.slice(from)]
}

/** Null where a part is only known when a mail is there. */
export function plainText(pieces: Pieces | null): string | null {
  return pieces === null || pieces.some((piece) => typeof piece !== 'string') ? null : pieces.join('')
}

/** As a template of ours; what looks like a placeholder in the script's text stays text. */
export function templateText(pieces: Pieces): string {
  const joined = pieces.map((piece) => (typeof piece === 'string' ? piece : `\ue000${piece.placeholder}\ue001`)).join('')
  return joined.replace(/\{\{|\{%/g, (opening) => `{{ "${opening}" }}`).replace(/\ue000([a-z.]+)\ue001/g, '{{ $1 }}')
}

/** RFC 5229 4: what a modifier makes of a value. Null for one that is not known. */
export function modified(text: string, modifier: string): string | null {
  switch (modifier) {
    case 'lower':
      return text.toLowerCase()
    case 'upper':
      return text.toUpperCase()
    case 'lowerfirst':
      return text.slice(0, 1).toLowerCase() + text.slice(1)
    case 'upperfirst':
      return text.slice(0, 1).toUpperCase() + text.slice(1)
    case 'quotewildcard':
      return text.replace(/[*?\\]/g, '\\$&')
    case 'length':
      return String([...text].length)
    default:
      return null
  }
}
