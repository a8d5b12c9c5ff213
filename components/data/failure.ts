import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '../../server/routers'

/** What the API said about an error, or `offline` when it could not be reached at all. */
export interface Answer {
  readonly code: string
  readonly status: number
  readonly requestId: string | null
  readonly problems: readonly { readonly path: string; readonly message: string }[]
  readonly retryAfterSeconds: number | null
  /** The server's own English sentence, for the console and for codes no catalogue knows. */
  readonly message: string
}

export function answerOf(error: unknown): Answer {
  if (error instanceof TRPCClientError) {
    const { data, message }: TRPCClientError<AppRouter> = error
    if (data) return { code: data.code, status: data.httpStatus, requestId: data.requestId, problems: data.problems, retryAfterSeconds: data.retryAfterSeconds, message }
    return { code: 'offline', status: 0, requestId: null, problems: [], retryAfterSeconds: null, message }
  }
  return { code: 'unknown', status: 0, requestId: null, problems: [], retryAfterSeconds: null, message: error instanceof Error ? error.message : '' }
}

export function codeOf(error: unknown): string {
  return answerOf(error).code
}

/** True when asking the same again cannot help. */
export function isOver(error: unknown): boolean {
  const { status } = answerOf(error)
  return status >= 400 && status < 500
}

export type ErrorKey = 'away' | 'engine' | 'offline' | 'forbidden' | 'signedOut' | 'notFound' | 'conflict' | 'limited' | 'invalid' | 'unknown' | 'unknownHere'

const BY_CODE: Readonly<Record<string, ErrorKey>> = { 'database.away': 'away', 'engine.away': 'engine', offline: 'offline', UNAUTHORIZED: 'signedOut' }
const BY_STATUS: Readonly<Record<number, ErrorKey>> = { 400: 'invalid', 401: 'signedOut', 403: 'forbidden', 404: 'notFound', 409: 'conflict', 429: 'limited' }

/** Which sentence of `errors.*` tells cause and safety. */
export function errorKey({ code, status, requestId }: Answer): ErrorKey {
  return BY_CODE[code] ?? BY_STATUS[status] ?? (requestId === null ? 'unknownHere' : 'unknown')
}
