import { Failure } from '../mail/failure'

/** An error as a log may hold it. */
export interface SafeError {
  readonly name: string
  readonly code?: string
  readonly message?: string
  readonly at?: readonly string[]
  readonly cause?: SafeError
}

/** Mistakes in our own code: their text is made by the language and quotes no data. */
const OUR_MISTAKES: ReadonlySet<string> = new Set(['TypeError', 'ReferenceError', 'RangeError'])

/**
 * Reduces an error to its kind, code and place in the code. Messages are dropped, because databases and mail servers quote the very data a log must not hold;
 * those of `Failure` and of plain programming mistakes stay.
 */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    ...(error instanceof Failure ? { message: error.publicMessage } : OUR_MISTAKES.has(error.name) ? { message: error.message } : {}),
    at: frames(error),
    ...(error.cause === undefined || depth >= 4 ? {} : { cause: safeError(error.cause, depth + 1) }),
  }
}

function frames(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at\s.*:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
    .map((line) => line.trim().slice(3))
}
