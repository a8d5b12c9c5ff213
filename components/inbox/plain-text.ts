/** A stretch of plain mail: a paragraph of what was written, or of what was quoted, at the depth of its marks. */
export interface Stretch {
  readonly depth: number
  readonly text: string
}

/** Plain text by quotation depth (RFC 3676 4.5). The marks are taken away: the rule beside the stretch says it. */
export function stretchesOf(text: string): readonly Stretch[] {
  const found: { depth: number; lines: string[] }[] = []
  for (const line of text.replace(/\r\n?/g, '\n').trimEnd().split('\n')) {
    const marks = /^(?:> ?)+/.exec(line)?.[0] ?? ''
    const depth = marks.replaceAll(' ', '').length
    const rest = line.slice(marks.length)
    const last = found.at(-1)
    if (last?.depth === depth) last.lines.push(rest)
    else found.push({ depth, lines: [rest] })
  }
  return found.map(({ depth, lines }) => ({ depth, text: lines.join('\n').replace(/^\n+|\n+$/g, '') })).filter(({ text: kept }) => kept !== '')
}

export type Piece = { readonly text: string; readonly href: string | null }

const LINK = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu

/** Text with its web and mail addresses as links. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(LINK)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), href: null })
    pieces.push({ text: match[0], href: match[0].startsWith('http') ? match[0] : `mailto:${match[0]}` })
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ text: text.slice(at), href: null })
  return pieces
}
