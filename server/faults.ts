import { appendFileSync, readFileSync } from 'node:fs'

/**
 * Named places at which a test ends this process with SIGKILL, as a power cut would. Off unless POSTROOM_FAULTS names a plan file, and refused in production.
 * The plan is JSON, `{"<site>": <n>}`: die at the n-th time the site is reached, or at the next with `"next"`. Every site reached is added to `<plan>.seen`, so that a test knows it was there.
 */
export type Fault = (site: string) => Promise<void>

/** The faults of this process. Throws in production: a mail system that can be told to die has no business there. */
export function faultsOf(variables: Readonly<Record<string, string | undefined>>): Fault {
  const file = variables.POSTROOM_FAULTS
  if (file === undefined || file === '') return async () => undefined
  if (variables.NODE_ENV === 'production' || variables.NODE_ENV === undefined) throw new Error('POSTROOM_FAULTS is for tests and is refused in production.')
  const hits = new Map<string, number>()
  return async (site) => {
    const hit = (hits.get(site) ?? 0) + 1
    hits.set(site, hit)
    appendFileSync(`${file}.seen`, `${site}\n`)
    const planned = planOf(file)[site]
    if (planned === hit || planned === 'next') process.kill(process.pid, 'SIGKILL')
  }
}

function planOf(file: string): Readonly<Record<string, unknown>> {
  const plan: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return typeof plan === 'object' && plan !== null ? Object.fromEntries(Object.entries(plan)) : {}
}
