import { lex } from './lex'
import type { Token } from './lex'
import { SieveError } from './syntax'
import type { Argument, Choice, Plain, SieveTest, Statement } from './syntax'

/** Deeper than scripts are written, shallower than any stack. */
const MAX_DEPTH = 50
const MAX_TITLE = 120

/** @throws SieveError naming line and column of what cannot be read */
export function parseSieve(script: string): readonly Statement[] {
  return new Parser(lex(script)).script()
}

interface Command {
  readonly name: string
  readonly arguments: readonly Argument[]
  readonly tests: readonly SieveTest[]
  readonly block: readonly Statement[] | null
  readonly token: Token
  readonly title: string
}

class Parser {
  private index = 0

  constructor(private readonly tokens: readonly Token[]) {}

  script(): readonly Statement[] {
    const statements = this.statements(0)
    const left = this.peek()
    if (left.kind !== 'end') throw unexpected(left)
    return statements
  }

  /** Up to a closing brace or the end. */
  private statements(depth: number): readonly Statement[] {
    const found: Statement[] = []
    for (let token = this.peek(); token.kind === 'word'; token = this.peek()) {
      if (token.text === 'elsif' || token.text === 'else') throw new SieveError('strayElse', token.at, token.text)
      found.push(token.text === 'if' ? this.choice(depth) : plainOf(this.command(depth)))
    }
    return found
  }

  private choice(depth: number): Choice {
    const first = this.command(depth)
    const ways = [wayOf(first)]
    let otherwise: Choice['otherwise'] = null
    while (otherwise === null && this.isNext('elsif')) ways.push(wayOf(this.command(depth)))
    if (this.isNext('else')) {
      const last = this.command(depth)
      if (last.tests.length > 0 || last.arguments.length > 0 || last.block === null) throw new SieveError('expectedBlock', last.token.at, last.name)
      otherwise = { block: last.block, at: last.token.at }
    }
    return { kind: 'choice', ways, otherwise, at: first.token.at, title: first.title }
  }

  private command(depth: number): Command {
    if (depth > MAX_DEPTH) throw new SieveError('tooDeep', this.peek().at)
    const title = this.titleHere()
    const token = this.take()
    const args = this.arguments()
    const tests = this.tests(depth)
    const next = this.take()
    const command = { name: token.text, arguments: args, tests, token, title }
    if (isMark(next, ';')) return { ...command, block: null }
    if (!isMark(next, '{')) throw next.kind === 'end' ? unexpected(next) : new SieveError('expectedSemicolon', next.at, next.text)
    const block = this.statements(depth + 1)
    const close = this.take()
    if (!isMark(close, '}')) throw unexpected(close)
    return { ...command, block }
  }

  private arguments(): readonly Argument[] {
    const found: Argument[] = []
    for (;;) {
      const token = this.peek()
      if (token.kind === 'tag') found.push({ kind: 'tag', name: token.text, at: token.at })
      else if (token.kind === 'number') found.push({ kind: 'number', value: token.value, at: token.at })
      else if (token.kind === 'string') found.push({ kind: 'strings', values: [token.text], at: token.at })
      else if (isMark(token, '[')) {
        found.push(this.list())
        continue
      } else return found
      this.take()
    }
  }

  private list(): Argument {
    const open = this.take()
    const values: string[] = []
    if (isMark(this.peek(), ']')) throw new SieveError('emptyList', open.at)
    for (;;) {
      const value = this.take()
      if (value.kind !== 'string') throw value.kind === 'end' ? unexpected(value) : new SieveError('expectedStrings', value.at, value.text)
      values.push(value.text)
      const next = this.take()
      if (isMark(next, ']')) return { kind: 'strings', values, at: open.at }
      if (!isMark(next, ',')) throw unexpected(next)
    }
  }

  private tests(depth: number): readonly SieveTest[] {
    const token = this.peek()
    if (token.kind === 'word') return [this.test(depth)]
    if (!isMark(token, '(')) return []
    this.take()
    const tests: SieveTest[] = []
    for (;;) {
      tests.push(this.test(depth))
      const next = this.take()
      if (isMark(next, ')')) return tests
      if (!isMark(next, ',')) throw unexpected(next)
    }
  }

  private test(depth: number): SieveTest {
    if (depth > MAX_DEPTH) throw new SieveError('tooDeep', this.peek().at)
    const token = this.take()
    if (token.kind !== 'word') throw token.kind === 'end' ? unexpected(token) : new SieveError('expectedTest', token.at, token.text)
    return { name: token.text, arguments: this.arguments(), tests: this.tests(depth + 1), at: token.at }
  }

  private isNext(word: string): boolean {
    const token = this.peek()
    return token.kind === 'word' && token.text === word
  }

  /** The comments before the next word. `# rule:[Newsletters]` is how several programs write a filter's name down. */
  private titleHere(): string {
    const at = this.index + this.commentsFrom(this.index)
    const last = this.tokens[at - 1]
    if (last?.kind !== 'comment' || last.at.line !== (this.tokens[at]?.at.line ?? 0) - 1) return ''
    let before = at - 1
    while (this.tokens[before]?.kind === 'comment') before -= 1
    const isTrailing = this.tokens[before]?.at.line === last.at.line
    return isTrailing ? '' : titleIn(last.text)
  }

  private peek(): Token {
    this.index += this.commentsFrom(this.index)
    return this.tokens[this.index] ?? END
  }

  private take(): Token {
    const token = this.peek()
    this.index += 1
    return token
  }

  private commentsFrom(index: number): number {
    let count = 0
    while (this.tokens[index + count]?.kind === 'comment') count += 1
    return count
  }
}

const END: Token = { kind: 'end', text: '', at: { line: 1, column: 1 } }

function titleIn(comment: string): string {
  const named = /^rule:\s*\[(.+)\]$/i.exec(comment)?.[1] ?? comment
  const plain = named.replace(/\s+/g, ' ').replace(/^[#*\-=\s]+|[#*\-=\s]+$/g, '')
  return plain.slice(0, MAX_TITLE).trim()
}

function plainOf({ name, arguments: args, tests, block, token, title }: Command): Plain {
  return { kind: 'plain', name, arguments: args, tests, block, at: token.at, title }
}

function wayOf({ arguments: args, tests: [test, second], block, token, name }: Command): Choice['ways'][number] {
  if (test === undefined || second !== undefined || args.length > 0) throw new SieveError('expectedTest', token.at, name)
  if (block === null) throw new SieveError('expectedBlock', token.at, name)
  return { test, block, at: token.at }
}

function isMark(token: Token, text: string): boolean {
  return token.kind === 'mark' && token.text === text
}

function unexpected(token: Token): SieveError {
  return token.kind === 'end' ? new SieveError('unexpectedEnd', token.at) : new SieveError('unexpected', token.at, token.text)
}
