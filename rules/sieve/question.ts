import type { Given } from './arguments'
import type { Match } from './comparison'
import type { ChangedCode } from './said'
import type { SieveTest } from './syntax'
import type { Values } from './variables'

/** What is known at the place in the script where a test stands. */
export interface Known {
  /** The flags set so far, in lower case (RFC 5232 2). */
  readonly flags: readonly string[]
  /** Null: the script uses no variables. */
  readonly values: Values | null
}

/** One test of a script, its variables filled in. */
export interface Question {
  readonly test: SieveTest
  readonly given: Given
  readonly match: Match
  readonly known: Known
  note(code: ChangedCode): void
}
