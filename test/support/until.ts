import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks again every few milliseconds until the answer is neither undefined, null nor false, and returns it.
 * An error of the probe counts as "not yet"; the last one is the cause when the time is over.
 */
export async function until<T>(what: string, probe: () => T | Promise<T>, options: { withinMilliseconds?: number } = {}): Promise<Exclude<T, undefined | null | false>> {
  const within = options.withinMilliseconds ?? 30_000
  const deadline = performance.now() + within
  let last: unknown
  for (let wait = 2; ; wait = Math.min(wait * 2, 50)) {
    try {
      const answer = await probe()
      if (isThere(answer)) return answer
    } catch (cause) {
      last = cause
    }
    if (performance.now() > deadline) throw new Error(`Not within ${within} ms: ${what}`, { cause: last })
    await pause(wait)
  }
}

function isThere<T>(answer: T): answer is Exclude<T, undefined | null | false> {
  return answer !== undefined && answer !== null && answer !== false
}
