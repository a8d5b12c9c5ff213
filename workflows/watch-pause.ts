import type { WatchEnd } from '../activities/watch-account'

/** How a watcher ended, or `worker lost`: nobody has heard of the worker that ran it, which says nothing of the account's server. */
export type Ended = WatchEnd | { readonly end: 'worker lost' }

export interface Pause {
  /** Until the next watcher may start. */
  readonly seconds: number
  /** What the one after it would be. */
  readonly nextSeconds: number
}

/** The first pause, and every one after a healthy time. */
export const FIRST_PAUSE_SECONDS = 1
const LONGEST_PAUSE_SECONDS = 60
/** A watcher that lived this long was healthy: the next pause is short again. */
const HEALTHY_SECONDS = 60
const SIGNED_OUT_PAUSE_SECONDS = 15 * 60

/**
 * How long to leave a server alone after a watcher ended: longer each time, so that one that refuses is not stormed. Our own deaths are not held against it: however
 * often a worker was killed, mail is looked for as soon as another one is there.
 */
export function pauseAfter(ended: Ended, { nextSeconds }: Pick<Pause, 'nextSeconds'>): Pause {
  if (ended.end === 'worker lost') return { seconds: FIRST_PAUSE_SECONDS, nextSeconds }
  const grown = ended.livedSeconds >= HEALTHY_SECONDS ? FIRST_PAUSE_SECONDS : nextSeconds
  return { seconds: ended.end === 'signed out' ? SIGNED_OUT_PAUSE_SECONDS : grown, nextSeconds: Math.min(LONGEST_PAUSE_SECONDS, grown * 2) }
}
