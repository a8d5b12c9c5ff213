/**
 * mail/ is mail as the RFCs name it: thin adapters over the protocols, and pure helpers for what a message is. It knows nothing of rules but the facts they ask,
 * of no database and of no screen. What lies on the far side is hostile: caps and the outbound guard come first.
 *
 * The one error class of Postroom. A `Failure` says what went wrong in a word that never changes, whether trying again can help, and what a person may read.
 * Adapters translate at their edge, so that nothing behind them ever judges a library's error. A new code is a new word here or beside its adapter.
 */

/** Whether trying the same thing again can help. `afterSeconds`: not before. */
export type Retry = 'yes' | 'no' | { readonly afterSeconds: number }

export interface FailureOptions {
  readonly retry: Retry
  /** Safe for any user of the workspace: no secrets, no mail content, no internals. */
  readonly publicMessage: string
  /** The other side's own words, cut and free of control characters; for the account's owner, never for logs. */
  readonly peerSaid?: string | null
  readonly cause?: unknown
}

/** An error with a stable code, a verdict on retrying and a sentence safe to show. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly retry: Retry
  readonly publicMessage: string
  readonly peerSaid: string | null

  constructor(
    readonly code: string,
    { retry, publicMessage, peerSaid = null, cause }: FailureOptions,
  ) {
    super(`${code}: ${publicMessage}`, cause === undefined ? undefined : { cause })
    this.retry = retry
    this.publicMessage = publicMessage
    this.peerSaid = peerSaid
  }
}

/** Turns anything thrown into a `Failure`. An error that does not say is retried. */
export function asFailure(error: unknown, code: string, publicMessage: string): Failure {
  return error instanceof Failure ? error : new Failure(code, { retry: 'yes', publicMessage, cause: error })
}

/** A peer's reply as it may be stored and shown to the account's owner: one line, printable, at most 300 characters where nothing else is said. */
export function peerText(text: string, longest = 300): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, longest)
}
