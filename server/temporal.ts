/**
 * Talking to the engine: names of task queues, workflow inputs, and the connection that is tried for ever. Postroom works without the engine; what it has to do
 * then waits in dispatch rows.
 */

/** Task queues. A prefix keeps installations, or test files, apart on one engine. */
export interface Queues {
  /** Workflows, local activities, quick sends. */
  readonly flow: string
  /** Calls of rules to web addresses: a slow one holds up no mail. */
  readonly http: string
}

/** The task queues of one installation; tests give a prefix so that theirs stay apart. */
export function queuesOf(prefix = ''): Queues {
  return { flow: `${prefix}postroom-flow`, http: `${prefix}postroom-http` }
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000

/** Tries until it works or `signal` is aborted; null then. Waits a quarter of a second, doubling to five. */
export async function persist<T>(attempt: () => Promise<T>, signal: AbortSignal, onFailure: (error: unknown) => void): Promise<T | null> {
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    try {
      return await attempt()
    } catch (error) {
      onFailure(error)
      await pause(wait, signal)
    }
  }
  return null
}

/** Resolves after a time, or as soon as `signal` is aborted. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}
