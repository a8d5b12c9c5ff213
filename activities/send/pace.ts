import type { Failure } from '../../mail/failure'

/** The times of sending; a test gives smaller ones. */
export interface SendPace {
  /** How long a holder that says nothing keeps a mail. */
  readonly leaseSeconds: number
  readonly beatMs: number
  /** Wait after the first, second … temporary failure; the last one repeats. */
  readonly delaysSeconds: readonly number[]
  /** After this time since the mail could first leave, a temporary failure is final (RFC 5321 4.5.4.1). */
  readonly giveUpAfterSeconds: number
  /** While everything is stopped, how often a mail looks again. */
  readonly haltedSeconds: number
}

const MINUTE = 60
const HOUR = 60 * MINUTE

export const SEND_PACE: SendPace = {
  leaseSeconds: 30,
  beatMs: 5_000,
  delaysSeconds: [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 40 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR],
  giveUpAfterSeconds: 5 * 24 * HOUR,
  haltedSeconds: 60,
}

/** Seconds until the next try; null when there is none because the failure is final or the time is over. */
export function nextTry(pace: SendPace, failure: Failure, attempts: number, ageSeconds: number): number | null {
  if (failure.retry === 'no' || ageSeconds >= pace.giveUpAfterSeconds) return null
  const delay = pace.delaysSeconds[Math.min(attempts, pace.delaysSeconds.length) - 1] ?? MINUTE
  return typeof failure.retry === 'object' ? Math.max(delay, failure.retry.afterSeconds) : delay
}
