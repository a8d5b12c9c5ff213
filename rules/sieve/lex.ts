import { SieveError } from './syntax'
import type { Place } from './syntax'

/** The words of a script (RFC 5228 2.3, 2.4, 8.1), each with where it stands. */
export type Token =
  | { readonly kind: 'word' | 'tag' | 'string' | 'mark'; readonly text: string; readonly at: Place }
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly at: Place }
  | { readonly kind: 'comment'; readonly text: string; readonly at: Place }
  | { readonly kind: 'end'; readonly text: ''; readonly at: Place }

/** All of them, comments among them, an `end` last. @throws SieveError */
export function lex(script: string): readonly Token[] {
  const reader = new Reader(script.replace(/^\ufeff/, ''))
  const tokens: Token[] = []
  for (let token = reader.next(); ; token = reader.next()) {
    tokens.push(token)
    if (token.kind === 'end') return tokens
  }
}

const SPACE = /[ \t\r\n]+/y
const LINE_COMMENT = /#[^\n]*/y
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y
const TAG = /:[A-Za-z_][A-Za-z0-9_]*/y
const NUMBER = /(\d+)([KMG]?)(?![A-Za-z0-9_])/iy
const QUOTED = /"((?:[^"\\]|\\[^])*)"/y
/** `text:`, then nothing but blanks and a comment on the line, then lines up to one that is a single dot. */
const MULTILINE = /text:[ \t]*(?:#[^\n]*)?\r?\n([^]*?)(?<=^|\n)\.(?:\r?\n|$)/iy
const MARKS = '[](){},;'
const UNITS: Readonly<Record<string, number>> = { '': 1, K: 1_024, M: 1_048_576, G: 1_073_741_824 }
/** RFC 5228 2.4.1: at least 2^31 - 1; beyond what counts exactly nothing can be compared. */
const MAX_NUMBER = Number.MAX_SAFE_INTEGER

class Reader {
  private offset = 0
  private line = 1
  private lineStart = 0

  constructor(private readonly text: string) {}

  next(): Token {
    this.take(SPACE)
    const at = this.place()
    if (this.offset >= this.text.length) return { kind: 'end', text: '', at }
    return this.comment(at) ?? this.string(at) ?? this.number(at) ?? this.plain(at)
  }

  private comment(at: Place): Token | null {
    const line = this.take(LINE_COMMENT)
    if (line !== null) return { kind: 'comment', text: line[0].slice(1).trim(), at }
    if (!this.text.startsWith('/*', this.offset)) return null
    const end = this.text.indexOf('*/', this.offset + 2)
    if (end < 0) throw new SieveError('openComment', at)
    const text = this.text.slice(this.offset + 2, end)
    this.advance(end + 2)
    return { kind: 'comment', text: text.trim(), at }
  }

  private string(at: Place): Token | null {
    const multiline = this.take(MULTILINE)
    if (multiline !== null) return { kind: 'string', text: unstuffed(multiline[1] ?? ''), at }
    if (/^text:/i.test(this.text.slice(this.offset, this.offset + 5))) throw new SieveError('openText', at)
    if (this.text[this.offset] !== '"') return null
    const quoted = this.take(QUOTED)
    if (quoted === null) throw new SieveError('openString', at)
    return { kind: 'string', text: (quoted[1] ?? '').replace(/\\([^])/g, '$1').replace(/\r\n/g, '\n'), at }
  }

  private number(at: Place): Token | null {
    const found = this.take(NUMBER)
    if (found === null) return null
    const value = Number(found[1]) * (UNITS[(found[2] ?? '').toUpperCase()] ?? 1)
    if (value > MAX_NUMBER) throw new SieveError('numberTooLarge', at, found[0])
    return { kind: 'number', value, text: found[0], at }
  }

  private plain(at: Place): Token {
    const tag = this.take(TAG)
    if (tag !== null) return { kind: 'tag', text: tag[0].slice(1).toLowerCase(), at }
    const word = this.take(WORD)
    if (word !== null) return { kind: 'word', text: word[0].toLowerCase(), at }
    const mark = this.text[this.offset] ?? ''
    if (!MARKS.includes(mark)) throw new SieveError('unexpected', at, String.fromCodePoint(this.text.codePointAt(this.offset) ?? 0))
    this.advance(this.offset + 1)
    return { kind: 'mark', text: mark, at }
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.offset
    const found = pattern.exec(this.text)
    if (found !== null) this.advance(this.offset + found[0].length)
    return found
  }

  private advance(to: number): void {
    for (let at = this.text.indexOf('\n', this.offset); at >= 0 && at < to; at = this.text.indexOf('\n', at + 1)) {
      this.line += 1
      this.lineStart = at + 1
    }
    this.offset = to
  }

  private place(): Place {
    return { line: this.line, column: this.offset - this.lineStart + 1 }
  }
}

/** The last line's end belongs to the text; a line that began with a dot was written with two (RFC 5228 2.4.2). */
function unstuffed(lines: string): string {
  return lines.replace(/\r\n/g, '\n').replace(/^\.\./gm, '.')
}
