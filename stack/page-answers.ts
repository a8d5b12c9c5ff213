import { setTimeout as pause } from 'node:timers/promises'
import { identify } from './process-identity'

/**
 * Resolves when the page answers 200: a web server may accept connections before it can answer anything, and end without ever doing so.
 * Gives up at once when the process that should answer is gone.
 */
export async function pageAnswers(url: string, pid: number, timeoutMilliseconds = 120_000): Promise<void> {
  const deadline = Date.now() + timeoutMilliseconds
  while (!(await answers(url))) {
    if (identify(pid) === null) throw new Error(`The process that should answer at ${url} has ended.`)
    if (Date.now() > deadline) throw new Error(`Nothing answers at ${url} after ${timeoutMilliseconds / 1000} s.`)
    await pause(50)
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  )
}
