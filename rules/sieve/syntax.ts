/**
 * A Sieve script as a tree (RFC 5228 8.2). Nothing is known here of what a command means: names are lower-case words, and what a tag takes is asked of
 * `tags.ts` only when somebody reads the arguments.
 */

/** From 1. Columns count UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

export type Argument =
  | { readonly kind: 'tag'; readonly name: string; readonly at: Place }
  | { readonly kind: 'number'; readonly value: number; readonly at: Place }
  | { readonly kind: 'strings'; readonly values: readonly string[]; readonly at: Place }

export interface SieveTest {
  readonly name: string
  readonly arguments: readonly Argument[]
  readonly tests: readonly SieveTest[]
  readonly at: Place
}

/** What is done: `if` with its `elsif`s and `else` is one statement. */
export type Statement = Plain | Choice

export interface Plain {
  readonly kind: 'plain'
  readonly name: string
  readonly arguments: readonly Argument[]
  readonly tests: readonly SieveTest[]
  /** Of commands with a block that are not `if`: extensions. */
  readonly block: readonly Statement[] | null
  readonly at: Place
  readonly title: string
}

export interface Choice {
  readonly kind: 'choice'
  readonly ways: readonly { readonly test: SieveTest; readonly block: readonly Statement[]; readonly at: Place }[]
  readonly otherwise: { readonly block: readonly Statement[]; readonly at: Place } | null
  readonly at: Place
  /** What the comment before it calls it; empty when there is none. */
  readonly title: string
}

export type SyntaxCode = 'openComment' | 'openString' | 'openText' | 'numberTooLarge' | 'unexpected' | 'unexpectedEnd' | 'expectedSemicolon' | 'expectedTest' | 'expectedBlock' | 'expectedStrings' | 'emptyList' | 'strayElse' | 'tooDeep'

/** A text that is no Sieve script. `found` is the word that could not be read. */
export class SieveError extends Error {
  constructor(
    readonly code: SyntaxCode,
    readonly at: Place,
    readonly found = '',
  ) {
    super(code)
    this.name = 'SieveError'
  }
}
