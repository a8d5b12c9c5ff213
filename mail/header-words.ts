import { decodeBytes } from './charset'

// RFC 2047 2, with the spaces inside the encoded text that real mailers write.
const WORD = /=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=/g

interface Piece {
  readonly bytes: Buffer
  /** Null for text outside encoded words. */
  readonly charset: string | null
}

/**
 * Decodes a header value given one character per byte: encoded words (RFC 2047), raw UTF-8 (RFC 6532) and raw 8-bit. Neighbouring words of one charset are
 * joined before decoding, because mailers split characters between them. Control characters become spaces, so that a decoded line break cannot start a new header anywhere.
 */
export function decodeHeader(value: string): string {
  if (!/[^ -~]|=\?/.test(value)) return value
  return joined(piecesOf(value))
    .map((piece) => decodeBytes(piece.bytes, piece.charset))
    .join('')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
}

/** How many encoded words a header block has at most: cheap, and never too low. */
export function countEncodedWords(block: string): number {
  let count = 0
  for (let at = block.indexOf('=?'); at >= 0; at = block.indexOf('=?', at + 2)) count += 1
  return count
}

function piecesOf(value: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const match of value.matchAll(WORD)) {
    const [word, charset = '', encoding = '', text = ''] = match
    const between = value.slice(end, match.index)
    // RFC 2047 6.2: white space between two encoded words is not part of the text.
    const afterWord = pieces.at(-1)?.charset != null
    if (between !== '' && !(afterWord && between.trim() === '')) pieces.push({ bytes: Buffer.from(between, 'latin1'), charset: null })
    pieces.push({ bytes: encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQ(text), charset: charset.toLowerCase() })
    end = match.index + word.length
  }
  if (end < value.length) pieces.push({ bytes: Buffer.from(value.slice(end), 'latin1'), charset: null })
  return pieces
}

function joined(pieces: readonly Piece[]): Piece[] {
  const runs: { charset: string | null; parts: Buffer[] }[] = []
  for (const piece of pieces) {
    const last = runs.at(-1)
    if (last !== undefined && last.charset === piece.charset) last.parts.push(piece.bytes)
    else runs.push({ charset: piece.charset, parts: [piece.bytes] })
  }
  return runs.map((run) => ({ charset: run.charset, bytes: Buffer.concat(run.parts) }))
}

function decodeQ(text: string): Buffer {
  const plain = text.replace(/_/g, ' ').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
