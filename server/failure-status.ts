import type { TRPC_ERROR_CODE_KEY } from '@trpc/server'
import { Failure } from '../mail/failure'

/**
 * How a failure's code becomes a status: the only place. A code is looked up whole, then by the part before its first dot (`conflict.draft` as `conflict`).
 * Unlisted: 503 when trying again can help, else 422.
 */
const STATUS: Readonly<Record<string, TRPC_ERROR_CODE_KEY>> = {
  'not found': 'NOT_FOUND',
  invalid: 'BAD_REQUEST',
  conflict: 'CONFLICT',
  forbidden: 'FORBIDDEN',
  limited: 'TOO_MANY_REQUESTS',
  'too large': 'PAYLOAD_TOO_LARGE',
  secret: 'PRECONDITION_FAILED',
  imap: 'BAD_GATEWAY',
  smtp: 'BAD_GATEWAY',
}

/** The status a failure is answered with. */
export function statusOf(failure: Failure): TRPC_ERROR_CODE_KEY {
  const area = failure.code.split('.')[0] ?? ''
  return STATUS[failure.code] ?? STATUS[area] ?? (failure.retry === 'no' ? 'UNPROCESSABLE_CONTENT' : 'SERVICE_UNAVAILABLE')
}

/** The same words for what is another workspace's and for what never was. `noun` as people say it: "account". */
export function notFound(noun: string): Failure {
  return new Failure('not found', { retry: 'no', publicMessage: `There is no such ${noun}.` })
}

/** Somebody or something else got there first. `code` begins with `conflict.`. */
export function conflict(code: `conflict.${string}`, publicMessage: string): Failure {
  return new Failure(code, { retry: 'no', publicMessage })
}

/** A field is well formed and still cannot be meant. `code` begins with `invalid.`. */
export function invalid(code: `invalid.${string}`, publicMessage: string): Failure {
  return new Failure(code, { retry: 'no', publicMessage })
}

const DATABASE_AWAY: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT', '57P01', '57P02', '57P03', '53300'])

/** Our database not answering is worth saying; every other unknown error stays unknown to the caller (null). */
export function failureOfDatabase(error: unknown): Failure | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && DATABASE_AWAY.has(at.code)) {
      return new Failure('database.away', { retry: 'yes', publicMessage: 'The database does not answer. Try again in a moment.', cause: error })
    }
  }
  return null
}
